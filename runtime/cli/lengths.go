package cli

import (
	"fmt"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// fileMax is the maximum length of a file name (NAME_MAX, limits.h).
const fileMax = 255

// named reports whether the name of every unit is short enough. It adds a finding for each that is not.
func (r *Rendering) named() bool {
	ok := true
	check := func(at []string, key ...string) {
		if err := r.names.Check(key...); err != nil {
			r.scope.At(at...).Error(diag.Limit, err.Error(), "shorten its name or the project's")
			ok = false
		}
	}
	check([]string{"name"})
	for i := range r.project.Containers {
		c := &r.project.Containers[i]
		check(c.At, c.Service)
	}
	for _, b := range r.project.Builds {
		check(b.At, b.Service)
	}
	for _, n := range r.project.Networks {
		check(n.At, n.Key)
	}
	for _, v := range r.project.Volumes {
		check(v.At, v.Key)
	}
	return ok
}

// fits reports a private file whose name is too long as an error.
func (r *Rendering) fits(at []string, name string) {
	if len(name) > fileMax {
		r.scope.At(at...).Error(diag.Limit, fmt.Sprintf("the name of the file %.40s… would have %d bytes, and the limit is %d", name, len(name), fileMax),
			"give it a shorter name")
	}
}
