package cli

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// build makes the unit that sees to an image that can be built: where it is missing it is pulled, and built when that fails;
// with pull_policy: build it is built at every start. The containers that use the image wait for it.
func (r *rendering) build(b *model.Build) {
	at := b.At
	r.approximated(inexact(r.engine.Builds, b), at)
	head := r.head("build "+b.Service, b.At[:2]...)
	r.afterEngine(&head)
	head.Unlimited = true
	for _, service := range b.After {
		head.Wants = append(head.Wants, unit.Units(r.names.Build(service)))
		head.After = append(head.After, unit.Units(r.names.Build(service)))
	}
	for _, p := range b.HostPaths {
		head.Mounts = append(head.Mounts, unit.MountPath(p))
	}
	if r.options.ConfigDir != "" {
		head.Mounts = append(head.Mounts, unit.MountPath(r.options.ConfigDir))
	}
	name := r.claim(r.names.Build(b.Service), at...)
	groups := append(r.buildPrivate(b, at), lines(emit(r.engine.Builds, b))...)
	args, passed := r.buildArgs(b, append(slices.Clip(at), "args"))
	groups = append(groups, args...)
	if r.generates(BuildKind) {
		r.buildSource(b, name, head, groups, at)
		return
	}
	view := templates.OneshotView{Head: head, Client: r.client()}
	when := unit.Literal("missing")
	if b.Always {
		when = unit.Literal("always")
	}
	script := append([][]unit.Value{r.script("build", when, unit.Word(b.Tags[0]))}, passed...)
	groups = append(script, groups...)
	groups = append(groups, []unit.Value{unit.Word(b.Context)})
	view.Start = append(r.fetch(b), templates.Exec{Command: unit.Command(unit.Plain, groups...)})
	r.add(name, templates.Oneshot, view, at...)
}

// buildPrivate are the flags whose values are files of ours.
func (r *rendering) buildPrivate(b *model.Build, at []string) [][]unit.Value {
	var groups [][]unit.Value
	if b.Inline != nil {
		r.private(append(at, "dockerfile_inline"), b.Inline.Key, []byte(b.Inline.Content))
		groups = append(groups, []unit.Value{unit.Literal("--file"), r.privateWord(b.Inline.Key)})
	}
	for _, s := range b.Secrets {
		if s.File == nil {
			groups = append(groups, unit.Words("--secret", Comma("id="+s.ID, "src="+s.Source)))
			continue
		}
		r.private(append(at, "secrets"), s.File.Key, []byte(s.File.Content))
		groups = append(groups, []unit.Value{unit.Literal("--secret"),
			unit.Concat(unit.Word(Comma("id="+s.ID, "src=")), r.privateWord(s.File.Key))})
	}
	return groups
}

// buildArgs passes build arguments so that no value is in a unit or on a command line: in a file that the client itself
// reads, where it does; else the script sets them for the client alone, from a private file that it is given (passed). A
// name that would steer the client then is refused.
func (r *rendering) buildArgs(b *model.Build, of []string) (groups, passed [][]unit.Value) {
	var byFile, byClient []model.Variable
	for _, arg := range b.Args {
		at := append(slices.Clip(of), arg.Name)
		switch {
		case r.engine.ArgFile && lineInexact(arg) == "":
			byFile = append(byFile, arg)
		case shellNumber(arg):
			groups = append(groups, unit.Words("--build-arg", arg.Name+"="+arg.Value))
		case r.generates(BuildKind):
			r.scope.At(at...).Error(diag.Unsafe, "a multi-line build argument cannot be passed to the engine in a file",
				"use a build secret, or a file in the build context")
		case !variable.MatchString(arg.Name):
			r.scope.At(at...).Error(diag.Unsafe, "the engine's client takes an argument of this name only from its command line, which every user of the host can read",
				"give it a name of letters, digits and _")
		case !passable(arg):
			r.scope.At(at...).Error(diag.Unsafe, "a program that builds the image on the host reads a variable of this name itself and would act on it",
				"give the build argument another name")
		default:
			byClient = append(byClient, arg)
			groups = append(groups, unit.Words("--build-arg", arg.Name))
		}
	}
	if len(byFile) > 0 {
		name := partName(b.Service, "build.args")
		r.private(of, name, envText(byFile))
		groups = append(groups, []unit.Value{unit.Literal("--build-arg-file"), r.privateWord(name)})
	}
	if len(byClient) > 0 {
		name := partName(b.Service, "build.env")
		r.private(of, name, passedText(byClient))
		passed = [][]unit.Value{{unit.Literal("--lines"), r.privateWord(name)}}
	}
	return groups, passed
}

// shellNumber reports whether an argument is a number that a shell keeps for itself, as UID: no secret, so that it may
// are on the command line.
func shellNumber(arg model.Variable) bool {
	return slices.Contains([]string{"UID", "EUID", "PPID"}, arg.Name) && arg.Value != "" && strings.Trim(arg.Value, "0123456789") == ""
}
