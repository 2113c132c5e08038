package cli

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/model"
)

// containerSource makes the file of a container. The generator's unit recreates it at every start and removes it at
// every stop, so there is no `create`; it starts it itself, so there is no `run`. What systemd and the other units must
// know of it is noted down by `fresh`, `started` and `ended`.
func (r *rendering) containerSource(c *model.Container) {
	at := c.At
	name, id := r.claim(r.fileName(c), at...), r.words(c)
	bare, sources := r.envOnTarget(c)
	r.approximated(inexact(r.engine.Containers, bare), at)
	read, values, forget := r.readOnTarget(id, sources)
	flags := said(r.engine.Containers, bare, func(flag Flag) []unit.Value { return r.flagWords(flag, c, envName(c), at) })
	flags = append(flags, say("pull_policy", "--pull", nativePull(c)))
	pre := append(r.conditions(c, id), templates.Exec{Command: command(unit.Plain, r.script("fresh", id.container), nil)})
	pre = append(pre, read...)
	pre = append(pre, r.paths(c)...)
	pre = append(pre, r.external(c)...)
	pre = append(pre, r.provided(c, id)...)
	pre = append(pre, r.sourcePulls(c, id)...)
	for _, f := range c.Copies {
		key, flag := r.engine.Generator.File(r.project.Name, f)
		r.kept = append(r.kept, unit.Word(key))
		pre = append(pre, templates.Exec{Command: command(unit.Plain, r.script("keep", unit.Word(key), r.copied(c, f)), nil)})
		flags = append(flags, Said{f.Kind + "s.**", flag, unit.Words(flag...)})
	}
	source := r.engine.Generator.Print(ContainerKind, append(flags, values...))
	life := r.life(c, id)
	life.Pre = append(pre, r.steps(c, id)...)
	started := templates.Exec{Command: command(unit.Plain, r.script("started", id.container), nil)}
	life.Post = slices.Concat([]templates.Exec{started}, forget, life.Post)
	life.Ended = slices.Concat(forget, life.Ended)
	life.Raw = append(source.Service, life.Raw...)
	if r.awaited[gate{c.Service, model.Completed}] {
		life.Ended = append([]templates.Exec{{Command: command(unit.Plain, r.script("exited", id.container), nil)}}, life.Ended...)
	}
	r.joined(&life, c, id)
	r.add(sourceName(name, ContainerKind), templates.ContainerSource, templates.ContainerSourceView{Generator: source.Generator, Own: source.Own, Life: life}, at...)
}

// readOnTarget has env files read on the target before the container is made, into a file whose values the engine takes, and
// that is removed once it has taken them, or failed to.
func (r *rendering) readOnTarget(id identity, sources []unit.Value) (read []templates.Exec, values []Said, forget []templates.Exec) {
	if len(sources) == 0 {
		return nil, nil, nil
	}
	const name = "--env-file"
	file := unit.Concat(unit.Literal("%t/"), unit.Word(stateFolder+"/"+r.project.Name+"/"), id.container, unit.Literal(".env"))
	run := func(script string, words ...unit.Value) []templates.Exec {
		return []templates.Exec{{Command: command(unit.Plain, r.script(script, words...), nil)}}
	}
	values = []Said{{"env_file", Flag{name, file.String()}, []unit.Value{unit.Literal(name), file}}}
	return run(envScript, append([]unit.Value{file}, sources...)...), values, run("forget", file)
}

// provided looks for volumes that only their own units can make.
func (r *rendering) provided(c *model.Container, id identity) []templates.Exec {
	words := []unit.Value{id.container}
	for _, v := range r.project.Volumes {
		if slices.Contains(c.Volumes, v.Key) && (v.Driver != "" || len(v.Options) > 0) {
			words = append(words, unit.Word(v.Name))
		}
	}
	if len(words) == 1 {
		return nil
	}
	return []templates.Exec{{Command: command(unit.Plain, r.script("provided", words...), nil)}}
}

// nativePull is when the engine itself pulls; what else there is to decide is decided by `image` beforehand.
func nativePull(c *model.Container) string {
	if c.Pull.Policy == "missing" && c.Archive == "" && !c.Build {
		return "missing"
	}
	return "never"
}

// sourcePulls are the pulls that the engine does not do by itself when it starts the container.
func (r *rendering) sourcePulls(c *model.Container, id identity) []templates.Exec {
	rest := *c
	if nativePull(c) == "missing" {
		rest.Pull.Policy = "never"
	}
	kept := []unit.Value{unit.Literal("--pulled")} // the container itself does not stay
	out := r.pulls(&rest, id, kept)
	for i := range c.PreStart {
		out = append(out, r.pulls(&c.PreStart[i], id, kept)...)
	}
	return out
}

// joined binds a container to the one whose namespace it joins. The engine removes none that another is joined to; so
// what joins it stops with it, and `joined` handles an exit by itself: what was running is started again with it.
func (r *rendering) joined(life *templates.ContainerView, c *model.Container, id identity) {
	var units []unit.Value
	var parents []string
	for i := range r.project.Containers {
		other := &r.project.Containers[i]
		if joins(other, c) >= 0 {
			for _, name := range r.unitNames(other.Service) {
				units = append(units, unit.Word(name))
			}
		}
		if n := joins(c, other); n >= 0 {
			parents = append(parents, r.unitNames(other.Service)[n])
		}
	}
	if len(parents) > 0 {
		life.Head.BindsTo = unit.Units(parents...)
	}
	if len(units) == 0 {
		return
	}
	run := func(when unit.Value) templates.Exec {
		return templates.Exec{Command: command(unit.Ignore, r.script("joined", append([]unit.Value{when, id.container}, units...)...), nil)}
	}
	mark, stop := run(unit.Literal("mark")), run(unit.Literal("stop"))
	life.Post = append(life.Post, run(unit.Literal("start")))
	// Both, because one that ends with success is removed before what follows the stop.
	life.Stop = slices.Concat([]templates.Exec{mark}, life.Stop, []templates.Exec{stop})
	life.Ended = slices.Concat([]templates.Exec{mark}, life.Ended, []templates.Exec{stop})
}

// joins is which container of another service a container lives in a namespace of, or -1.
func joins(c, other *model.Container) int {
	modes := []string{c.Host.NetworkMode, c.Host.IpcMode, c.Host.PidMode, c.Host.UTSMode}
	return slices.IndexFunc(containerNames(other), func(name string) bool { return slices.Contains(modes, "container:"+name) })
}
