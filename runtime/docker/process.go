package docker

import (
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/rules"
)

// identityRules are the rules for the container's identity.
var identityRules = []rule{
	cli.Container.Full("container_name", func(c *container) []flag { return cli.One("--name", c.Name) }),
	cli.Container.Full("hostname", func(c *container) []flag { return cli.One("--hostname", c.Config.Hostname) }),
	cli.Container.Full("domainname", func(c *container) []flag { return cli.One("--domainname", c.Config.Domainname) }),
	cli.Container.Full("labels.**", rules.Labels).Except(oddLabel),
	cli.Container.Full("annotations.**", func(c *container) []flag { return cli.Pairs("--annotation", c.Host.Annotations) }).Except(func(c *container) []runtime.Loss {
		if len(c.Host.Annotations) > 0 {
			return runtime.Lost("annotations before docker 24")
		}
		return nil
	}),
}

// oddLabel lists labels that the client cannot pass: it splits at the first = and rejects whitespace in the name
// (docker/cli opts/opts.go).
func oddLabel(c *container) []runtime.Loss {
	var names, values bool
	for _, l := range c.Config.Labels {
		names = names || l.Name == "" || strings.ContainsAny(l.Name, "= \t\n\r")
		values = values || len(l.Name)+len(l.Value) >= rules.WordMax
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

// processRules are the rules for the process in the container.
var processRules = []rule{
	cli.Container.Full("entrypoint", func(c *container) []flag {
		if len(c.Config.Entrypoint) == 0 {
			return nil
		}
		return cli.One("--entrypoint", c.Config.Entrypoint[0])
	}).Except(oddEntrypoint),
	cli.Container.Full("group_add", func(c *container) []flag { return cli.Each("--group-add", c.Host.GroupAdd) }),
	cli.Container.Full("stdin_open", func(c *container) []flag { return cli.Set("--interactive", c.Config.OpenStdin) }).Except(func(c *container) []runtime.Loss {
		if c.Config.OpenStdin {
			return runtime.Lost("keeping standard input open across attaches (--interactive closes it after the first client)")
		}
		return nil
	}),
	cli.Container.Full("isolation", func(c *container) []flag { return cli.One("--isolation", c.Host.Isolation) }),
	cli.Container.Full("environment.**", func(c *container) []flag {
		if len(c.Env) == 0 {
			return nil
		}
		return []flag{{{Text: "--env-file"}, {Place: cli.EnvFile}}}
	}).Except(func(c *container) []runtime.Loss { return runtime.Lost(cli.EnvInexact(c.Env)...) }),
}

// oddEntrypoint lists entrypoints that --entrypoint cannot express: it takes one string (docker/cli
// cli/command/container/opts.go), and an empty one keeps the image's command, which Compose's `[]` drops, too.
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

// healthRules are the rules for healthchecks: --health-cmd always runs in a shell (docker/cli
// cli/command/container/opts.go, parse).
var healthRules = []rule{
	cli.Container.Full("healthcheck.**", func(c *container) []flag {
		h := c.Config.Healthcheck
		if h == nil {
			return nil
		}
		var out []flag
		switch {
		case len(h.Test) > 0 && h.Test[0] == "NONE":
			return []flag{cli.Line("--no-healthcheck")}
		case len(h.Test) > 1:
			out = cli.One("--health-cmd", strings.Join(h.Test[1:], " "))
		}
		out = append(out, cli.Duration("--health-interval", h.Interval)...)
		out = append(out, cli.Duration("--health-timeout", h.Timeout)...)
		out = append(out, cli.Duration("--health-start-period", h.StartPeriod)...)
		return append(out, cli.Number("--health-retries", h.Retries)...)
	}).Except(oddHealth),
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
	cli.Container.Full("logging.driver", func(c *container) []flag { return cli.One("--log-driver", c.Host.LogConfig.Type) }),
	cli.Container.Full("logging.options.**", func(c *container) []flag { return cli.Pairs("--log-opt", c.Host.LogConfig.Config) }).Unless(idleLogging),
}

// idleLogging finds options of the log driver none: the client rejects them, the engine ignores them (docker/cli
// cli/command/container/opts.go, parseLoggingOpts).
func idleLogging(c *container) []runtime.Loss {
	if log := c.Host.LogConfig; log.Type == "none" && len(log.Config) > 0 {
		return runtime.Lost("options of the log driver none")
	}
	return nil
}
