package podman

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/docker"
	"github.com/compose2unit/compose2unit/translate/model"
)

// containerRules are Docker's rules, but for what follows.
func (v version) containerRules() []rule {
	changes := []rule{unitRule}
	for _, family := range [][]rule{v.processRules(), v.networkingRules(), v.mountRules(), v.limitRules()} {
		changes = append(changes, family...)
	}
	return with(docker.Runtime.Engine.Containers, changes...)
}

// shared is Docker's rule, whose flags are the same.
func shared(attr string) rule {
	rules := docker.Runtime.Engine.Containers
	return rules[slices.IndexFunc(rules, func(r rule) bool { return r.Attr == attr })]
}

// unitRule is about the unit, and so is no attribute's: conmon is the unit's main process and stays in its control
// group, the container gets a group of its own as under Docker. A pre_start step is no main process.
var unitRule = cli.Full("container_name", func(c *container) []flag {
	if c.Kind == model.PreStart {
		return cli.One("--name", c.Name)
	}
	out := append([]flag{{"--sdnotify=conmon"}, {"--cgroups=no-conmon"}}, cli.One("--name", c.Name)...)
	if c.Kind == model.Service && c.Config.Labels.Get(autoUpdate) != "" {
		out = append(out, flag{"--label", "PODMAN_SYSTEMD_UNIT=" + cli.UnitName()})
	}
	return out
})

// autoUpdate is the label by which `podman auto-update` knows what to do with a container. The unit that it restarts it
// knows by another label (podman-auto-update(1)).
const autoUpdate = "io.containers.autoupdate"

// processRules say who the container is and what runs in it.
func (v version) processRules() []rule {
	return []rule{
		cli.Full("hostname", func(c *container) []flag { return cli.One("--hostname", fullName(c)) }),
		partly("domainname", "podman has no domain name: it is appended to `hostname`, or to the container's name where there is none", nil),
		but("labels.**", "", shared("labels.**").Emit, func(c *container) string {
			for _, l := range c.Config.Labels {
				if l.Name == "" || strings.Contains(l.Name, "=") {
					return "a label's name that is empty or has an equals sign"
				}
			}
			return ""
		}),
		cli.Full("group_add", func(c *container) []flag { return list("--group-add", c.Host.GroupAdd) }),
		cli.Full("entrypoint", func(c *container) []flag { return entrypoint(c.Config.Entrypoint) }),
		cli.Full("stdin_open", func(c *container) []flag { return cli.Set("--interactive", c.Config.OpenStdin) }),
		cli.Full("umask", func(c *container) []flag { return cli.One("--umask", c.Config.Umask) }),
		but("annotations.**", "", func(c *container) []flag {
			var out []flag
			for _, a := range c.Host.Annotations {
				out = append(out, flag{"--annotation", a.Name + "=" + a.Value})
			}
			return out
		}, nil),
		but("environment.**", "", environment, func(c *container) string {
			for _, e := range c.Env {
				if !e.Unset && !cli.ByClient(e) {
					if why := cli.EnvInexact([]model.Variable{e}); why != "" {
						return why + " (" + strconv.Quote(e.Name) + ")"
					}
				}
			}
			return ""
		}),
		but("healthcheck.**", "", v.health, func(c *container) string {
			if h := c.Config.Healthcheck; h != nil && len(h.Test) == 2 && h.Test[1] == "" {
				return "an empty healthcheck"
			}
			return ""
		}),
		partly("healthcheck.start_interval",
			"it is podman's start-up check: until its first success podman says nothing but `starting`; who waits for the service gives up in time",
			nil),
		moot("isolation", "only Windows containers have it"),
	}
}

// fullName is the host's name with its domain.
func fullName(c *container) string {
	if c.Config.Domainname == "" {
		return c.Config.Hostname
	}
	return cmp.Or(c.Config.Hostname, c.Name) + "." + c.Config.Domainname
}

// entrypoint is a JSON list. An empty one keeps the image's command, as the Engine API's does; an empty word drops it.
func entrypoint(words model.Argv) []flag {
	switch {
	case words == nil:
		return nil
	case len(words) == 1 && words[0] == "":
		return []flag{{"--entrypoint="}}
	}
	return []flag{{"--entrypoint=" + jsonList(words)}}
}

func jsonList(words []string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(words); err != nil {
		panic(err) // strings always can be printed
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// environment: Docker knows no proxies of the client's own. What no env file can say is passed by name.
func environment(c *container) []flag {
	out := []flag{{"--http-proxy=false"}}
	file := false
	for _, e := range c.Env {
		switch {
		case e.Unset:
			out = append(out, flag{"--unsetenv", e.Name})
		case cli.ByClient(e):
			out = append(out, flag{"--env", e.Name})
		default:
			file = true
		}
	}
	if file {
		out = append(out, flag{"--env-file", cli.EnvFile()})
	}
	return out
}

// health encodes a test in the one way that every version reads alike: podman before 5.8 takes a JSON list that begins
// with CMD for words of its own.
func (v version) health(c *container) []flag {
	h := c.Config.Healthcheck
	if h == nil {
		return nil
	}
	var out []flag
	test := healthTest(h.Test)
	switch {
	case len(h.Test) > 0 && h.Test[0] == "NONE":
		return []flag{{"--no-healthcheck"}}
	case test != "":
		out = []flag{{"--health-cmd", test}}
	}
	span := func(name string, nanoseconds int64) {
		if nanoseconds != 0 {
			out = append(out, flag{name, strconv.FormatInt(nanoseconds, 10) + "ns"})
		}
	}
	span("--health-interval", int64(h.Interval))
	span("--health-timeout", int64(h.Timeout))
	span("--health-start-period", int64(h.StartPeriod))
	out = append(out, cli.Number("--health-retries", h.Retries)...)
	if h.StartInterval != 0 && test != "" && v >= 404 {
		out = append(out, flag{"--health-startup-cmd", test}, flag{"--health-startup-success", "1"}, flag{"--health-startup-retries", "0"})
		span("--health-startup-interval", int64(h.StartInterval))
		span("--health-startup-timeout", int64(h.Timeout))
	}
	return out
}

func healthTest(test []string) string {
	switch {
	case len(test) < 2 || test[0] == "NONE":
		return ""
	case test[0] == "CMD" && len(test) == 2 && !strings.ContainsAny(test[1], " \t\n"):
		return "CMD " + test[1]
	case test[0] == "CMD" && len(test) > 2 && !healthWord(test[1]):
		return jsonList(test[1:])
	case test[0] == "CMD":
		quoted := make([]string, len(test)-1)
		for i, w := range test[1:] {
			quoted[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
		return jsonList([]string{"CMD-SHELL", strings.Join(quoted, " ")})
	}
	return jsonList([]string{"CMD-SHELL", strings.Join(test[1:], " ")})
}

// healthWord says that podman would take a program's name for the kind of a test.
func healthWord(s string) bool {
	return strings.EqualFold(s, "CMD") || strings.EqualFold(s, "CMD-SHELL") || strings.EqualFold(s, "NONE")
}
