package quadlet

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// kind is the kind of a source file; its value is the suffix of the file name.
type kind string

// The kinds.
const (
	containerKind kind = "container"
	networkKind   kind = "network"
	volumeKind    kind = "volume"
	buildKind     kind = "build"
)

// section returns the name of a kind's own section.
func (k kind) section() unit.Value {
	return unit.Key(strings.ToUpper(string(k[:1])) + string(k[1:]))
}

// sourceName returns the name of the file from which a unit is generated.
func sourceName(unitName string, k kind) string {
	stem := strings.TrimSuffix(unitName, ".service")
	if k != containerKind {
		stem = strings.TrimSuffix(stem, "-"+string(k))
	}
	return stem + "." + string(k)
}

// sources writes the files from which Quadlet generates units; where Quadlet lacks a kind, [cli.Units] are written.
type sources struct {
	cli.Units
	version version
	user    bool
}

// generator returns settings of the generator itself. By default it makes every user unit wait for the system's
// network-online.target, which takes a minute and a half if nothing on the system wants that target
// (podman-user-wait-network-online.service, since 5.3). System units name what they wait for anyway.
func (s sources) generator() []templates.Directive {
	if !s.user || s.version < 503 {
		return nil
	}
	return []templates.Directive{{Key: unit.Key("DefaultDependencies"), Value: unit.Literal("false")}}
}

// Network writes the source file of a network.
func (s sources) Network(r *cli.Rendering, o cli.Object) { s.object(r, networkKind, o) }

// Volume writes the source file of a volume.
func (s sources) Volume(r *cli.Rendering, o cli.Object) { s.object(r, volumeKind, o) }

// object writes the source file of a network or volume. Its unit does not stay active, so that every start of a container
// checks again that the object exists. The generator's command silently keeps an existing one. So `renew` first removes a
// network with a different definition, and `ensure` reports such a volume afterwards.
func (s sources) object(r *cli.Rendering, k kind, o cli.Object) {
	look := templates.Directive{Key: unit.Key("ExecStartPost"), Value: r.Run("ensure", o.Words()...).Command}
	if k == networkKind {
		renew := r.Run("renew", unit.Literal("%n"), unit.Word(o.Key), unit.Word(o.Name), unit.Word(o.Hash))
		look = templates.Directive{Key: unit.Key("ExecStartPre"), Value: renew.Command}
	}
	flags := append([]cli.Emitted{r.Emit("name", cli.Line("--name", o.Name))}, o.Flags...)
	s.add(r, k, o.Unit, o.Head, flags, []templates.Directive{look}, o.At)
}

// Build writes the source file of a build, which Quadlet supports since podman 5.2. It builds at every start unless
// conditions prevent it: the image is pulled first, and built only if it is missing then. With pull_policy: build there is
// no condition.
func (s sources) Build(r *cli.Rendering, b cli.BuildObject) {
	if s.version < 502 {
		s.Units.Build(r, b)
		return
	}
	args, _ := r.BuildArgs(b.Build, func(arg model.Variable) bool {
		r.At(append(b.At, "args", arg.Name)...).Error(diag.Unsafe, "a multi-line build argument cannot be passed to the engine in a file",
			"use a build secret, or a file in the build context")
		return false
	})
	var flags []cli.Emitted
	for _, flag := range append(b.Flags, args...) {
		flags = append(flags, r.Emit("", flag))
	}
	flags = append(flags, r.Emit("build.context", cli.Line(b.Context)))
	var service []templates.Directive
	if !b.Always {
		for _, condition := range append(r.Fetch(b.Build), r.Run("absent", unit.Word(b.Tags[0]))) {
			service = append(service, templates.Directive{Key: unit.Key("ExecCondition"), Value: condition.Command})
		}
	}
	s.add(r, buildKind, b.Unit, b.Head, flags, service, b.At)
}

func (s sources) add(r *cli.Rendering, k kind, unitName string, head templates.Head, flags []cli.Emitted, service []templates.Directive, at []string) {
	page := s.print(k, flags)
	stays := templates.Directive{Key: unit.Key("RemainAfterExit"), Value: unit.Literal("no")}
	r.Add(sourceName(unitName, k), templates.ObjectSource, templates.ObjectSourceView{
		Head: head, Kind: k.section(), Generator: s.generator(), Own: page.own(),
		Service: slices.Concat([]templates.Directive{stays}, service, page.service),
	}, at...)
}
