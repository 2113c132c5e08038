package cli

import "github.com/compose2unit/compose2unit/runtime/unit"

// client returns the setting in a user's units that gives the engine's client the address of the user's engine. Without it
// the client would use the system's engine, or whichever one the user's configuration currently selects.
func (r *Rendering) client() unit.Value {
	if !r.options.User || r.engine.UserClient == (Word{}) {
		return unit.Value{}
	}
	return r.Value(r.engine.UserClient)
}
