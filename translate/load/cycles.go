package load

import (
	"maps"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// cycles refuses services and jobs that wait for each other, directly or indirectly. Every service and every dependency is
// visited once.
func (l *loading) cycles(p *types.Project) {
	c := &cycles{l: l, p: p, state: map[string]visit{}}
	for _, name := range slices.Sorted(maps.Keys(p.Services)) {
		c.enter(name)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Jobs)) {
		c.enter(name)
	}
}

// visit is the state of a service in the search.
type visit int

const (
	_ visit = iota
	busy
	done
)

// cycles is a depth-first search.
type cycles struct {
	l     *loading
	p     *types.Project
	state map[string]visit
	chain []string // the busy ones, in the order of the visit
}

func (c *cycles) enter(name string) {
	if c.state[name] != 0 {
		return
	}
	section, dependencies := "services", c.p.Services[name].DependsOn
	if _, isService := c.p.Services[name]; !isService {
		section, dependencies = "jobs", c.p.Jobs[name].DependsOn
	}
	c.state[name] = busy
	c.chain = append(c.chain, name)
	for _, dep := range slices.Sorted(maps.Keys(dependencies)) {
		if c.state[dep] != busy {
			c.enter(dep)
			continue
		}
		loop := append(c.chain[slices.Index(c.chain, dep):len(c.chain):len(c.chain)], dep)
		c.l.refuse(diag.Invalid, c.l.dependency([]string{section, name}, dep), "the services wait for each other: "+arrows(loop), "remove one of the dependencies")
	}
	c.chain = c.chain[:len(c.chain)-1]
	c.state[name] = done
}

// arrows formats a loop; of a long one, its beginning and its end.
func arrows(loop []string) string {
	const most = 20
	if len(loop) > most {
		loop = slices.Concat(loop[:most/2], []string{"…"}, loop[len(loop)-most/2:])
	}
	return strings.Join(loop, " -> ")
}
