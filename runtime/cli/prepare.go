package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// preparations are what happens before a container is started, in Compose's order: the image, the container, its
// further networks, the files copied into it, its pre_start steps.
func (r *rendering) preparations(c *model.Container, id identity) []templates.Exec {
	kept := []unit.Value{unit.Literal("--container"), id.container}
	out := append(r.external(c), r.pulls(c, id, kept)...)
	for i := range c.PreStart {
		out = append(out, r.pulls(&c.PreStart[i], id, kept)...)
	}
	out = append(out, r.create(c, id)...)
	for _, f := range c.Copies {
		out = append(out, templates.Exec{Command: command(unit.Plain, r.script("copy", id.container, r.copied(c, f), unit.Word(f.Target),
			unit.Word(fmt.Sprintf("%04o", f.Mode)), unit.Word(owner(f))), nil)})
	}
	return append(out, r.steps(c, id)...)
}

// external looks for networks and volumes that must be there and are never made.
func (r *rendering) external(c *model.Container) []templates.Exec {
	var out []templates.Exec
	check := func(kind, name unit.Value) {
		out = append(out, templates.Exec{Why: unit.Text("external: must exist, is never created"),
			Command: command(unit.Plain, r.script("ensure", unit.Literal("external"), kind, name), nil)})
	}
	for _, name := range c.ExternalNetworks {
		check(unit.Literal("network"), unit.Word(name))
	}
	for _, name := range c.ExternalVolumes {
		check(unit.Literal("volume"), unit.Word(name))
	}
	return out
}

// steps are a container's pre_start steps.
func (r *rendering) steps(c *model.Container, id identity) []templates.Exec {
	var out []templates.Exec
	for i := range c.PreStart {
		out = append(out, r.step(c, &c.PreStart[i], i, id))
	}
	return out
}

// owner is who gets a copied file.
func owner(f model.File) string {
	if f.AsUser {
		return "user"
	}
	return fmt.Sprintf("%d:%d", f.UID, f.GID)
}

// create is the line that makes the container, and those that connect its further networks: with the flags a person
// would type, or through the engine's API where a flag is missing (see runtime.Options.Create).
func (r *rendering) create(c *model.Container, id identity) []templates.Exec {
	c, sources := r.envOnTarget(c)
	why := inexact(r.engine.Containers, c)
	api := r.byAPI(why)
	if !api {
		r.approximated(why, c.At)
	}
	head := r.script("create")
	flags := []Flag{{"--hash", c.Hash}, {"--container", c.Name}, {"--image", c.Image}}
	if c.Platform != "" {
		flags = append(flags, Flag{"--platform", c.Platform})
	}
	if r.pulledByCreate(c) {
		flags = append(flags, Flag{"--pull", "missing"})
	}
	for _, v := range c.ImageVolumes {
		flags = append(flags, Flag{"--mounts", v.Target + "=" + v.Image})
	}
	if c.RestartUnhealthy && !r.watches(c) {
		flags = append(flags, Flag{"--unhealthy", "kill"})
	}
	groups := append([][]unit.Value{head}, lines(flags)...)
	for _, source := range sources {
		groups = append(groups, []unit.Value{unit.Literal("--env"), source})
	}
	if api {
		return r.createByAPI(c, id, groups, why)
	}
	if words := r.linesWords(c, partName(c.Service, "lines.env"), append(c.At, "environment")); words != nil {
		groups = append(groups, words)
	}
	rest := [][]unit.Value{{unit.Literal("--")}}
	for _, flag := range emit(r.engine.Containers, unhashed(c)) {
		words := r.flagWords(flag, c, envName(c), c.At)
		if isAnonymous(flag) {
			groups = append(groups, []unit.Value{unit.Literal("--anonymous"), words[1]})
		} else {
			rest = append(rest, words)
		}
	}
	made := templates.Exec{Command: unit.Command(unit.Plain, append(groups, rest...)...)}
	return append([]templates.Exec{made}, r.connects(c, id, 1)...)
}

// unhashed is the container without the label that the create script writes: env files that are read on the target are part
// of the definition.
func unhashed(c *model.Container) *model.Container {
	left := *c
	left.Config.Labels = slices.DeleteFunc(slices.Clone(c.Config.Labels), func(l model.Pair) bool { return l.Name == "com.docker.compose.config-hash" })
	return &left
}

