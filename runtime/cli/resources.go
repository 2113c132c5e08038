package cli

import (
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/model"
)

// network makes the unit that makes sure of a network. It does not stay active, so every start of a container that
// wants it looks again: a network that was removed by hand comes back, and one whose definition changed is created again
// once nobody uses it (docker/compose pkg/compose/reconcile.go, reconcileNetworks).
func (r *rendering) network(n *model.Network) {
	at := n.At
	r.approximated(inexact(r.engine.Networks, n), at)
	r.resource(object{NetworkKind, n.Key, n.Name, n.Hash}, r.claim(r.names.Network(n.Key), at...), emit(r.engine.Networks, n), at)
}

// volume is the same for a volume.
func (r *rendering) volume(v *model.Volume) {
	at := v.At
	r.approximated(inexact(r.engine.Volumes, v), at)
	r.resource(object{VolumeKind, v.Key, v.Name, v.Hash}, r.claim(r.names.Volume(v.Key), at...), emit(r.engine.Volumes, v), at)
}

// object is a network or a volume.
type object struct {
	kind            Kind
	key, name, hash string
}

func (r *rendering) resource(o object, unitName string, flags []Flag, at []string) {
	head := r.head(string(o.kind)+" "+o.name, at...)
	r.afterEngine(&head)
	head.Unlimited = true // every start of a container starts it
	if r.generates(o.kind) {
		r.objectSource(o, unitName, head, flags, at)
		return
	}
	ensure := r.script("ensure", o.words()...)
	if o.kind == NetworkKind {
		ensure = append(ensure, unit.Literal("%n"), unit.Word(o.key))
	}
	r.add(unitName, templates.Oneshot, templates.OneshotView{
		Head: head, Client: r.client(), Start: []templates.Exec{{Command: command(unit.Plain, ensure, flags)}},
	}, at...)
}

// words are how scripts know it.
func (o object) words() []unit.Value {
	return []unit.Value{unit.Word(string(o.kind)), unit.Word(o.name), unit.Word(o.hash)}
}

// afterEngine orders a unit after the engine's service. It wants it and does not require it: with live-restore the
// containers, and so their units, outlive the engine. The mount that holds the engine's data is required.
func (r *rendering) afterEngine(head *templates.Head) {
	if r.engine.Unit != "" {
		head.Wants = append(head.Wants, unit.Units(r.engine.Unit))
		head.After = append(head.After, unit.Units(r.engine.Unit))
	}
	if r.options.EngineRoot != "" {
		head.Mounts = append(head.Mounts, unit.MountPath(r.options.EngineRoot))
	}
}
