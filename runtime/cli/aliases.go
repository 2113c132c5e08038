package cli

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// aliases checks the names that units get when they are enabled (Alias= of x-systemd), as [Rendering.Claim] checks those of their
// files: an alias would replace a unit of systemd or an engine just as well.
func (r *Rendering) aliases() {
	r.aliasesOf(r.names.Target(), r.project.Systemd)
	for i := range r.project.Containers {
		c := &r.project.Containers[i]
		r.aliasesOf(r.FileName(c), c.Systemd, c.At...)
	}
}

func (r *Rendering) aliasesOf(own string, keys []model.UnitKey, at ...string) {
	for _, k := range keys {
		if k.Section != "Install" || k.Key != "Alias" {
			continue
		}
		for _, name := range strings.Fields(k.Value) {
			where := r.scope.At(append(slices.Clone(at), k.At()...)...)
			if names.Foreign(name) {
				where.Error(diag.Collision, "the alias "+name+" belongs to systemd or an engine", "use another name")
			}
			other, taken := r.taken[name]
			switch {
			case !taken:
			case name == own:
				where.Error(diag.Collision, "the alias "+name+" is already the unit's own name", "remove it")
			case len(other) < 2:
				where.Error(diag.Collision, "the alias "+name+" is the name of a unit of the project itself", "use another name")
			default:
				where.Error(diag.Collision, "the alias "+name+" is the name of the unit of "+strings.Join(other, "."), "use another name")
			}
		}
	}
}
