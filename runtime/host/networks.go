package host

import (
	"regexp"
	"slices"

	"github.com/compose2unit/compose2unit/runtime/names"
)

// Recreation is a network whose definition changed: its unit creates it again once no container uses it (docker/compose
// pkg/compose/reconcile.go, planRecreateNetworks).
type Recreation struct {
	// Unit is the network's, Network its key in the Compose file.
	Unit, Network string
	// Restarts are the units that run and have the network, sorted: they are restarted for its sake.
	Restarts []string
	// Users are containers of others that keep the network from being recreated, see [Plan.Keep].
	Users []string
}

// Keep reports whether containers of others use a network of Recreate: it stays as it is, and nothing is restarted for its sake.
func (p *Plan) Keep(network string, users []string) {
	for i := range p.Recreate {
		if p.Recreate[i].Network == network {
			p.Recreate[i].Users = users
		}
	}
	p.Restart = slices.DeleteFunc(p.Restart, func(name string) bool {
		return slices.Contains(p.forNetworks, name) && !slices.ContainsFunc(p.Recreate, func(r Recreation) bool {
			return len(r.Users) == 0 && slices.Contains(r.Restarts, name)
		})
	})
}

// What a unit or a source says of the network that it makes. The hash is what docker compose compares.
var (
	networkHash = regexp.MustCompile(`(?m)^\s*(?:--label |Label=)com\.docker\.compose\.config-hash=([0-9a-f]+)`)
	networkKey  = regexp.MustCompile(`(?m)^\s*(?:--label |Label=)com\.docker\.compose\.network=([^\s"']+)`)
)

// networks are the networks that are recreated. What was stopped by hand, or is about to be stopped, is not restarted.
func (d decision) networks(stop []string) []Recreation {
	var out []Recreation
	for _, f := range d.files {
		key := networkKey.FindSubmatch(f.New)
		if key == nil || !f.Unit() || f.Old == nil || !f.Restarts() || sameHash(f) {
			continue
		}
		r := Recreation{Unit: f.Name(), Network: string(key[1])}
		for _, user := range d.files {
			if user.New != nil && user.Unit() && slices.Contains(Names(user.New, "Unit", "Wants"), r.Unit) {
				r.Restarts = append(r.Restarts, d.running(user.Name())...)
			}
		}
		slices.Sort(r.Restarts)
		r.Restarts = slices.DeleteFunc(slices.Compact(r.Restarts), func(name string) bool { return slices.Contains(stop, name) })
		out = append(out, r)
	}
	return out
}

func sameHash(f File) bool {
	before, after := networkHash.FindSubmatch(f.Old), networkHash.FindSubmatch(f.New)
	return before == nil || after == nil || string(before[1]) == string(after[1])
}

// Services are the services of some units, as the Compose file names them; replicas have their number.
func Services(target string, units []string) []string {
	var out []string
	for _, name := range units {
		out = append(out, names.Key(target, name))
	}
	return out
}
