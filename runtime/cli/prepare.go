package cli

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// preparations returns the commands before a container is started, in Compose's order: the image, the container, its
// further networks, the files copied into it, its pre_start steps.
func (r *Rendering) preparations(c *model.Container, id Identity) []templates.Exec {
	kept := []unit.Value{unit.Literal("--container"), id.Container}
	out := append(r.External(c), r.Pulls(c, id, kept)...)
	for i := range c.PreStart {
		out = append(out, r.Pulls(&c.PreStart[i], id, kept)...)
	}
	out = append(out, r.create(c, id)...)
	out = append(out, r.copies(c, id)...)
	return append(out, r.Steps(c, id)...)
}

// External checks for networks and volumes that must exist and are never created.
func (r *Rendering) External(c *model.Container) []templates.Exec {
	var out []templates.Exec
	check := func(kind, name unit.Value) {
		out = append(out, templates.Exec{Why: unit.Text("external: must exist, is never created"),
			Command: r.command(unit.Plain, r.Script("ensure", unit.Literal("external"), kind, name))})
	}
	for _, name := range c.ExternalNetworks {
		check(unit.Literal("network"), unit.Word(name))
	}
	for _, name := range c.ExternalVolumes {
		check(unit.Literal("volume"), unit.Word(name))
	}
	return out
}

// Steps returns the commands of a container's pre_start steps.
func (r *Rendering) Steps(c *model.Container, id Identity) []templates.Exec {
	var out []templates.Exec
	for i := range c.PreStart {
		out = append(out, r.step(c, &c.PreStart[i], i, id))
	}
	return out
}

// create returns the line that creates the container, and those that connect its further networks: with the flags a person
// would type, or through the engine's API for what no flag can express (see runtime.Options.Create).
func (r *Rendering) create(c *model.Container, id Identity) []templates.Exec {
	c, sources := r.EnvOnTarget(c)
	why := inexact(r.engine.Containers, c)
	api := r.byAPI(why)
	if !api {
		r.approximated(why, c.At)
	}
	head := r.Script("create")
	flags := []Flag{Line("--hash", c.Hash), Line("--container", c.Name), Line("--image", c.Image)}
	if c.Platform != "" {
		flags = append(flags, Line("--platform", c.Platform))
	}
	if r.pulledByCreate(c) {
		flags = append(flags, Line("--pull", "missing"))
	}
	for _, v := range c.ImageVolumes {
		flags = append(flags, Line("--mounts", v.Target+"="+v.Image))
	}
	if c.RestartUnhealthy && !r.watches(c) {
		flags = append(flags, Line("--unhealthy", "kill"))
	}
	groups := append([][]unit.Value{head}, r.lines(flags)...)
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
	for _, e := range r.Flags(unhashed(c)) {
		if isAnonymous(e.Flag) {
			groups = append(groups, []unit.Value{unit.Literal("--anonymous"), e.Values[1]})
		} else {
			rest = append(rest, e.Values)
		}
	}
	made := templates.Exec{Command: unit.Command(unit.Plain, append(groups, rest...)...)}
	return append([]templates.Exec{made}, r.connects(c, id, 1)...)
}

// unhashed returns the container without the label that the create script sets itself: env files that are read on the
// target are part of the definition.
func unhashed(c *model.Container) *model.Container {
	left := *c
	left.Config.Labels = slices.DeleteFunc(slices.Clone(c.Config.Labels), func(l model.Pair) bool { return l.Name == "com.docker.compose.config-hash" })
	return &left
}

// isAnonymous reports whether a flag mounts a volume without a source. The create script passes it the volume of the
// container that is replaced, and must not search for it among its arguments: a shell can change one of them only by
// copying all.
func isAnonymous(f Flag) bool {
	return len(f) == 2 && f[0].Text == "--mount" && (strings.HasPrefix(f[1].Text, "type=volume,dst=") || strings.HasPrefix(f[1].Text, `type=volume,"dst=`))
}

// byAPI reports whether a container is created through the API (-create).
func (r *Rendering) byAPI(why []reason) bool {
	return r.engine.Body != nil && (r.options.Create == "api" || len(why) > 0 && r.options.Create != "flags")
}

// Flags returns the flags of a container that the rules emit; it writes the env file that one of them names.
func (r *Rendering) Flags(c *model.Container) []Emitted { return r.containerFlags(c, envName(c)) }

// containerFlags returns the flags of a container, or of a step, whose env file is env.
func (r *Rendering) containerFlags(c *model.Container, env string) []Emitted {
	var rules []ContainerRule
	for _, rule := range r.engine.Containers {
		if emit := rule.Emit; emit != nil {
			rule.Emit = func(c *model.Container) []Flag { return r.withEnvFile(emit(c), c, env) }
		}
		rules = append(rules, rule)
	}
	return emitted(r, rules, c)
}

// withEnvFile writes the env file if a flag names it.
func (r *Rendering) withEnvFile(flags []Flag, c *model.Container, env string) []Flag {
	for _, flag := range flags {
		for i, word := range flag {
			if word.Place == EnvFile {
				r.private(c.At, env, envText(r.byFile(c.Env)))
				flag[i].Place, flag[i].File = PrivateFile, env
			}
		}
	}
	return flags
}

// envText returns a file in the engine's own format: one NAME=VALUE per line, verbatim (docker/cli pkg/kvfile).
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

// createByAPI writes the body of the create call, one for each replica, and returns the line that sends it.
func (r *Rendering) createByAPI(c *model.Container, id Identity, groups [][]unit.Value, why []reason) []templates.Exec {
	comment := "Created through the engine's API, as requested by -create."
	if len(why) > 0 {
		var attrs []string
		for _, w := range why {
			attrs = append(attrs, w.What)
		}
		comment = "Created through the engine's API: no flag for " + strings.Join(attrs, ", ") + "."
	}
	connected := r.body(bodyName(c), c)
	file := r.privateWord(bodyName(c))
	groups = append(groups, []unit.Value{unit.Literal("--api"), file})
	made := templates.Exec{Why: unit.Text(comment), Command: unit.Command(unit.Plain, groups...)}
	return append([]templates.Exec{made}, r.connects(c, id, connected)...)
}

// body writes the API call that creates a container, one for each replica, and returns how many endpoints it includes.
func (r *Rendering) body(name string, c *model.Container) (endpoints int) {
	write := func(name string, c *model.Container) {
		text, in, err := r.engine.Body(c)
		endpoints = in
		if err != nil {
			r.scope.At(c.At...).Error(diag.Unsafe, oneLine(err.Error()))
			return
		}
		r.private(c.At, name, text).Call = true
	}
	if c.Replicas <= 1 {
		write(name, c)
		return endpoints
	}
	for n := 1; n <= c.Replicas; n++ {
		replica := c.Replica(n)
		write(model.Numbered(name, n), &replica)
	}
	return endpoints
}

// connects returns the lines for the networks that the create call did not connect.
func (r *Rendering) connects(c *model.Container, id Identity, connected int) []templates.Exec {
	var out []templates.Exec
	if r.engine.Connect == nil {
		return nil
	}
	for i := connected; i < len(c.Endpoints); i++ {
		e := c.Endpoints[i]
		out = append(out, templates.Exec{Command: r.command(unit.Plain,
			r.Script("connect", id.Container, unit.Word(e.Network)), r.engine.Connect(e)...)})
	}
	return out
}
