package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// afterStart runs the post_start hooks and, in the second half of a restart, restarts the services that requested it. A
// hook that fails is only reported: the container keeps running, as in Compose.
func (r *Rendering) afterStart(c *model.Container, id Identity) []templates.Exec {
	out := r.hooks(c, c.PostStart, "post_start", "start", id)
	var names []unit.Value
	for _, service := range c.RestartWith {
		for _, name := range r.UnitNames(service) {
			names = append(names, unit.Word(name))
		}
	}
	if len(names) > 0 {
		out = append(out, templates.Exec{Why: unit.Text("depends_on: restart: true"),
			Command: r.command(unit.Ignore, r.Script("restarted", append([]unit.Value{id.Container}, names...)...))})
	}
	return out
}

// beforeStop runs the pre_stop hooks and stops the container, unless the main process does that. The container is stopped even if
// a hook fails; otherwise systemd would kill it.
func (r *Rendering) beforeStop(c *model.Container, id Identity) []templates.Exec {
	hooks := r.hooks(c, c.PreStop, "pre_stop", "stop", id)
	if r.engine.Main == Follow {
		return hooks
	}
	return append(hooks, r.Run("stop", append(dependents(c), id.Unit, id.Container)...))
}

// dependents returns the flag of what stops a container whose dependents requested to be restarted with it.
func dependents(c *model.Container) []unit.Value {
	if len(c.RestartWith) == 0 {
		return nil
	}
	return []unit.Value{unit.Literal("--dependents")}
}

// hooks returns the commands that run the hooks of an attribute, post_start or pre_stop.
func (r *Rendering) hooks(c *model.Container, hooks []model.Hook, attr, when string, id Identity) []templates.Exec {
	var out []templates.Exec
	for i, h := range hooks {
		name := func(suffix string) string { return partName(c.Service, "hook-%s-%d%s", when, i+1, suffix) }
		passed, env := r.hookEnv(c, h, []string{attr, strconv.Itoa(i)}, name)
		words := append(passed, unit.Word(when), id.Unit, id.Container, unit.Number(int64(i+1)))
		groups := append([][]unit.Value{r.Script("hook", words...)}, r.lines(hookFlags(h))...)
		groups = append(groups, env...)
		groups = append(groups, []unit.Value{id.Container}, unit.Words(h.Command...))
		out = append(out, templates.Exec{Command: unit.Command(unit.Ignore, groups...)})
	}
	return out
}

// hookFlags returns the flags of exec, which are the same for every engine.
func hookFlags(h model.Hook) []Flag {
	var flags []Flag
	if h.User != "" {
		flags = append(flags, Line("--user", h.User))
	}
	if h.Privileged {
		flags = append(flags, Line("--privileged"))
	}
	if h.WorkingDir != "" {
		flags = append(flags, Line("--workdir", h.WorkingDir))
	}
	return flags
}

// hookEnv writes the variables of a hook into private files. It returns the options of the script and the flags of exec for them.
// at is the place of the hook in its service, name returns the name of a file of it.
func (r *Rendering) hookEnv(c *model.Container, h model.Hook, at []string, name func(suffix string) string) (words []unit.Value, flags [][]unit.Value) {
	var inFile, byClient []model.Variable
	for _, v := range h.Env {
		scope := r.scope.At(slices.Concat(c.At, at, []string{"environment", v.Name})...)
		switch why := lineInexact(v); {
		case why == "":
			inFile = append(inFile, v)
		case ByClient(v):
			byClient = append(byClient, v)
			flags = append(flags, []unit.Value{unit.Literal("--env"), unit.Word(v.Name)})
		case v.Unset && r.engine.ExecKeeps:
			scope.Warn(diag.Partial, "the engine cannot remove a variable for a hook: it gets the container's "+v.Name+", if there is one",
				"write "+v.Name+": \"\" for an empty value, or unset it in the hook's command")
		case v.Unset && !Steers(v.Name):
			words = append(words, unit.Literal("--without"), unit.Word(v.Name))
			flags = append(flags, []unit.Value{unit.Literal("--env"), unit.Word(v.Name)})
		default:
			scope.Error(diag.Unsafe, "a hook's variables are in an env file, which cannot represent "+why, "set it in the hook's command")
		}
	}
	if len(byClient) > 0 {
		lines := name("-lines.env")
		r.private(c.At, lines, passedText(byClient))
		words = append(words, unit.Literal("--lines"), r.privateWord(lines))
	}
	if len(inFile) > 0 {
		env := name(".env")
		r.private(c.At, env, envText(inFile))
		flags = append(flags, []unit.Value{unit.Literal("--env-file"), r.privateWord(env)})
	}
	return words, flags
}

