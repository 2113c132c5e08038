package cli

import (
	"strings"

	"github.com/compose2unit/compose2unit/runtime/unit"
)

// client is the setting in a user's units that tells the engine's client where the user's engine answers. Without it the
// client would ask the system's engine, or whichever the user's own configuration names just then.
func (r *rendering) client() unit.Value {
	before, after, ok := strings.Cut(r.engine.UserClient, runtimeDir)
	if !r.options.User || !ok {
		return unit.Value{}
	}
	return unit.Concat(unit.Word(before), unit.Literal("%t"), unit.Word(after))
}
