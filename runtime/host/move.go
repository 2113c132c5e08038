package host

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime"
)

// moves reports whether the installed units are those of another engine.
func (d *deployment) moves() bool {
	was := d.edits.MadeFor
	if was == "" || was == d.Runtime {
		return false
	}
	at := slices.IndexFunc(d.options.Runtimes, func(rt runtime.Operated) bool { return rt.Name() == was })
	return at < 0 || d.options.client(d.options.Runtimes[at]).Program() != d.client.Program()
}

// move stops the units that would be restarted before their files change, and starts them afterwards. A restart would run
// ExecStop= of the new text, with the new engine's client, and the old engine's container would keep running, with its
// ports. The new engine does not yet have a network of the project that would have to be recreated.
func (p *Plan) move() {
	for _, list := range []*[]string{&p.Stop, &p.Start} {
		*list = append(*list, p.Restart...)
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	p.Restart, p.forNetworks, p.Recreate = nil, nil, nil
}