// EnvInexact lists what an engine's env file cannot express of an environment (docker/cli pkg/kvfile/kvfile.go).
func EnvInexact(vars []model.Variable) []string {
	var out []string
	for _, v := range vars {
		if why := lineInexact(v); why != "" && !slices.Contains(out, why) {
			out = append(out, why)
		}
	}
	return out
}

// lineInexact returns why a variable cannot be a line of an env file, or "".
func lineInexact(v model.Variable) string {
	const lineMax = 64<<10 - 2 // bufio.Scanner's
	switch {
	case v.Unset:
		return "a variable that is removed"
	case strings.ContainsAny(v.Value, "\n\r\x00"):
		return "a value of several lines"
	case len(v.Name)+len(v.Value) > lineMax:
		return "a value over 64 KiB"
	case v.Name == "" || strings.ContainsAny(v.Name, " \t\n\r\v\f\u0085\u00a0=") || v.Name[0] == '#':
		return "a name with a blank"
	case strings.HasPrefix(v.Name, "\ufeff"):
		return "a name that begins with a byte order mark"
	}
	return ""
}

// step returns the line that runs one pre_start step, a container of its own.
func (r *Rendering) step(c, step *model.Container, number int, id Identity) templates.Exec {
	words := append(r.linesWords(step, stepName(c, number, "-lines.env"), step.At),
		id.Unit, id.Container, unit.Number(int64(number+1)))
	if c.Replicas > 1 {
		words = append([]unit.Value{unit.Literal("--of"), unit.Number(int64(c.Replicas))}, words...)
	}
	groups := [][]unit.Value{r.Script("step", words...)}
	unnamed := *step
	unnamed.Name = "" // as in Compose; the engine picks a name
	unnamed.Replicas = c.Replicas
	unnamed.Host.VolumesFrom = slices.Clone(step.Host.VolumesFrom)
	for i, from := range unnamed.Host.VolumesFrom {
		if from == containerNames(c)[0] {
			unnamed.Host.VolumesFrom[i] = c.Name // a replica's steps use that replica's volumes
		}
	}
	step = &unnamed
	why := inexact(r.engine.Containers, step)
	if len(step.Endpoints) > 1 && r.engine.Connect != nil {
		why = append(why, reason{"networks", runtime.Loss{What: "a second network of a container that is started at once"}})
	}
	if r.byAPI(why) {
		groups = append(groups, r.stepBody(c, step, number))
	} else {
		r.approximated(why, step.At)
		for _, e := range r.containerFlags(step, stepName(c, number, ".env")) {
			groups = append(groups, e.Values)
		}
	}
	return templates.Exec{Why: unit.Text(fmt.Sprintf("pre_start, step %d", number+1)), Command: unit.Command(unit.Plain, groups...)}
}

// stepBody writes the API call that creates a step and returns the arguments that name it.
func (r *Rendering) stepBody(c, step *model.Container, number int) []unit.Value {
	name := stepName(c, number, replicaPart(c)+".json")
	r.body(name, step)
	words := []unit.Value{unit.Literal("--api"), r.privateWord(name)}
	if step.Platform != "" {
		words = append(words, unit.Word(step.Platform))
	}
	return words
}
