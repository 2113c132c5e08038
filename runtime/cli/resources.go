package cli

import (
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/model"
)

// network writes the unit of a network. The unit does not stay active, so every start of a container that wants it checks
// the network again: one that was removed by hand is recreated, and so is one whose definition changed, once no container
// uses it (docker/compose pkg/compose/reconcile.go, reconcileNetworks).
func (r *Rendering) network(n *model.Network) {
	r.approximated(inexact(r.engine.Networks, n), n.At)
	r.objects().Network(r, r.object(Object{Kind: "network", Key: n.Key, Name: n.Name, Hash: n.Hash, At: n.At,
		Unit: r.Claim(r.names.Network(n.Key), n.At...), Flags: emitted(r, r.engine.Networks, n)}))
}

// volume does the same for a volume.
func (r *Rendering) volume(v *model.Volume) {
	r.approximated(inexact(r.engine.Volumes, v), v.At)
	r.objects().Volume(r, r.object(Object{Kind: "volume", Key: v.Key, Name: v.Name, Hash: v.Hash, At: v.At,
		Unit: r.Claim(r.names.Volume(v.Key), v.At...), Flags: emitted(r, r.engine.Volumes, v)}))
}

// object adds the head of its unit to an object.
func (r *Rendering) object(o Object) Object {
	o.Head = r.head(o.Kind+" "+o.Name, o.At...)
	r.afterEngine(&o.Head)
	o.Head.Unlimited = true // started by every start of a container
	return o
}

// afterEngine orders a unit after the engine's service, with Wants= and not Requires=: with live-restore the containers,
// and so their units, outlive the engine. The mount that holds the engine's data is required.
func (r *Rendering) afterEngine(head *templates.Head) {
	if r.engine.Unit != "" {
		want(head, r.engine.Unit)
	}
	if r.options.EngineRoot != "" {
		head.Mounts = append(head.Mounts, unit.MountPath(r.options.EngineRoot))
	}
}

// want makes a unit start others and wait for them.
func want(head *templates.Head, names ...string) {
	for _, name := range names {
		head.Wants = append(head.Wants, unit.Units(name))
		head.After = append(head.After, unit.Units(name))
	}
}
