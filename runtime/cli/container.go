package cli

import (
	"slices"
	"time"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/model"
)

// stopSlack is how much longer than the engine's grace period systemd waits before it considers a stop failed.
const stopSlack = 15 * time.Second

// Life returns the part of a container's unit that does not depend on how the container is created and started: its
// ordering, its hooks, how it is stopped, and what happens when it exits.
func (r *Rendering) Life(c *model.Container, id Identity) templates.ContainerView {
	view := templates.ContainerView{
		Head:        r.containerHead(c),
		Client:      r.client(),
		Environment: r.unitEnvironment(c),
		Post:        r.afterStart(c, id),
		Stop:        r.beforeStop(c, id),
		Ended:       append(r.ended(c, id), r.over(c)...),
		Killed:      unit.Text(r.engine.Killed),
		StopTimeout: r.stopTimeout(c),
		Raw:         append(credentials(c), raw(c.Systemd, "Service")...),
		Install:     raw(c.Systemd, "Install"),
	}
	r.restart(&view, c)
	r.contract(c, &view)
	return view
}

// stopTimeout returns how long systemd waits for each command of a stop. A pre_stop hook may take any time, as in Compose,
// where the grace period begins after it (docker/compose pkg/compose/stop.go); one timeout applies to all commands
// (systemd.service(5), TimeoutStopSec=), and if it expired during a hook the container would be killed.
func (r *Rendering) stopTimeout(c *model.Container) unit.Value {
	if c.StopGrace < 0 || len(c.PreStop) > 0 {
		return unit.Literal("infinity")
	}
	timeout := max(c.StopGrace+stopSlack, r.options.StopTimeout)
	return unit.Concat(unit.Number(int64(timeout/time.Second)), unit.Literal("s"))
}

// Identity identifies a container to the scripts: its unit and its name.
type Identity struct{ Unit, Container unit.Value }

// Identify returns the identity of a container.
func (r *Rendering) Identify(c *model.Container) Identity {
	return Identity{unit.Literal("%n"), unit.Word(c.Name)}
}

// containerHead orders the unit after the engine, its networks and volumes, its build, its mounts and its dependencies.
func (r *Rendering) containerHead(c *model.Container) templates.Head {
	head := r.head(c.Service+" ("+c.Image+")", c.At...)
	head.PartOf = unit.Units(r.names.Target())
	head.Unlimited = true
	r.afterEngine(&head)
	if r.engine.Wants != nil {
		want(&head, r.engine.Wants(c)...)
	}
	for _, key := range c.Networks {
		want(&head, r.names.Network(key))
	}
	for _, key := range c.Volumes {
		want(&head, r.names.Volume(key))
	}
	for _, service := range c.Builds {
		want(&head, r.names.Build(service))
	}
	want(&head, r.mounting(c)...)
	if r.watches(c) {
		head.Wants = append(head.Wants, unit.Units(r.names.Watch()))
	}
	for _, d := range c.After {
		r.depend(&head, c, d)
	}
	head.Wants, head.After = together(head.Wants), together(head.After)
	for _, p := range r.hostPaths(c) {
		head.Mounts = append(head.Mounts, unit.MountPath(p))
	}
	head.Mounts = append(head.Mounts, envMounts(c)...)
	if c.Scheduled {
		head.Raw = append(head.Raw, templates.Directive{Key: unit.Key("RefuseManualStart"), Value: unit.Literal("yes")})
	}
	head.Raw = append(head.Raw, raw(c.Systemd, "Unit")...)
	return head
}

// together puts the names of a list on one line.
func together(names []unit.Value) []unit.Value {
	if len(names) == 0 {
		return nil
	}
	return []unit.Value{unit.Join(names...)}
}

// restart writes the engine's restart policy (moby restartmanager): a delay of 100 ms that doubles up to a minute. Old
// systemd versions cannot increase the delay and get a fixed one, a compromise between short and long failures.
func (r *Rendering) restart(view *templates.ContainerView, c *model.Container) {
	switch c.Restart.Name {
	case "always", "unless-stopped":
		view.Restart = unit.Literal("always")
	case "on-failure":
		view.Restart = unit.Literal("on-failure")
	default:
		view.Restart = unit.Literal("no")
	}
	if r.options.SystemdVersion() < 254 {
		view.RestartSec = unit.Literal("2s")
		if c.RestartUnhealthy {
			view.RestartSec = unit.Literal("500ms") // the user asked for a quick restart
		}
		return
	}
	view.RestartSec, view.Steps, view.MaxDelay = unit.Literal("100ms"), unit.Literal("9"), unit.Literal("1min")
}

// runWords returns the arguments of the script `run`.
func (r *Rendering) runWords(c *model.Container, id Identity) []unit.Value {
	var words []unit.Value
	if r.options.EngineLogs {
		words = append(words, unit.Literal("--quiet"))
	}
	if r.watches(c) {
		words = append(words, unit.Literal("--watched"))
	}
	if r.engine.Main == Follow {
		words = append(append(words, retries(c)...), dependents(c)...)
	}
	return append(words, id.Unit, id.Container)
}

// ended returns the commands that run after a container whose main process is its monitor has exited.
func (r *Rendering) ended(c *model.Container, id Identity) []templates.Exec {
	if r.engine.Main != Conmon {
		return nil
	}
	words := retries(c)
	if c.RestartUnhealthy {
		words = append(words, unit.Literal("--unhealthy"))
	}
	words = append(words, id.Unit, id.Container)
	return []templates.Exec{r.Run("ended", words...)}
}

// retries returns the arguments that limit on-failure.
func retries(c *model.Container) []unit.Value {
	if c.Restart.Name != "on-failure" || c.Restart.Retries == 0 {
		return nil
	}
	return []unit.Value{unit.Literal("--retries"), unit.Number(c.Restart.Retries)}
}

// Paths returns the commands that create missing bind sources before every start, where the engine does not.
func (r *Rendering) Paths(c *model.Container) []templates.Exec {
	all := slices.Clone(c.MakePaths)
	for _, step := range c.PreStart {
		all = append(all, step.MakePaths...)
	}
	if !r.engine.MissingPaths || len(all) == 0 {
		return nil
	}
	slices.Sort(all)
	var each []Flag
	for _, path := range slices.Compact(all) {
		each = append(each, Line(path))
	}
	return []templates.Exec{{Command: r.command(unit.Plain, r.Script("paths"), each...)}}
}