// isAnonymous reports whether a flag mounts a volume that has no source. The create script gives it the one of a container
// that it replaces, and must not look for it among the arguments: a shell can change one of them only by copying all.
func isAnonymous(f Flag) bool {
	return len(f) == 2 && f[0] == "--mount" && (strings.HasPrefix(f[1], "type=volume,dst=") || strings.HasPrefix(f[1], `type=volume,"dst=`))
}

// byAPI decides how a container is made (-create).
func (r *rendering) byAPI(why []reason) bool {
	return r.engine.Body != nil && (r.options.Create == "api" || len(why) > 0 && r.options.Create != "flags")
}

// envFile is the word by which rules name the environment's private file; it is replaced by the file's real place.
const envFile = "\x00env"

// EnvFile is the value an engine's environment rule gives its flag.
func EnvFile() string { return envFile }

// runtimeDir is replaced by the manager's runtime directory.
const runtimeDir = "\x00runtime\x00"

// RuntimeDir is how a rule names the directory of sockets: /run, or the user's own.
func RuntimeDir() string { return runtimeDir }

// unitName is replaced by the name of the unit itself.
const unitName = "\x00unit\x00"

// UnitName is how a rule names the container's own unit.
func UnitName() string { return unitName }

// flagWords are a flag's words; the one that names the environment file also writes it.
func (r *rendering) flagWords(flag Flag, c *model.Container, env string, at []string) []unit.Value {
	words := unit.Words(flag...)
	for i, w := range flag {
		if w == envFile {
			r.private(at, env, envText(r.byFile(c.Env)))
			words[i] = r.privateWord(env)
		}
		if before, after, ok := strings.Cut(w, runtimeDir); ok {
			words[i] = unit.Concat(unit.Word(before), unit.Literal("%t"), unit.Word(after))
		}
		if before, ok := strings.CutSuffix(w, unitName); ok {
			words[i] = unit.Concat(unit.Word(before), unit.Literal("%n"))
		}
	}
	return words
}

// envText is a file in the engine's own format: one NAME=VALUE a line, verbatim (docker/cli pkg/kvfile).
func envText(vars []model.Variable) []byte {
	var b strings.Builder
	for _, v := range vars {
		b.WriteString(v.Name)
		if !v.Unset {
			b.WriteString("=" + v.Value)
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

// createByAPI writes the body of the create call, one for each replica, and the line that sends it.
func (r *rendering) createByAPI(c *model.Container, id identity, groups [][]unit.Value, why []reason) []templates.Exec {
	comment := "Created through the engine's API, as requested by -create."
	if len(why) > 0 {
		var attrs []string
		for _, w := range why {
			attrs = append(attrs, w.What)
		}
		comment = "Created through the engine's API: no flag for " + strings.Join(attrs, ", ") + "."
	}
	connected := r.body(bodyName(c), c, c.At)
	file := r.privateWord(bodyName(c))
	groups = append(groups, []unit.Value{unit.Literal("--api"), file})
	made := templates.Exec{Why: unit.Text(comment), Command: unit.Command(unit.Plain, groups...)}
	return append([]templates.Exec{made}, r.connects(c, id, connected)...)
}

// body writes a container for the engine's API, once for each replica, and says how many endpoints are in it.
func (r *rendering) body(name string, c *model.Container, at []string) (endpoints int) {
	write := func(name string, c *model.Container) {
		text, in, err := r.engine.Body(c)
		endpoints = in
		if err != nil {
			r.scope.At(at...).Error(diag.Unsafe, oneLine(err.Error()))
			return
		}
		r.private(at, name, text).Call = true
	}
	if c.Replicas <= 1 {
		write(name, c)
		return endpoints
	}
	for n := 1; n <= c.Replicas; n++ {
		replica := c.Replica(n)
		write(instance(name, n), &replica)
	}
	return endpoints
}

// connects are the lines for the networks the create call did not connect.
func (r *rendering) connects(c *model.Container, id identity, connected int) []templates.Exec {
	var out []templates.Exec
	if r.engine.Connect == nil {
		return nil
	}
	for i := connected; i < len(c.Endpoints); i++ {
		e := c.Endpoints[i]
		out = append(out, templates.Exec{Command: command(unit.Plain,
			r.script("connect", id.container, unit.Word(e.Network)), r.engine.Connect(e))})
	}
	return out
}
