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

// move replaces restarts with a stop before the files change and a start afterwards. A restart would run the new ExecStop=,
// with the new engine's client, and the old engine's container would keep running and hold its ports. No network has to be
// recreated, because the new engine does not have any of the project yet.
func (p *Plan) move() {
	for _, list := range []*[]string{&p.Stop, &p.Start} {
		*list = append(*list, p.Restart...)
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	p.Restart, p.forNetworks, p.Recreate = nil, nil, nil
}
