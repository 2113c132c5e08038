package grammar

import "slices"

// buildRows returns the attributes of a build.
func buildRows() []Row {
	const build = "services.*.build."
	return slices.Concat(
		is(Context, build+"context", build+"additional_contexts.*"),
		keys(ContextName, build+"additional_contexts"),
		is(Dockerfile, build+"dockerfile"),
		is(Tag, build+"tags.[]"),
		is(Cache, build+"cache_from.[]", build+"cache_to.[]"),
		is(Stage, build+"target", build+"no_cache_filter.[]"),
		is(Platform, build+"platforms.[]"),
		is(Namespace, build+"network"),
		is(Isolation, build+"isolation"),
		is(Field, build+"entitlements.[]"),
		is(Attestation, build+"provenance", build+"sbom"),
		is(SecretID, build+"secrets.[].target"),
		is(KeyID, build+"ssh.[].id"),
		is(Line, build+"ssh.[].path"),
		keys(Variable, build+"args"),
		keys(Option, build+"labels"),
		keys(Alias, build+"extra_hosts"),
		is(HostAddress, build+"extra_hosts.*.[]"),
		keys(Ulimit, build+"ulimits"),
		free(value, build+"args.*", build+"labels.*", build+"dockerfile_inline"),
		free(named, build+"secrets.[].source"),
		free(unused, build+"secrets.[].uid", build+"secrets.[].gid"),
	)
}

// topRows returns the attributes of networks, volumes, secrets, configs and the project itself.
func topRows() []Row {
	const pool = "networks.*.ipam.config.[]"
	return slices.Concat(
		is(Network, "networks.*.name"),
		is(Volume, "volumes.*.name"),
		is(Plugin, "networks.*.driver", "networks.*.ipam.driver", "volumes.*.driver"),
		keys(Option, "networks.*.driver_opts", "networks.*.labels", "networks.*.ipam.options",
			"volumes.*.driver_opts", "volumes.*.labels"),
		free(value, "networks.*.driver_opts.*", "networks.*.labels.*", "networks.*.ipam.options.*",
			"volumes.*.driver_opts.*", "volumes.*.labels.*"),
		is(Prefix, pool+".subnet", pool+".ip_range"),
		is(Address, pool+".gateway", pool+".aux_addresses.*"),
		keys(Option, pool+".aux_addresses"),
		free(named, "name", "services", "jobs", "networks", "volumes", "secrets", "configs", "jobs.*.name"),
		free(value, "configs.*.content", "secrets.*.content"),
		free(place, "configs.*.file", "secrets.*.file"),
		free(decided, "configs.*.environment", "secrets.*.environment"),
		free(unused, "configs.*.name", "configs.*.labels", "configs.*.labels.*", "configs.*.driver", "configs.*.driver_opts",
			"configs.*.driver_opts.*", "configs.*.template_driver",
			"secrets.*.name", "secrets.*.labels", "secrets.*.labels.*", "secrets.*.driver", "secrets.*.driver_opts",
			"secrets.*.driver_opts.*", "secrets.*.template_driver", "models", "models.*.name", "models.*.model", "models.*.runtime_flags.[]"),
	)
}
