package cli

import (
	"strings"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/model"
)

// objectSource makes the file of a network or volume. Its unit does not stay active, so that every start of a container
// looks again whether the object is there (see network). The generator's command silently keeps an existing one.
// So `renew` removes a network with another definition before, and `ensure` reports such a volume after.
func (r *rendering) objectSource(o object, unitName string, head templates.Head, flags []Flag, at []string) {
	all := []Said{say("name", "--name", o.name)}
	for _, flag := range flags {
		all = append(all, Said{Flag: flag, Words: unit.Words(flag...)})
	}
	look := templates.Directive{Key: unit.Key("ExecStartPost"), Value: command(unit.Plain, r.script("ensure", o.words()...), nil)}
	if o.kind == NetworkKind {
		renew := r.script("renew", unit.Literal("%n"), unit.Word(o.key), unit.Word(o.name), unit.Word(o.hash))
		look = templates.Directive{Key: unit.Key("ExecStartPre"), Value: command(unit.Plain, renew, nil)}
	}
	r.addSource(o.kind, unitName, head, all, []templates.Directive{look}, at)
}

// buildSource makes the file of a build. The generator builds at every start; conditions keep it from that: the image is
// pulled first, and built where it is absent then. With pull_policy: build there is no condition.
func (r *rendering) buildSource(b *model.Build, unitName string, head templates.Head, groups [][]unit.Value, at []string) {
	var all []Said
	for _, words := range groups {
		var flag Flag
		for _, w := range words {
			flag = append(flag, w.String())
		}
		all = append(all, Said{Flag: flag, Words: words})
	}
	all = append(all, say("build.context", "", b.Context))
	var service []templates.Directive
	if !b.Always {
		absent := templates.Exec{Command: command(unit.Plain, r.script("absent", unit.Word(b.Tags[0])), nil)}
		for _, condition := range append(r.fetch(b), absent) {
			service = append(service, templates.Directive{Key: unit.Key("ExecCondition"), Value: condition.Command})
		}
	}
	r.addSource(BuildKind, unitName, head, all, service, at)
}

func (r *rendering) addSource(kind Kind, unitName string, head templates.Head, flags []Said, service []templates.Directive, at []string) {
	source := r.engine.Generator.Print(kind, flags)
	stays := templates.Directive{Key: unit.Key("RemainAfterExit"), Value: unit.Literal("no")}
	r.add(sourceName(unitName, kind), templates.ObjectSource, templates.ObjectSourceView{
		Head: head, Kind: section(kind), Generator: source.Generator, Own: source.Own,
		Service: append(append([]templates.Directive{stays}, service...), source.Service...),
	}, at...)
}

// section is the name of a kind's own section.
func section(kind Kind) unit.Value {
	return unit.Key(strings.ToUpper(string(kind[:1])) + string(kind[1:]))
}
