package rules

import "github.com/compose2unit/compose2unit/runtime/cli"

// namespaceRules are the rules for the namespaces that the container shares.
var namespaceRules = []rule{
	cli.Container.Full("ipc", func(c *container) []flag { return cli.One("--ipc", c.Host.IpcMode) }),
	own[container]("pid"), own[container]("uts"), own[container]("userns_mode"),
	cli.Container.Full("cgroup", func(c *container) []flag { return cli.One("--cgroupns", c.Host.CgroupnsMode) }),
	cli.Container.Full("cgroup_parent", func(c *container) []flag { return cli.One("--cgroup-parent", c.Host.CgroupParent) }),
}

// securityRules are the rules for what the container may do.
var securityRules = []rule{
	cli.Container.Full("privileged", func(c *container) []flag { return cli.Set("--privileged", c.Host.Privileged) }),
	own[container]("read_only"),
	cli.Container.Full("cap_add", func(c *container) []flag { return cli.Each("--cap-add", c.Host.CapAdd) }),
	cli.Container.Full("cap_drop", func(c *container) []flag { return cli.Each("--cap-drop", c.Host.CapDrop) }),
	own[container]("security_opt"), own[container]("sysctls.**"),
}

// networkingRules are the rules for networks, ports and name resolution.
var networkingRules = []rule{
	own[container]("network_mode"), own[container]("networks.**"), own[container]("links"), own[container]("ports.**"), cli.Container.Full("expose", expose),
	own[container]("dns"), own[container]("dns_opt"), own[container]("dns_search"), own[container]("extra_hosts.**"),
}

// mountRules are the rules for mounts.
var mountRules = []rule{
	own[container]("volumes.**"), own[container]("tmpfs"),
	cli.Container.Full("volumes_from", func(c *container) []flag { return cli.Each("--volumes-from", c.Host.VolumesFrom) }),
}

// loggingRules are the rules for the output.
var loggingRules = []rule{
	own[container]("logging.driver"), own[container]("logging.options.**"),
}
