package host

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime/names"
)

// Recreation is a network whose definition changed: its unit recreates it once no container uses it (docker/compose
// pkg/compose/reconcile.go, planRecreateNetworks).
type Recreation struct {
	// Unit is the network's unit, Network its key in the Compose file.
	Unit, Network string
	// Restarts are the running units that use the network, sorted: they are restarted so that it can be recreated.
	Restarts []string
	// Users are foreign containers that prevent the network from being recreated, so that nothing is restarted for it.
	Users []string
}

// keep records that foreign containers use a network of Recreate: it is kept as it is, and nothing is restarted for it.
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

// networks returns the networks to recreate. Units that were stopped by hand, or are about to be stopped, are not
// restarted.
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

// Services returns the services of some units, named as in the Compose file; replicas have their number.
func Services(target string, units []string) []string {
	var out []string
	for _, name := range units {
		out = append(out, names.Key(target, name))
	}
	return out
}
