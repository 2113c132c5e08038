package rules

import (
	"strconv"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

// identityRules are the rules for the container's identity.
var identityRules = []rule{
	own[container]("container_name"),
	cli.Container.Full("platform", func(c *container) []flag { return cli.One("--platform", c.Platform) }),
	own[container]("hostname"), own[container]("domainname"), own[container]("labels.**"), own[container]("annotations.**"),
}

// processRules are the rules for the process in the container.
var processRules = []rule{
	own[container]("entrypoint"),
	cli.Container.Full("user", func(c *container) []flag { return cli.One("--user", c.Config.User) }),
	cli.Container.Full("working_dir", func(c *container) []flag { return cli.One("--workdir", c.Config.WorkingDir) }),
	own[container]("group_add"),
	cli.Container.Full("init", func(c *container) []flag { return cli.Either("--init", c.Host.Init) }),
	cli.Container.Full("tty", func(c *container) []flag { return cli.Set("--tty", c.Config.Tty) }),
	own[container]("stdin_open"),
	cli.Container.Full("stop_signal", func(c *container) []flag { return cli.One("--stop-signal", c.Config.StopSignal) }),
	cli.Container.Full("stop_grace_period", func(c *container) []flag {
		if c.Config.StopTimeout == nil {
			return nil
		}
		return []flag{cli.Line("--stop-timeout", strconv.Itoa(*c.Config.StopTimeout))}
	}),
	cli.Container.Full("runtime", func(c *container) []flag { return cli.One("--runtime", c.Host.Runtime) }),
	own[container]("isolation"), own[container]("environment.**"), own[container]("healthcheck.**"),
}

// lastRules are the rules for the words after the flags: the image and the command.
var lastRules = []rule{
	cli.Container.Full("image", func(c *container) []flag { return []flag{cli.Line(c.Image)} }),
	cli.Container.Full("command", func(c *container) []flag {
		if len(c.Config.Cmd) == 0 {
			return nil
		}
		return []flag{cli.Line(c.Config.Cmd...)}
	}).Except(func(c *container) []runtime.Loss {
		for _, w := range c.Config.Cmd {
			if len(w) >= WordMax {
				return runtime.Lost("an argument over 128 KiB")
			}
		}
		return nil
	}),
}

// WordMax is the maximum length of an argument on Linux (MAX_ARG_STRLEN).
const WordMax = 128<<10 - 1

// Labels returns the flags of a container's labels.
func Labels(c *model.Container) []cli.Flag { return cli.Pairs("--label", c.Config.Labels) }
