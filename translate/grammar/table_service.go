package grammar

import "slices"

// serviceRows returns the attributes of a service that do not concern its container.
func serviceRows() []Row {
	return slices.Concat(
		is(Image, "services.*.image"),
		is(Platform, "services.*.platform"),
		is(Container, "services.*.container_name"),
		is(Signal, "services.*.stop_signal"),
		is(Link, "services.*.external_links.[]"),
		is(ServiceLink, "services.*.links.[]"),
		is(Zone, "jobs.*.triggers.schedule.[].timezone"),
		is(Inside, "services.*.post_start.[].working_dir", "services.*.pre_stop.[].working_dir"),
		is(User, "services.*.post_start.[].user", "services.*.pre_stop.[].user"),
		keys(Variable, "services.*.post_start.[].environment", "services.*.pre_stop.[].environment"),
		free(value, "services.*.post_start.[].command.[]", "services.*.pre_stop.[].command.[]",
			"services.*.post_start.[].environment.*", "services.*.pre_stop.[].environment.*"),
		free(decided, "services.*.restart", "services.*.pull_policy", "services.*.pull_refresh_after",
			"services.*.depends_on.*.condition", "services.*.deploy.restart_policy.condition",
			"jobs.*.triggers.schedule.[].cron", "jobs.*.triggers.schedule.[].concurrency", "jobs.*.triggers.schedule.[].missed_fires"),
		free(named, "services.*.name", "services.*.depends_on", "services.*.profiles.[]",
			"services.*.extends.service", "services.*.extends.file"),
		free(unused, "services.*.net", "services.*.log_driver", "services.*.log_opt", "services.*.log_opt.*",
			"services.*.volume_driver", "services.*.dockerfile",
			"services.*.provider.type", "services.*.provider.options", "services.*.provider.options.*.[]",
			"services.*.models", "services.*.models.*.endpoint_var", "services.*.models.*.model_var",
			"services.*.credential_spec.config", "services.*.credential_spec.file", "services.*.credential_spec.registry"),
		deployRows(), developRows(),
	)
}

func deployRows() []Row {
	const devices = "services.*.deploy.resources.reservations.devices.[]"
	const limits = "services.*.deploy.resources.limits"
	const reservations = "services.*.deploy.resources.reservations"
	return slices.Concat(
		requests(devices),
		free(unused, "services.*.deploy.mode", "services.*.deploy.endpoint_mode", "services.*.deploy.labels", "services.*.deploy.labels.*",
			"services.*.deploy.placement.constraints.[]", "services.*.deploy.placement.preferences.[].spread",
			"services.*.deploy.update_config.failure_action", "services.*.deploy.update_config.order",
			"services.*.deploy.rollback_config.failure_action", "services.*.deploy.rollback_config.order",
			reservations+".generic_resources.[].discrete_resource_spec.kind",
			limits+".generic_resources.[].discrete_resource_spec.kind",
			limits+".devices.[].driver", limits+".devices.[].capabilities.[]", limits+".devices.[].device_ids.[]",
			limits+".devices.[].options", limits+".devices.[].options.*"),
	)
}

// requests returns the rows of a device request.
func requests(at string) []Row {
	return slices.Concat(
		is(Plugin, at+".driver"),
		is(Field, at+".capabilities.[]", at+".device_ids.[]"),
		keys(Option, at+".options"),
		free(value, at+".options.*"),
	)
}

func developRows() []Row {
	const watch = "services.*.develop.watch.[]"
	return free(unused, watch+".action", watch+".path", watch+".target", watch+".include.[]", watch+".ignore.[]",
		watch+".exec.command.[]", watch+".exec.user", watch+".exec.working_dir", watch+".exec.environment", watch+".exec.environment.*")
}
