package podman

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/rules"
	"github.com/compose2unit/compose2unit/translate/model"
)

// unitRule concerns the unit and therefore belongs to no attribute: conmon is the unit's main process and stays in its
// control group, the container gets a control group of its own as under Docker. A pre_start step is not a main process.
var unitRule = cli.Container.Full("container_name", func(c *container) []flag {
	if c.Kind == model.PreStart {
		return cli.One("--name", c.Name)
	}
	out := append([]flag{cli.Line("--sdnotify=conmon"), cli.Line("--cgroups=no-conmon")}, cli.One("--name", c.Name)...)
	if c.Kind == model.Service && c.Config.Labels.Get(autoUpdate) != "" {
		out = append(out, flag{{Text: "--label"}, {Text: "PODMAN_SYSTEMD_UNIT=", Place: cli.UnitName}})
	}
	return out
})

// autoUpdate is the label that selects the policy of `podman auto-update`. The unit to restart is in another label
// (podman-auto-update(1)).
const autoUpdate = "io.containers.autoupdate"

// processRules are the rules for the container's identity and the process in it.
func (v version) processRules() []rule {
	return []rule{
		cli.Container.Full("hostname", func(c *container) []flag { return cli.One("--hostname", fullName(c)) }),
		cli.Container.Partial("domainname", "podman has no domain name: it is appended to `hostname`, or to the container's name where there is none"),
		cli.Container.Full("labels.**", rules.Labels).Except(func(c *container) []runtime.Loss {
			for _, l := range c.Config.Labels {
				if l.Name == "" || strings.Contains(l.Name, "=") {
					return runtime.Lost("a label's name that is empty or has an equals sign")
				}
			}
			return nil
		}),
		cli.Container.Full("group_add", func(c *container) []flag { return list("--group-add", c.Host.GroupAdd) }),
		cli.Container.Full("entrypoint", func(c *container) []flag { return entrypoint(c.Config.Entrypoint) }),
		cli.Container.Full("stdin_open", func(c *container) []flag { return cli.Set("--interactive", c.Config.OpenStdin) }),
		cli.Container.Full("umask", func(c *container) []flag { return cli.One("--umask", c.Config.Umask) }),
		cli.Container.Full("annotations.**", func(c *container) []flag { return cli.Pairs("--annotation", c.Host.Annotations) }),
		cli.Container.Full("environment.**", environment).Except(func(c *container) []runtime.Loss {
			var out []runtime.Loss
			for _, e := range c.Env {
				if !e.Unset && !cli.ByClient(e) {
					for _, why := range cli.EnvInexact([]model.Variable{e}) {
						out = append(out, runtime.Lost(why+" ("+strconv.Quote(e.Name)+")")...)
					}
				}
			}
			return out
		}),
		cli.Container.Full("healthcheck.**", v.health).Except(oddHealth),
		cli.Container.Partial("healthcheck.start_interval",
			"it is podman's startup check: until it first succeeds, podman reports only `starting`, and dependents eventually give up waiting; with `on-unhealthy: restart` it is left out, and the test runs every `interval` from the start"),
		cli.Container.Moot("isolation", "only Windows containers have it"),
	}
}

// fullName returns the host name with its domain.
func fullName(c *container) string {
	if c.Config.Domainname == "" {
		return c.Config.Hostname
	}
	return cmp.Or(c.Config.Hostname, c.Name) + "." + c.Config.Domainname
}

// entrypoint returns the entrypoint as a JSON list. An empty list keeps the image's command, as in the Engine API; an empty
// word drops it.
func entrypoint(words model.Argv) []flag {
	switch {
	case words == nil:
		return nil
	case len(words) == 1 && words[0] == "":
		return []flag{cli.Line("--entrypoint=")}
	}
	return []flag{cli.Line("--entrypoint=" + jsonList(words))}
}

func jsonList(words []string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(words); err != nil {
		panic(err) // strings can always be encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// environment returns the environment flags. Docker does not pass on the client's own proxy settings. A variable that no
// env file can express is passed by name.
func environment(c *container) []flag {
	out := []flag{cli.Line("--http-proxy=false")}
	file := false
	for _, e := range c.Env {
		switch {
		case e.Unset:
			out = append(out, cli.Line("--unsetenv", e.Name))
		case cli.ByClient(e):
			out = append(out, cli.Line("--env", e.Name))
		default:
			file = true
		}
	}
	if file {
		out = append(out, flag{{Text: "--env-file"}, {Place: cli.EnvFile}})
	}
	return out
}
