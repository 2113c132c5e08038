package quadlet

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Container writes the source file of a container. The generated unit recreates the container at every start and removes it
// at every stop, so there is no `create`; it starts the container itself, so there is no `run`. The state that systemd and
// the other units need is recorded by `fresh`, `started` and `ended`.
func (s sources) Container(r *cli.Rendering, c *model.Container) {
	name, id := r.Claim(r.FileName(c), c.At...), r.Identify(c)
	bare, files := r.EnvOnTarget(c)
	r.Approximate(bare)
	read, values, forget := readOnTarget(r, c, files)
	flags := append(r.Flags(bare), r.Emit("pull_policy", cli.Line("--pull", nativePull(c))))
	pre := []templates.Exec{r.Run("fresh", id.Container)}
	pre = append(pre, read...)
	pre = append(pre, r.Paths(c)...)
	pre = append(pre, r.External(c)...)
	pre = append(pre, provided(r, c, id)...)
	pre = append(pre, sourcePulls(r, c, id)...)
	for _, f := range c.Copies {
		key, flag := secret(r.Project().Name, f)
		r.Keep(key)
		pre = append(pre, r.Run("keep", unit.Word(key), r.Copied(c, f)))
		flags = append(flags, r.Emit(f.Kind+"s.**", flag))
	}
	page := s.print(containerKind, append(flags, values...))
	life := r.Life(c, id)
	life.Pre = r.Conditions(c, id, append(pre, r.Steps(c, id)...))
	life.Post = slices.Concat([]templates.Exec{r.Run("started", id.Unit, id.Container)}, forget, life.Post)
	life.Ended = slices.Concat(forget, life.Ended)
	life.Raw = append(page.service, life.Raw...)
	if r.Awaits(c.Service, model.Completed) {
		life.Ended = append([]templates.Exec{r.Run("exited", id.Container)}, life.Ended...)
	}
	joined(r, &life, c, id)
	r.Add(sourceName(name, containerKind), templates.ContainerSource,
		templates.ContainerSourceView{Generator: s.generator(), Own: page.own(), Life: life}, c.At...)
}

// readOnTarget adds commands that read the env files on the target before the container is created, into a file from which
// the engine takes the values, and that remove the file afterwards, whether the start succeeded or failed.
func readOnTarget(r *cli.Rendering, c *model.Container, files []unit.Value) (read []templates.Exec, values []cli.Emitted, forget []templates.Exec) {
	if len(files) == 0 {
		return nil, nil, nil
	}
	file := cli.Word{Place: cli.RuntimeDir, Rest: "/" + cli.StateFolder + "/" + r.Project().Name + "/" + c.Name + ".env"}
	values = []cli.Emitted{r.Emit("env_file", cli.Flag{{Text: "--env-file"}, file})}
	return []templates.Exec{r.Run("env", append([]unit.Value{r.Value(file)}, files...)...)}, values, []templates.Exec{r.Run("forget", r.Value(file))}
}

// provided checks for volumes that only their own units can create.
func provided(r *cli.Rendering, c *model.Container, id cli.Identity) []templates.Exec {
	words := []unit.Value{id.Container}
	for _, v := range r.Project().Volumes {
		if slices.Contains(c.Volumes, v.Key) && (v.Driver != "" || len(v.Options) > 0) {
			words = append(words, unit.Word(v.Name))
		}
	}
	if len(words) == 1 {
		return nil
	}
	return []templates.Exec{r.Run("provided", words...)}
}

// nativePull returns the engine's own pull policy; all other cases are decided by `image` beforehand.
func nativePull(c *model.Container) string {
	if c.Pull.Policy == "missing" && c.Archive == "" && !c.Build {
		return "missing"
	}
	return "never"
}

// sourcePulls returns the pulls that the engine does not perform itself when it starts the container.
func sourcePulls(r *cli.Rendering, c *model.Container, id cli.Identity) []templates.Exec {
	rest := *c
	if nativePull(c) == "missing" {
		rest.Pull.Policy = "never"
	}
	kept := []unit.Value{unit.Literal("--pulled")} // the container itself is not kept
	out := r.Pulls(&rest, id, kept)
	for i := range c.PreStart {
		out = append(out, r.Pulls(&c.PreStart[i], id, kept)...)
	}
	return out
}

// joined binds a container to the one whose namespace it joins. The engine cannot remove a container that others have
// joined, so those stop with it, and `joined` handles an exit without a stop: the units that were running are restarted
// with it.
func joined(r *cli.Rendering, life *templates.ContainerView, c *model.Container, id cli.Identity) {
	var units []unit.Value
	var parents []string
	containers := r.Project().Containers
	for i := range containers {
		other := &containers[i]
		if cli.Joins(other, c) >= 0 {
			units = append(units, unit.Words(r.UnitNames(other.Service)...)...)
		}
		if n := cli.Joins(c, other); n >= 0 {
			parents = append(parents, r.UnitNames(other.Service)[n])
		}
	}
	if len(parents) > 0 {
		life.Head.BindsTo = unit.Units(parents...)
	}
	if len(units) == 0 {
		return
	}
	run := func(when unit.Value) templates.Exec {
		words := append([]unit.Value{when, id.Container}, units...)
		return templates.Exec{Command: unit.Command(unit.Ignore, r.Script("joined", words...))}
	}
	mark, stop := run(unit.Literal("mark")), run(unit.Literal("stop"))
	life.Post = append(life.Post, run(unit.Literal("start")))
	// Both, because a container that exits successfully is removed before the commands after the stop run.
	life.Stop = slices.Concat([]templates.Exec{mark}, life.Stop, []templates.Exec{stop})
	life.Ended = slices.Concat([]templates.Exec{mark}, life.Ended, []templates.Exec{stop})
}
