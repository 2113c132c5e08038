// Package graph draws a project: its services and jobs, their dependencies and the conditions they wait for, their
// networks, volumes, published ports and host paths, with the units' names.
//
// [Of] reads the model and [Graph.DOT], [Graph.Mermaid] and package svg print it. No value of an environment variable,
// secret, config, build argument, label or driver option is ever read here, nor a command: pictures are shared. All texts
// come from an untrusted Compose file and are printed as text only. The same project always gives the same bytes. Nothing
// here reads a file or depends on the operating system.
package graph

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Graph is the content of a picture of a project.
type Graph struct {
	Project string
	// Unit is the project's target.
	Unit string
	// Nodes are services and jobs in the model's order.
	Nodes []Node
	Edges []Edge
	// Networks and Volumes are the project's, sorted by key, then the external ones, sorted by name.
	Networks, Volumes []Object
}

// Node is a service, or a job.
type Node struct {
	Name, Unit, Image string
	Job               bool
	// OneShot is set for a service that others wait for to complete.
	OneShot  bool
	Replicas int
	// Facts are lines of text, in the order of their kinds.
	Facts []Fact
	// Networks are indices into [Graph.Networks], in the order in which they are connected.
	Networks []int
}

// Kind is the kind of a [Fact].
type Kind string

// The kinds, in the order in which they are shown.
const (
	Schedule Kind = "schedule"
	Build    Kind = "build"
	Step     Kind = "step"
	Port     Kind = "port"
	Network  Kind = "network"
	Host     Kind = "host"
	Volume   Kind = "volume"
)

// Fact is one line about a node.
type Fact struct {
	Kind Kind
	// From and To are the ends of a port or mount; the other kinds have only From.
	From, To string
	// ReadOnly marks a mount.
	ReadOnly bool
	// Unit is the unit that does it, if there is one.
	Unit string
	// Object is an index into [Graph.Volumes], or -1.
	Object int
}

// Text returns the fact as one line.
func (f Fact) Text() string {
	text := f.From
	if f.To != "" {
		text += " → " + f.To
	}
	if f.ReadOnly {
		text += " (ro)"
	}
	return text
}

// Edge is an entry of depends_on, or the equivalent: a shared namespace or shared volumes.
type Edge struct {
	// From waits for To; both are indices into [Graph.Nodes].
	From, To int
	// Condition is started, healthy or completed; Unit is the unit that waits for it.
	Condition, Unit string
	// Optional edges do not fail a start (required: false).
	Optional bool
}

// Object is a network or a volume.
type Object struct {
	Name string
	// Unit is the unit that creates it; an external one has none.
	Unit     string
	External bool
	// About describes its special properties: internal, a driver.
	About string
	// Users are indices into [Graph.Nodes].
	Users []int
}

// Of returns the graph of a project whose units are named by the scheme.
func Of(p *model.Project, scheme names.Scheme) *Graph {
	b := &builder{project: p, scheme: scheme, node: map[string]int{}, network: map[string]int{}, volume: map[string]int{}}
	b.out = Graph{Project: clean(p.Name), Unit: scheme.Target()}
	b.objects()
	for i := range p.Containers {
		b.node[p.Containers[i].Service] = i
	}
	for i := range p.Containers {
		b.add(i, &p.Containers[i])
	}
	for i := range p.Containers {
		b.edges(i, &p.Containers[i])
	}
	return &b.out
}

// builder builds a graph.
type builder struct {
	project *model.Project
	scheme  names.Scheme
	// node is the index of a service; network and volume are the indices of objects by the engine's name.
	node, network, volume map[string]int
	out                   Graph
}

// objects adds the networks and volumes; external ones are found in the containers that use them.
func (b *builder) objects() {
	for _, n := range b.project.Networks {
		var about []string
		if n.Internal {
			about = append(about, "internal")
		}
		if !n.Bridge() {
			about = append(about, n.Driver)
		}
		b.network[n.Name] = len(b.out.Networks)
		b.out.Networks = append(b.out.Networks, Object{Name: clean(n.Key), Unit: b.scheme.Network(n.Key), About: clean(strings.Join(about, ", "))})
	}
	for _, v := range b.project.Volumes {
		about := ""
		if v.Driver != "local" {
			about = v.Driver
		}
		b.volume[v.Name] = len(b.out.Volumes)
		b.out.Volumes = append(b.out.Volumes, Object{Name: clean(v.Key), Unit: b.scheme.Volume(v.Key), About: clean(about)})
	}
	var networks, volumes []string
	for i := range b.project.Containers {
		networks = append(networks, b.project.Containers[i].ExternalNetworks...)
		volumes = append(volumes, b.project.Containers[i].ExternalVolumes...)
	}
	external(networks, b.network, &b.out.Networks)
	external(volumes, b.volume, &b.out.Volumes)
}

func external(names []string, index map[string]int, objects *[]Object) {
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if _, known := index[name]; !known {
			index[name] = len(*objects)
			*objects = append(*objects, Object{Name: clean(name), External: true})
		}
	}
}

func (b *builder) add(i int, c *model.Container) {
	n := Node{Name: clean(c.Service), Unit: b.scheme.Service(c.Service), Image: clean(c.Image), Job: c.Kind == model.Job, Replicas: c.Replicas}
	if c.Replicas > 1 {
		n.Unit = b.scheme.Template(c.Service)
	}
	n.Facts = b.facts(c)
	for _, e := range c.Endpoints {
		if at, ok := b.network[e.Network]; ok {
			n.Networks = append(n.Networks, at)
			b.out.Networks[at].use(i)
		}
	}
	for _, f := range n.Facts {
		if f.Object >= 0 {
			b.out.Volumes[f.Object].use(i)
		}
	}
	b.out.Nodes = append(b.out.Nodes, n)
}

func (o *Object) use(node int) {
	if !slices.Contains(o.Users, node) {
		o.Users = append(o.Users, node)
	}
}

func (b *builder) edges(from int, c *model.Container) {
	for _, d := range c.After {
		to, ok := b.node[d.Service]
		if !ok {
			continue
		}
		word := d.Condition.String()
		if d.Condition == model.Completed {
			b.out.Nodes[to].OneShot = true
		}
		b.out.Edges = append(b.out.Edges, Edge{From: from, To: to, Condition: word, Unit: b.scheme.Gate(d.Service, word), Optional: !d.Required})
	}
}

// Shared returns the network that all nodes are on and no other one, or -1: it need not be shown at each node.
func (g *Graph) Shared() int {
	for i := range g.Nodes {
		if len(g.Nodes[i].Networks) != 1 || g.Nodes[i].Networks[0] != g.Nodes[0].Networks[0] {
			return -1
		}
	}
	if len(g.Nodes) == 0 {
		return -1
	}
	return g.Nodes[0].Networks[0]
}
