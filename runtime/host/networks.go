package host

import (
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
	// Users are containers of others that keep the network from being recreated, so that nothing is restarted for it.
	Users []string
}

// keep notes that containers of others use a network of Recreate: it stays as it is, and nothing is restarted for its sake.
func (p *Plan) keep(network string, users []string) {
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

// networks are the networks that are recreated. What was stopped by hand, or is about to be stopped, is not restarted.
func (d decision) networks(stop []string) []Recreation {
	var out []Recreation
	for _, f := range d.files {
		key, hash := d.network(f.New)
		if key == "" || !f.Unit() || f.Old == nil || !f.Restarts() {
			continue
		}
		if _, before := d.network(f.Old); before == "" || hash == "" || before == hash {
			continue
		}
		r := Recreation{Unit: f.Name(), Network: key}
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

// Services are the services of some units, as the Compose file names them; replicas have their number.
func Services(target string, units []string) []string {
	var out []string
	for _, name := range units {
		out = append(out, names.Key(target, name))
	}
	return out
}
