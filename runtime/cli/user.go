package cli

import "github.com/compose2unit/compose2unit/runtime/unit"

// client is the setting in a user's units that tells the engine's client where the user's engine answers. Without it the
// client would ask the system's engine, or whichever the user's own configuration names just then.
func (r *Rendering) client() unit.Value {
	if !r.options.User || r.engine.UserClient == (Word{}) {
		return unit.Value{}
	}
	return r.Value(r.engine.UserClient)
}
