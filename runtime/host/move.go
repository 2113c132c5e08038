package host

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime"
)

// moves reports whether the units that are there are those of another engine.
func (d *deployment) moves() bool {
	was := d.edits.MadeFor
	if was == "" || was == d.Runtime {
		return false
	}
	at := slices.IndexFunc(d.options.Runtimes, func(rt runtime.Operated) bool { return rt.Name() == was })
	return at < 0 || d.options.client(d.options.Runtimes[at]).Program() != d.client.Program()
}

// move stops what would be restarted before its file changes, and starts it afterwards. A restart would run the new text's
// ExecStop=, with the new engine's client, and the container of the old engine would go on running, with its ports. The new
// engine has no network of the project yet that would have to be recreated.
func (p *Plan) move() {
	for _, list := range []*[]string{&p.Stop, &p.Start} {
		*list = append(*list, p.Restart...)
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	p.Restart, p.forNetworks, p.Recreate = nil, nil, nil
}
