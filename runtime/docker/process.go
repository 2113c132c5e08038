package docker

import (
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
)

// identityRules say who the container is.
var identityRules = []rule{
	cli.Full("container_name", func(c *container) []flag { return cli.One("--name", c.Name) }),
	cli.Full("platform", func(c *container) []flag { return cli.One("--platform", c.Platform) }),
	cli.Full("hostname", func(c *container) []flag { return cli.One("--hostname", c.Config.Hostname) }),
	cli.Full("domainname", func(c *container) []flag { return cli.One("--domainname", c.Config.Domainname) }),
	but("labels.**", func(c *container) []flag { return cli.Pairs("--label", c.Config.Labels) }, oddLabel),
	but("annotations.**", func(c *container) []flag { return cli.Pairs("--annotation", c.Host.Annotations) },
		func(c *container) []runtime.Loss {
			if len(c.Host.Annotations) > 0 {
				return runtime.Lost("annotations before docker 24")
			}
			return nil
		}),
}

// oddLabel: the client cuts a label at its first = and refuses blanks in its name (docker/cli opts/opts.go).
func oddLabel(c *container) []runtime.Loss {
	var names, values bool
	for _, l := range c.Config.Labels {
		names = names || l.Name == "" || strings.ContainsAny(l.Name, "= \t\n\r")
		values = values || len(l.Name)+len(l.Value) >= wordMax
	}
	var out []runtime.Loss
	if names {
		out = append(out, runtime.Lost("a label's name with a blank or an equals sign")...)
	}
	if values {
		out = append(out, runtime.Lost("a label over 128 KiB")...)
	}
	return out
}

// wordMax is the longest argument Linux hands to a program (MAX_ARG_STRLEN).
const wordMax = 128<<10 - 1

// processRules say what runs in it.
var processRules = []rule{
	but("entrypoint", func(c *container) []flag {
		if len(c.Config.Entrypoint) == 0 {
			return nil
		}
		return cli.One("--entrypoint", c.Config.Entrypoint[0])
	}, oddEntrypoint),
	cli.Full("user", func(c *container) []flag { return cli.One("--user", c.Config.User) }),
	cli.Full("working_dir", func(c *container) []flag { return cli.One("--workdir", c.Config.WorkingDir) }),
	cli.Full("group_add", func(c *container) []flag { return cli.Each("--group-add", c.Host.GroupAdd) }),
	cli.Full("init", func(c *container) []flag { return cli.Either("--init", c.Host.Init) }),
	cli.Full("tty", func(c *container) []flag { return cli.Set("--tty", c.Config.Tty) }),
	but("stdin_open", func(c *container) []flag { return cli.Set("--interactive", c.Config.OpenStdin) }, func(c *container) []runtime.Loss {
		if c.Config.OpenStdin {
			return runtime.Lost("keeping standard input open across attaches (--interactive closes it after the first client)")
		}
		return nil
	}),
	cli.Full("stop_signal", func(c *container) []flag { return cli.One("--stop-signal", c.Config.StopSignal) }),
	cli.Full("stop_grace_period", func(c *container) []flag {
		if c.Config.StopTimeout == nil {
			return nil
		}
		return []flag{{"--stop-timeout", strconv.Itoa(*c.Config.StopTimeout)}}
	}),
	cli.Full("runtime", func(c *container) []flag { return cli.One("--runtime", c.Host.Runtime) }),
	cli.Full("isolation", func(c *container) []flag { return cli.One("--isolation", c.Host.Isolation) }),
	but("environment.**", func(c *container) []flag {
		if len(c.Env) == 0 {
			return nil
		}
		return []flag{{"--env-file", cli.EnvFile()}}
	}, func(c *container) []runtime.Loss { return runtime.Lost(cli.EnvInexact(c.Env)...) }),
}

// oddEntrypoint: --entrypoint takes one string (docker/cli cli/command/container/opts.go), and an empty one keeps the
// image's command where Compose's `[]` would, too, drop it.
func oddEntrypoint(c *container) []runtime.Loss {
	switch {
	case c.Config.Entrypoint != nil && len(c.Config.Entrypoint) == 0:
		return runtime.Lost("a cleared entrypoint")
	case len(c.Config.Entrypoint) == 1 && c.Config.Entrypoint[0] == "":
		return runtime.Lost("an empty entrypoint")
	case len(c.Config.Entrypoint) > 1:
		return runtime.Lost("an entrypoint of several words")
	}
	return nil
}

// lastRules are the words behind the flags: the image and the command.
var lastRules = []rule{
	cli.Full("image", func(c *container) []flag { return []flag{{c.Image}} }),
	but("command", func(c *container) []flag {
		if len(c.Config.Cmd) == 0 {
			return nil
		}
		return []flag{flag(c.Config.Cmd)}
	}, func(c *container) []runtime.Loss {
		for _, w := range c.Config.Cmd {
			if len(w) >= wordMax {
				return runtime.Lost("an argument over 128 KiB")
			}
		}
		return nil
	}),
}

// healthRules: --health-cmd is always a shell's (docker/cli cli/command/container/opts.go, parse).
var healthRules = []rule{
	but("healthcheck.**", func(c *container) []flag {
		h := c.Config.Healthcheck
		if h == nil {
			return nil
		}
		var out []flag
		switch {
		case len(h.Test) > 0 && h.Test[0] == "NONE":
			return []flag{{"--no-healthcheck"}}
		case len(h.Test) > 1:
			out = cli.One("--health-cmd", strings.Join(h.Test[1:], " "))
		}
		out = append(out, cli.Duration("--health-interval", h.Interval)...)
		out = append(out, cli.Duration("--health-timeout", h.Timeout)...)
		out = append(out, cli.Duration("--health-start-period", h.StartPeriod)...)
		return append(out, cli.Number("--health-retries", h.Retries)...)
	}, oddHealth),
}

func oddHealth(c *container) []runtime.Loss {
	h := c.Config.Healthcheck
	if h == nil {
		return nil
	}
	var out []runtime.Loss
	switch {
	case len(h.Test) > 0 && h.Test[0] == "CMD":
		out = runtime.Lost("a healthcheck without a shell")
	case len(h.Test) > 2:
		out = runtime.Lost("a healthcheck of several words")
	case len(h.Test) == 1 && h.Test[0] == "CMD-SHELL", len(h.Test) == 2 && h.Test[1] == "":
		out = runtime.Lost("an empty healthcheck")
	case len(h.Test) > 0 && h.Test[0] == "NONE" && (h.Interval != 0 || h.Timeout != 0 || h.StartPeriod != 0 || h.Retries != 0):
		out = runtime.Lost("a disabled healthcheck with intervals")
	}
	if h.StartInterval != 0 {
		out = append(out, runtime.Lost("a healthcheck's start interval before docker 25")...)
	}
	return out
}

var loggingRules = []rule{
	cli.Full("logging.driver", func(c *container) []flag { return cli.One("--log-driver", c.Host.LogConfig.Type) }),
	cli.Full("logging.options.**", func(c *container) []flag { return cli.Pairs("--log-opt", c.Host.LogConfig.Config) }),
}

// containerRules are all rules in the order of the words.
func containerRules() []rule {
	var out []rule
	for _, family := range [][]rule{identityRules, processRules, healthRules, namespaceRules, securityRules, networkingRules,
		mountRules, resourceRules, deviceRules, loggingRules, lastRules} {
		out = append(out, family...)
	}
	return out
}
