package translate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// contexts orders a build after the builds whose images it uses (additional_contexts: service:x); if it is needed, so
// are they. A build that depends on itself is found like any other cycle.
func (b *building) contexts(one *builder) {
	for _, context := range one.Build.AdditionalContexts {
		name, is := strings.CutPrefix(context, types.ServicePrefix)
		other := b.of[name]
		if !is || other == nil {
			continue
		}
		if !slices.Contains(one.after, other) {
			one.after = append(one.after, other)
		}
		if one.needed && !other.needed {
			other.needed = true
			b.contexts(other)
		}
	}
}

// ambiguous warns about two builds that give different images the same name. Compose runs both at once and keeps the
// one that ends last; here they are built in the order of their services' names.
func (b *building) ambiguous(one *builder) {
	told := false
	for _, name := range one.names {
		for _, other := range b.by[name] {
			if other == one {
				break // the later ones report it themselves
			}
			if !one.needed || !other.needed {
				continue
			}
			if !told {
				b.sharedName(one, other, name)
			}
			told = true
			if !slices.Contains(one.after, other) && !other.reaches(one) {
				one.after = append(one.after, other)
			}
		}
	}
}

func (b *building) sharedName(one, other *builder, name string) {
	written, path := one.image, one.at("build")
	if name != one.names[0] {
		at := slices.IndexFunc(one.Build.Tags, func(tag string) bool { return sameImage(tag) == name })
		written, path = one.Build.Tags[at], one.at("build", "tags")
	} else if one.Image != "" {
		path = one.at("image")
	}
	b.find(diag.Warning, diag.Collision, path, fmt.Sprintf(
		"%s and %s build different images but both name them %s, so which one runs depends on the build order",
		strings.Join(other.path, "."), strings.Join(one.path, "."), written), "give each image a name of its own")
}

// reaches reports whether a build comes after another one.
func (one *builder) reaches(other *builder) bool {
	seen := map[*builder]bool{}
	var to func(*builder) bool
	to = func(at *builder) bool {
		return slices.ContainsFunc(at.after, func(next *builder) bool {
			if next == other {
				return true
			}
			again := seen[next]
			seen[next] = true
			return !again && to(next)
		})
	}
	return to(one)
}
