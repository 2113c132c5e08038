package docker

import (
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
)

// namespaceRules are the rules for the namespaces that the container shares.
var namespaceRules = []rule{
	cli.Container.Full("pid", func(c *container) []flag { return cli.One("--pid", c.Host.PidMode) }).Except(func(c *container) []runtime.Loss {
		if m := c.Host.PidMode; m != "" && m != "host" && !strings.HasPrefix(m, "container:") {
			return runtime.Lost("the pid namespace " + m)
		}
		return nil
	}),
	cli.Container.Full("uts", func(c *container) []flag { return cli.One("--uts", c.Host.UTSMode) }).Except(func(c *container) []runtime.Loss {
		if m := c.Host.UTSMode; m != "" && m != "host" {
			return runtime.Lost("the uts namespace " + m)
		}
		return nil
	}),
	cli.Container.Full("userns_mode", func(c *container) []flag { return cli.One("--userns", c.Host.UsernsMode) }).Except(func(c *container) []runtime.Loss {
		if m := c.Host.UsernsMode; m != "" && m != "host" {
			return runtime.Lost("the user namespace " + m)
		}
		return nil
	}),
}

// securityRules are the rules for what the container may do.
var securityRules = []rule{
	cli.Container.Full("read_only", func(c *container) []flag { return cli.Set("--read-only", c.Host.ReadonlyRootfs) }),
	cli.Container.Full("security_opt", func(c *container) []flag {
		var out []flag
		for _, o := range c.Host.SecurityOpt {
			if profile(o) { // the client reads the file itself
				o = "seccomp=" + c.Seccomp
			}
			out = append(out, cli.Line("--security-opt", o))
		}
		if c.Host.MaskedPaths != nil {
			out = append(out, cli.Line("--security-opt", "systempaths=unconfined"))
		}
		return out
	}),
	cli.Container.Full("sysctls.**", func(c *container) []flag { return cli.Pairs("--sysctl", c.Host.Sysctls) }).Except(oddSysctl),
}

// sysctls are the only ones that the client accepts besides net.* (docker/cli opts/opts.go, ValidateSysctl).
var sysctls = map[string]bool{
	"kernel.msgmax": true, "kernel.msgmnb": true, "kernel.msgmni": true, "kernel.sem": true, "kernel.shmall": true,
	"kernel.shmmax": true, "kernel.shmmni": true, "kernel.shm_rmid_forced": true,
}

func oddSysctl(c *container) []runtime.Loss {
	var what []string
	for _, s := range c.Host.Sysctls {
		if !sysctls[s.Name] && !strings.HasPrefix(s.Name, "net.") && !strings.HasPrefix(s.Name, "fs.mqueue.") {
			what = append(what, "the sysctl "+s.Name)
		}
	}
	return runtime.Lost(what...)
}

// profile reports whether an option contains the text of a seccomp profile, as the API expects it.
func profile(option string) bool { return strings.HasPrefix(option, "seccomp={") }
