package grammar

import "slices"

// containerRows returns the attributes of the container of a service, except for those in placeRows.
func containerRows() []Row {
	return slices.Concat(
		is(Hostname, "services.*.hostname", "services.*.domainname"),
		is(User, "services.*.user"),
		is(Group, "services.*.group_add.[]"),
		is(Inside, "services.*.working_dir"),
		is(Runtime, "services.*.runtime"),
		is(Isolation, "services.*.isolation"),
		is(Namespace, "services.*.ipc", "services.*.pid", "services.*.uts", "services.*.userns_mode", "services.*.cgroup"),
		is(Capability, "services.*.cap_add.[]", "services.*.cap_drop.[]"),
		is(Line, "services.*.security_opt.[]"),
		is(CgroupParent, "services.*.cgroup_parent"),
		is(CPUs, "services.*.cpuset"),
		is(DeviceRule, "services.*.device_cgroup_rules.[]"),
		is(BlockDevice, "services.*.blkio_config.weight_device.[].path",
			"services.*.blkio_config.device_read_bps.[].path", "services.*.blkio_config.device_write_bps.[].path",
			"services.*.blkio_config.device_read_iops.[].path", "services.*.blkio_config.device_write_iops.[].path"),
		is(Plugin, "services.*.logging.driver"),
		keys(Label, "services.*.labels"),
		keys(Option, "services.*.annotations", "services.*.logging.options", "services.*.storage_opt"),
		keys(Sysctl, "services.*.sysctls"),
		keys(Ulimit, "services.*.ulimits"),
		keys(Variable, "services.*.environment"),
		is(Line, "services.*.sysctls.*", "services.*.storage_opt.*"),
		free(value, "services.*.command.[]", "services.*.entrypoint.[]", "services.*.environment.*", "services.*.labels.*",
			"services.*.annotations.*", "services.*.logging.options.*", "services.*.healthcheck.test.[]"),
		free(place, "services.*.env_file.[].path", "services.*.label_file.[]"),
		free(decided, "services.*.env_file.[].format"),
		requests("services.*.gpus.[]"),
	)
}

// placeRows returns the attributes that connect a container to its environment: networks, mounts and devices.
func placeRows() []Row {
	const mount = "services.*.volumes.[]"
	const device = "services.*.devices.[]"
	const network = "services.*.networks.*"
	return slices.Concat(
		is(NetworkMode, "services.*.network_mode"),
		is(MAC, "services.*.mac_address", network+".mac_address"),
		is(Address, "services.*.dns.[]", network+".ipv4_address", network+".ipv6_address", "services.*.ports.[].host_ip"),
		is(Address.optional(), network+".link_local_ips.[]"),
		// Empty is no domain to search: docker compose sends it to the engine, and only docker's command line refuses it (moby
		// daemon/libnetwork/internal/resolvconf, OverrideSearch).
		is(Domain.optional(), "services.*.dns_search.[]"),
		is(Resolver.optional(), "services.*.dns_opt.[]"), // like a domain
		keys(Alias, "services.*.extra_hosts"),
		is(HostAddress, "services.*.extra_hosts.*.[]"),
		is(Alias.optional(), network+".aliases.[]"), // the engine accepts an empty one
		is(Interface, network+".interface_name"),
		keys(Option, network+".driver_opts"),
		is(Ports, "services.*.ports.[].published"),
		free(value, network+".driver_opts.*"),
		free(decided, "services.*.ports.[].protocol", "services.*.expose.[]", mount+".type"),
		free(named, "services.*.networks"),
		free(unused, "services.*.ports.[].name", "services.*.ports.[].mode", "services.*.ports.[].app_protocol"),

		[]Row{{Attr: mount + ".source", When: "type=image", Kind: Image}, {Attr: mount + ".source", Free: place}},
		is(Target, mount+".target"),
		is(Field, mount+".consistency", mount+".bind.propagation", mount+".bind.selinux", mount+".bind.recursive"),
		is(Subpath, mount+".volume.subpath", mount+".image.subpath"),
		keys(Option, mount+".volume.labels"),
		free(value, mount+".volume.labels.*"),
		is(Tmpfs, "services.*.tmpfs.[]"),
		is(VolumesFrom, "services.*.volumes_from.[]"),
		is(FileTarget, "services.*.secrets.[].target", "services.*.configs.[].target"),
		free(named, "services.*.secrets.[].source", "services.*.configs.[].source"),
		free(decided, "services.*.secrets.[].uid", "services.*.secrets.[].gid", "services.*.configs.[].uid", "services.*.configs.[].gid"),
		is(Device, device+".source", device+".target"),
		is(Permissions, device+".permissions"),
	)
}
