package cli

import (
	"strings"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/model"
)

// build prepares the build of an image.
func (r *Rendering) build(b *model.Build) {
	r.approximated(inexact(r.engine.Builds, b), b.At)
	r.agents(b)
	head := r.head("build "+b.Service, b.At[:2]...)
	r.afterEngine(&head)
	head.Unlimited = true
	for _, service := range b.After {
		want(&head, r.names.Build(service))
	}
	for _, p := range b.HostPaths {
		head.Mounts = append(head.Mounts, unit.MountPath(p))
	}
	if r.options.ConfigDir != "" {
		head.Mounts = append(head.Mounts, unit.MountPath(r.options.ConfigDir))
	}
	name := r.Claim(r.names.Build(b.Service), b.At...)
	flags := append(r.buildPrivate(b), emit(r.engine.Builds, b)...)
	r.objects().Build(r, BuildObject{Build: b, Unit: name, Head: head, Flags: flags})
}

// agents warns about the keys that an SSH agent is to provide: the system's manager has none (buildkit
// session/sshforward/sshprovider, buildah pkg/sshagent: SSH_AUTH_SOCK).
func (r *Rendering) agents(b *model.Build) {
	for _, key := range b.SSH {
		if key.Value == "" && !r.options.User {
			r.scope.At(b.At...).At("ssh").Warn(diag.Runtime,
				"a unit of the system has no SSH agent, so the build fails unless a drop-in of "+r.names.Build(b.Service)+" sets SSH_AUTH_SOCK",
				"name a file with the key, "+key.Name+"=/path/of/key")
		}
	}
}

// buildPrivate returns the flags whose values are private files.
func (r *Rendering) buildPrivate(b *model.Build) []Flag {
	var flags []Flag
	if b.Inline != nil {
		r.private(append(b.At, "dockerfile_inline"), b.Inline.Key, []byte(b.Inline.Content))
		flags = append(flags, Flag{{Text: "--file"}, {Place: PrivateFile, File: b.Inline.Key}})
	}
	for _, s := range b.Secrets {
		if s.File == nil {
			flags = append(flags, Line("--secret", Comma("id="+s.ID, "src="+s.Source)))
			continue
		}
		r.private(append(b.At, "secrets"), s.File.Key, []byte(s.File.Content))
		flags = append(flags, Flag{{Text: "--secret"}, {Text: Comma("id="+s.ID, "src="), Place: PrivateFile, File: s.File.Key}})
	}
	return flags
}

// BuildArgs passes build arguments so that no secret appears in a unit or on a command line: in a file that the client
// itself reads, if it supports one. For an argument that no file can carry, pass decides: an accepted one is named in flags
// and returned.
func (r *Rendering) BuildArgs(b *model.Build, pass func(model.Variable) bool) (flags []Flag, passed []model.Variable) {
	var byFile []model.Variable
	for _, arg := range b.Args {
		switch {
		case r.engine.ArgFile && lineInexact(arg) == "":
			byFile = append(byFile, arg)
		case overt(arg):
			flags = append(flags, Line("--build-arg", arg.Name+"="+arg.Value))
		case pass(arg):
			passed = append(passed, arg)
			flags = append(flags, Line("--build-arg", arg.Name))
		}
	}
	if len(byFile) > 0 {
		name := partName(b.Service, "build.args")
		r.private(append(b.At, "args"), name, envText(byFile))
		flags = append(flags, Flag{{Text: "--build-arg-file"}, {Place: PrivateFile, File: name}})
	}
	return flags, passed
}

// byClient passes arguments in the client's environment, which the script sets from a private file. A name that would steer
// the client is rejected.
func (r *Rendering) byClient(b *model.Build) (flags []Flag, script []unit.Value) {
	flags, passed := r.BuildArgs(b, func(arg model.Variable) bool {
		at := append(b.At, "args", arg.Name)
		switch {
		case !variable.MatchString(arg.Name):
			r.scope.At(at...).Error(diag.Unsafe, "the engine's client takes an argument of this name only from its command line, which every user of the host can read",
				"give it a name of letters, digits and _")
			return false
		case !passable(arg):
			r.scope.At(at...).Error(diag.Unsafe, "a program that builds the image on the host reads a variable of this name itself and would act on it",
				"give the build argument another name")
			return false
		}
		return true
	})
	if len(passed) == 0 {
		return flags, nil
	}
	name := partName(b.Service, "build.env")
	r.private(append(b.At, "args"), name, passedText(passed))
	return flags, []unit.Value{unit.Literal("--lines"), r.privateWord(name)}
}

// overt reports whether an argument that the environment cannot carry may appear on the command line, because it is not a
// secret: a number that a shell reserves, such as UID, the version that its name promises, or a value that could hardly be shorter.
func overt(arg model.Variable) bool {
	if !variable.MatchString(arg.Name) || !Steers(arg.Name) {
		return false
	}
	switch arg.Name {
	case "UID", "EUID", "PPID":
		return arg.Value == "" || strings.Trim(arg.Value, "0123456789") == ""
	}
	return trivial.MatchString(arg.Value) || strings.HasSuffix(arg.Name, "_VERSION") && version.MatchString(arg.Value)
}

var (
	trivial = lazyregexp.New(`^([0-9]|true|false)?$`)
	version = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$`)
)
