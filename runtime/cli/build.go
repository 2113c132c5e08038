package cli

import (
	"regexp"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// build makes the unit that builds an image when it is missing, or at every start with pull_policy: build.
func (r *rendering) build(b *model.Build) {
	at := []string{"services", b.Service, "build"}
	if c := r.services[b.Service]; c != nil {
		at = append(r.path(c), "build")
	}
	r.approximated(inexact(r.engine.Builds, b), at)
	head := r.head("build " + b.Service)
	r.afterEngine(&head)
	for _, service := range b.After {
		if r.builds[service] {
			head.Wants = append(head.Wants, unit.Units(r.buildName(service)))
			head.After = append(head.After, unit.Units(r.buildName(service)))
		}
	}
	for _, p := range b.HostPaths {
		head.Mounts = append(head.Mounts, unit.MountPath(p))
	}
	if r.options.ConfigDir != "" {
		head.Mounts = append(head.Mounts, unit.MountPath(r.options.ConfigDir))
	}
	name := r.claim(r.buildName(b.Service), at...)
	groups := append(r.buildPrivate(b, at), lines(emit(r.engine.Builds, b))...)
	args, environment := r.buildArgs(b, at)
	groups = append(groups, args...)
	if r.generates(BuildKind) {
		r.buildSource(b, name, head, groups, environment, at)
		return
	}
	when := unit.Literal("missing")
	if b.Always {
		when = unit.Literal("always")
	}
	groups = append([][]unit.Value{r.script("build", when, unit.Word(b.Tags[0]))}, groups...)
	groups = append(groups, []unit.Value{unit.Word(b.Context)})
	r.add(name, templates.Oneshot, templates.OneshotView{
		Head: head, Client: r.client(), EnvironmentFile: environment, Start: []templates.Exec{{Command: unit.Command(unit.Plain, groups...)}},
	}, at...)
}

// buildPrivate are the flags whose values are files of ours.
func (r *rendering) buildPrivate(b *model.Build, at []string) [][]unit.Value {
	var groups [][]unit.Value
	if b.Inline != nil {
		r.private(append(at, "dockerfile_inline"), b.Inline.Key, []byte(b.Inline.Content))
		groups = append(groups, []unit.Value{unit.Literal("--file"), r.privateWord(b.Inline.Key)})
	}
	for _, s := range b.Secrets {
		source := unit.Word(s.Source)
		if s.File != nil {
			r.private(append(at, "secrets"), s.File.Key, []byte(s.File.Content))
			source = r.privateWord(s.File.Key)
		}
		groups = append(groups, []unit.Value{unit.Literal("--secret"),
			unit.Concat(unit.Word("id="+s.ID+",src="), source)})
	}
	return groups
}

// Names that the engine's client, the shell or the loader read themselves must not enter a unit's environment.
var (
	variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	steering = regexp.MustCompile(`^(DOCKER_.*|BUILDKIT_.*|BUILDX_.*|PODMAN_.*|CONTAINERS?_.*|LD_.*|PATH|HOME|IFS|ENV|PWD|TMPDIR|XDG_.*|NOTIFY_SOCKET|SHELL|USER|LOGNAME|INVOCATION_ID|JOURNAL_STREAM)$`)
)

// buildArgs passes build arguments through the unit's environment, so that no value stands in an argv, and says where
// that is. A name that would steer the client itself is refused there.
func (r *rendering) buildArgs(b *model.Build, at []string) (groups [][]unit.Value, environment unit.Value) {
	var text strings.Builder
	for _, arg := range b.Args {
		if !variable.MatchString(arg.Name) || steering.MatchString(arg.Name) {
			at := []string{"services", b.Service, "build", "args", arg.Name}
			r.report.Add(diag.Finding{Severity: diag.Warning, Code: diag.Partial, Pos: r.where(at...), Path: strings.Join(at, "."),
				Text: "the build's client would take this name for itself, so its value stands in the command line, where others can read it"})
			groups = append(groups, unit.Words("--build-arg", arg.Name+"="+arg.Value))
			continue
		}
		text.WriteString(assignment(arg))
		groups = append(groups, unit.Words("--build-arg", arg.Name))
	}
	if text.Len() > 0 {
		name := partName(b.Service, "build.env")
		r.private(append(at, "args"), name, []byte(text.String()))
		environment = r.privatePath(name)
	}
	return groups, environment
}
