package cli

import (
	"fmt"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// fileMax is the longest name of a file (NAME_MAX, limits.h).
const fileMax = 255

// stemMax leaves room for what is appended to a unit's name: a suffix such as -completed.service, and the ends of the
// marks that scripts name after containers.
const stemMax = fileMax - 32

// named reports whether every unit can have its name. Where one cannot, there is a finding where its name comes from.
func (r *rendering) named() bool {
	ok := true
	check := func(at []string, parts ...string) {
		all := append([]string{r.project.Name}, parts...)
		if r.options.Prefix != "" {
			all = append([]string{r.options.Prefix}, all...)
		}
		name, err := unit.Name(all...)
		if err == nil && len(name) <= stemMax {
			return
		}
		r.scope.At(at...).Error(diag.Limit, fmt.Sprintf("the name of the unit %.40s… is too long: with the project's name it has %d bytes, and the limit is %d", strings.Join(all, "-"), len(strings.Join(all, "-")), stemMax),
			"shorten its name or the project's")
		ok = false
	}
	check([]string{"name"})
	for i := range r.project.Containers {
		c := &r.project.Containers[i]
		check(c.At, c.Service)
	}
	for _, n := range r.project.Networks {
		check(n.At, n.Key)
	}
	for _, v := range r.project.Volumes {
		check(v.At, v.Key)
	}
	return ok
}

// fits refuses a private file whose name is too long.
func (r *rendering) fits(at []string, name string) {
	if len(name) > fileMax {
		r.scope.At(at...).Error(diag.Limit, fmt.Sprintf("the name of the file %.40s… would have %d bytes, and the limit is %d", name, len(name), fileMax),
			"give it a shorter name")
	}
}
