package cli

import (
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Generator is a systemd generator that an engine brings: at boot and at every daemon-reload it makes the units of
// containers, networks, volumes and builds from source files in a language of its own. The form then writes sources in
// place of these units, and what a project needs beside them (target, gates, timers) as usual.
type Generator struct {
	// Print says in the generator's language what the rules say in flags.
	Print func(Kind, []Said) Source
	// Makes reports whether the generator knows a kind; of what it does not, units are written.
	Makes func(Kind) bool
	// File is how a private file gets into a container: the name under which the script `keep` puts it aside for the
	// engine, and the flag that hands it on.
	File func(project string, f model.File) (name string, flag Flag)
}

// Kind is what a source is made of; its word is the suffix of the file's name.
type Kind string

// The kinds.
const (
	ContainerKind Kind = "container"
	NetworkKind   Kind = "network"
	VolumeKind    Kind = "volume"
	BuildKind     Kind = "build"
)

// Said is one flag of an object, the attribute whose rule made it, and its words as they must stand: a private file's
// place is in them, which the flag itself does not know.
type Said struct {
	Attr  string
	Flag  Flag
	Words []unit.Value
}

// Source is what a generator reads of one object.
type Source struct {
	// Own is the section of the object's kind, Service what must be in [Service] for it, Generator what the generator
	// itself must be told.
	Own, Service, Generator []templates.Directive
}

// generates reports whether an object's file is a source.
func (r *rendering) generates(kind Kind) bool {
	return r.engine.Generator != nil && r.engine.Generator.Makes(kind)
}

// sourceName is the file that a unit is made of.
func sourceName(unitName string, kind Kind) string {
	stem := strings.TrimSuffix(unitName, ".service")
	if kind != ContainerKind {
		stem = strings.TrimSuffix(stem, "-"+string(kind))
	}
	return stem + "." + string(kind)
}

// said are all flags that the rules make.
func said[S any](rules []runtime.Rule[S, Flag], of *S, words func(Flag) []unit.Value) []Said {
	var out []Said
	for _, rule := range rules {
		if rule.Emit == nil {
			continue
		}
		for _, flag := range rule.Emit(of) {
			out = append(out, Said{rule.Attr, flag, words(flag)})
		}
	}
	return out
}

// say is a flag of the form's own.
func say(attr string, words ...string) Said { return Said{attr, words, unit.Words(words...)} }
