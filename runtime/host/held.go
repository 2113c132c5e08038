package host

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime/names"
)

// holding returns the units that systemd starts only after one of retried has started, each with the unit it waits for.
// Retried are units whose start failed and which systemd restarts automatically (Restart=): the running one-shots that are
// ordered after such a unit are the gates of its conditions, and run until it has started; the units ordered after those
// have not begun. The start of a unit that is not held ends without them.
func holding(files []File, states []State, retried []string) map[string]string {
	var units []ordered
	for _, s := range states {
		at := slices.IndexFunc(files, func(f File) bool { return f.Unit() && (f.Name() == s.Name || names.Instance(s.Name, f.Name())) })
		if at >= 0 {
			text := files[at].New
			units = append(units, ordered{s, Names(text, "Unit", "After"), slices.Equal(Names(text, "Service", "Type"), []string{"oneshot"})})
		}
	}
	held := map[string]string{}
	for grown := true; grown; {
		grown = false
		for _, u := range units {
			if unit := u.blocked(retried, held); held[u.Name] == "" && unit != "" {
				held[u.Name], grown = unit, true
			}
		}
	}
	return held
}

// ordered is a unit, with the units it is ordered after.
type ordered struct {
	State
	after   []string
	oneshot bool
}

// blocked returns which of retried the unit waits for, or "".
func (u ordered) blocked(retried []string, held map[string]string) string {
	for _, before := range u.after {
		if u.oneshot && u.Active == "activating" && slices.Contains(retried, before) {
			return before
		}
		if !u.Up() && held[before] != "" {
			return held[before]
		}
	}
	return ""
}
