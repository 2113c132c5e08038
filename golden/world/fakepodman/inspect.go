package fakepodman

import (
	"bytes"
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/compose2unit/compose2unit/golden/world"
)

// The types have the fields and the JSON names of podman's own types (libpod/define): its templates are executed on the
// types.
type containerInspect struct {
	ID         string `json:"Id"`
	Name       string
	Image      string
	State      state
	Config     config
	HostConfig struct {
		NetworkMode, IpcMode, PidMode string
		RestartPolicy                 *struct{ Name string }
		LogConfig                     *struct{ Type string }
	}
	NetworkSettings struct{ Networks map[string]string }
	Mounts          []world.Mount
	ConmonPidFile   string
}

type state struct {
	Status        string
	Running       bool
	ConmonPid     int `json:",omitempty"`
	ExitCode      int
	StartedAt     time.Time
	Health        *struct{ Status string } `json:",omitempty"`
	StoppedByUser bool                     `json:",omitempty"`
}

type config struct {
	Labels                     map[string]string
	User                       string
	Healthcheck                *healthcheck
	StartupHealthCheck         *healthcheck
	HealthcheckOnFailureAction string `json:",omitempty"`
}

type healthcheck struct {
	Interval, Timeout, StartPeriod time.Duration
	Retries                        int
}

// usual is the healthcheck of every fake container: with a start-up check podman gives up after 140 seconds.
var usual = healthcheck{Interval: 30 * time.Second, Timeout: 10 * time.Second, StartPeriod: 20 * time.Second, Retries: 3}

type imageInspect struct {
	ID      string `json:"Id"`
	Created time.Time
}

// inspect prints nothing for what does not exist.
func inspect(w *world.World, kind string, args []string) world.Answer {
	flags, names := world.Options(args, "--format")
	of := find(w, kind, names[0])
	switch {
	case of != nil:
		return print(world.First(flags["--format"], "{{json .}}"), of)
	case kind == "image":
		return no("%s: image not known", names[0])
	case kind == "network":
		return no("network %s: unable to find network with name or ID %s: network not found", names[0], names[0])
	}
	return no("no such %s %s", kind, names[0])
}

// inspectAny emulates inspect without a type: a name is looked up in this order of types, and names that do not exist are
// reported after the output, the first one last.
func inspectAny(w *world.World, args []string) world.Answer {
	flags, names := world.Options(args, "--format")
	var all world.Answer
	var unknown []string
	for _, name := range names {
		var of any
		for _, kind := range []string{"container", "image", "volume"} {
			if of = find(w, kind, name); of != nil {
				break
			}
		}
		if of == nil {
			unknown = append(unknown, fmt.Sprintf("no such object: %q", name))
			continue
		}
		one := print(world.First(flags["--format"], "{{json .}}"), of)
		all.Out, all.Err = all.Out+one.Out, all.Err+one.Err
	}
	for i := range unknown {
		all.Code = 125
		if i < len(unknown)-1 {
			all.Err += unknown[i+1] + "\n"
		} else {
			all.Err += "Error: " + unknown[0] + "\n"
		}
	}
	return all
}

// find returns podman's view of an object, or nil.
func find(w *world.World, kind, name string) any {
	switch kind {
	case "container":
		if c := w.Find(name); c != nil {
			return viewOf(w, c)
		}
	case "image":
		if i := w.Image(name); i != nil {
			return &imageInspect{w.Digest(i.ID), i.Tagged}
		}
	default:
		if r := w.Resource(kind, name); r != nil {
			return r
		}
	}
	return nil
}

func viewOf(w *world.World, c *world.Container) *containerInspect {
	v := &containerInspect{ID: c.ID, Name: c.Name, Image: w.Digest(strings.TrimPrefix(c.Image, "sha256:")), Mounts: c.Mounts}
	v.State = state{Status: c.Status, Running: c.Running(), ExitCode: c.ExitCode, StartedAt: time.Unix(0, int64(c.Started)), StoppedByUser: c.ByHand}
	if c.Running() {
		v.State.ConmonPid = w.ConmonPid(c)
	}
	v.ConmonPidFile = cmp.Or(w.ConmonPidFile(c), w.State()+"/shop/"+c.Name+"/userdata/conmon.pid")
	v.Config.Labels, v.Config.User = c.Labels, c.User
	v.Config.HealthcheckOnFailureAction = cmp.Or(c.OnFailure, "none")
	if c.Health != "" {
		v.State.Health = &struct{ Status string }{c.Health}
		v.Config.Healthcheck = &usual
	}
	if c.StartUp {
		v.Config.StartupHealthCheck = &usual
	}
	v.NetworkSettings.Networks = c.Networks
	v.HostConfig.NetworkMode, v.HostConfig.IpcMode, v.HostConfig.PidMode = c.NetworkMode, c.IpcMode, c.PidMode
	v.HostConfig.RestartPolicy = &struct{ Name string }{c.Restart}
	v.HostConfig.LogConfig = &struct{ Type string }{c.LogDriver}
	if c.LogDriver == "" {
		v.HostConfig.LogConfig.Type = "journald"
	}
	return v
}

// print emulates --format (cmd/podman/inspect): the template is executed on the types, whose names are podman's, with {{.Id}}
// replaced by {{.ID}}. A template that fails has printed the text before the failure, and podman exits with 0.
func print(format string, of any) world.Answer {
	report := "*types.VolumeInspectReport"
	switch of.(type) {
	case *containerInspect:
		report = "*entities.ContainerInspectReport"
	case *imageInspect:
		report = "*types.ImageInspectReport"
	}
	format = strings.ReplaceAll(format, `printf "%T" .`, strconv.Quote(report))
	t, err := world.Template(strings.ReplaceAll(format, "{{.Id}}", "{{.ID}}"))
	if err != nil {
		return no("%v", err)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, of); err != nil {
		return world.Answer{Out: b.String(), Err: "level=error msg=\"Printing inspect output: " + err.Error() + "\"\n"}
	}
	return world.Answer{Out: b.String() + "\n"}
}
