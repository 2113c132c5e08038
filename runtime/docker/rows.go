package docker

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime"
)

// scope says where in the Compose file a container's attribute can stand.
type scope struct {
	prefix string
	lacks  []string // first names of attributes this scope does not have
	// instead are rows that differ from a service's.
	instead []runtime.Row
}

var scopes = []scope{
	{prefix: "services.*."},
	{prefix: "jobs.*.", lacks: []string{"attach", "container_name", "deploy", "develop", "extends", "external_links", "links",
		"post_start", "pre_start", "pre_stop", "provider", "restart", "scale"}},
	{prefix: "services.*.pre_start.[].", lacks: []string{"attach", "build", "container_name", "depends_on", "deploy", "develop",
		"expose", "extends", "external_links", "healthcheck", "links", "ports", "post_start", "pre_start", "pre_stop", "profiles",
		"provider", "restart", "scale", "stdin_open", "tty"},
		instead: []runtime.Row{
			moot("pull_policy", "docker compose pulls a step's image by the service's pull_policy"),
			moot("use_api_socket", "docker compose gives it to services only"),
		}},
}

// rows declares every attribute of the schema for Docker.
func rows() []runtime.Row {
	var out []runtime.Row
	add := func(prefix string, row runtime.Row) {
		row.Attr = prefix + row.Attr
		out = append(out, row)
	}
	for _, s := range scopes {
		for _, r := range containerRules() {
			if s.has(r.Attr) {
				add(s.prefix, r.Row)
			}
		}
		for _, r := range quietRows {
			if s.has(r.Attr) {
				add(s.prefix, r)
			}
		}
		for _, r := range s.instead {
			add(s.prefix, r)
		}
	}
	for _, r := range networkRules {
		add("networks.*.", r.Row)
	}
	for _, r := range volumeRules {
		add("volumes.*.", r.Row)
	}
	for _, r := range buildRules {
		add("services.*.build.", r.Row)
		add("jobs.*.build.", r.Row)
	}
	return append(out, projectRows...)
}

func (s scope) has(attr string) bool {
	first := attr
	for i := range attr {
		if attr[i] == '.' {
			first = attr[:i]
			break
		}
	}
	return !slices.Contains(s.lacks, first) && !slices.ContainsFunc(s.instead, func(r runtime.Row) bool { return r.Attr == attr })
}

func fullRow(attr string) runtime.Row { return runtime.Row{Attr: attr, Support: runtime.Full} }

// noted is a row that is full and still worth a word.
func noted(attr, note string) runtime.Row {
	return runtime.Row{Attr: attr, Support: runtime.Full, Note: note}
}

func moot(attr, note string) runtime.Row {
	return runtime.Row{Attr: attr, Support: runtime.Moot, Note: note}
}

func partial(attr, note string) runtime.Row {
	return runtime.Row{Attr: attr, Support: runtime.Partial, Note: note}
}

func none(attr, note, hint string) runtime.Row {
	return runtime.Row{Attr: attr, Support: runtime.None, Note: note, Hint: hint}
}

const (
	swarm   = "only swarm has it; docker compose ignores it"
	windows = "only Windows containers have it"
)

// quietRows are attributes of a container that no flag of `docker create` carries: their effect is another unit, a
// name, a file or nothing.
var quietRows = []runtime.Row{
	fullRow("restart"), fullRow("scale"), fullRow("profiles"), fullRow("extends.**"), fullRow("depends_on.**"),
	noted("pull_policy", "an existing container is started even if its image cannot be pulled"), fullRow("env_file.**"), fullRow("label_file"), fullRow("configs.**"), fullRow("secrets.**"),
	fullRow("post_start.**"), fullRow("pre_stop.**"), fullRow("external_links"), fullRow("mac_address"),
	partial("use_api_socket", "the container gets the engine's socket and an empty client configuration: the credentials of the user running compose2unit are not included"),
	fullRow("networks.*.priority"),
	fullRow("pre_start"),
	moot("attach", "it only affects the terminal of a foreground `docker compose up`"),
	moot("develop.**", "it only affects `docker compose watch`"),
	moot("ports.[].mode", swarm), moot("ports.[].name", "docker compose ignores it"), moot("ports.[].app_protocol", "docker compose ignores it"),
	moot("credential_spec.**", windows+"; docker compose ignores it"),
	moot("cpu_count", windows), moot("cpu_percent", windows),
	moot("pull_refresh_after", "docker compose ignores it"),
	moot("volumes.[].consistency", "it has no effect on Linux"),
	none("umask", "the engine has no umask for containers", "set it in the command: sh -c 'umask 027; exec …'"),
	none("provider.**", "a provider is run by the docker compose plugin, which is not needed on the target",
		"run what it provides separately and remove the service, or accept the loss with -allow services.*.provider"),
	none("models.**", "a model's address is known to the `docker model` plugin at run time only",
		"give the model's address in `environment`, or accept the loss with -allow services.*.models"),

	fullRow("deploy.replicas"), fullRow("deploy.restart_policy.condition"), fullRow("deploy.restart_policy.max_attempts"),
	fullRow("deploy.resources.limits.**"), fullRow("deploy.resources.reservations.memory"),
	fullRow("deploy.resources.reservations.devices.**"), fullRow("deploy"), fullRow("deploy.resources"),
	fullRow("deploy.resources.reservations"), fullRow("deploy.restart_policy"),
	moot("deploy.restart_policy.delay", "docker compose ignores it"), moot("deploy.restart_policy.window", "docker compose ignores it"),
	moot("deploy.mode", swarm), moot("deploy.endpoint_mode", swarm), moot("deploy.labels.**", swarm+", the labels reach no container"),
	moot("deploy.placement.**", swarm), moot("deploy.update_config.**", swarm), moot("deploy.rollback_config.**", swarm),
	moot("deploy.resources.reservations.cpus", swarm), moot("deploy.resources.reservations.generic_resources.**", swarm),

	noted("build", "beside `image`, the image is pulled first and built when that fails"), fullRow("build.context"), fullRow("build.args.**"), fullRow("build.dockerfile_inline"),
	fullRow("build.secrets.**"), fullRow("build.privileged"), // the latter is an entitlement, see toplevel.go
	moot("build.secrets.[].uid", "docker compose ignores it"), moot("build.secrets.[].gid", "docker compose ignores it"),
	moot("build.secrets.[].mode", "docker compose ignores it"),
	fullRow("logging"),
}

// projectRows are the top level and the jobs' own attributes.
var projectRows = []runtime.Row{
	fullRow("name"), fullRow("include.**"), fullRow("networks"), fullRow("networks.*"), fullRow("networks.*.name"),
	fullRow("networks.*.external.**"), fullRow("networks.*.ipam"), fullRow("volumes"), fullRow("volumes.*"), fullRow("volumes.*.name"),
	fullRow("volumes.*.external.**"), fullRow("services"), fullRow("services.*"), fullRow("services.*.pre_start.[].per_replica"), fullRow("jobs"), fullRow("jobs.*"),
	fullRow("jobs.*.triggers.**"),
	moot("version", "it is obsolete, and docker compose ignores it"),
	fullRow("secrets"), fullRow("secrets.*"), fullRow("secrets.*.file"), fullRow("secrets.*.environment"),
	none("secrets.*.external.**", "docker compose refuses external secrets as well: only swarm has them",
		"name a file of the target with `file:`"),
	none("secrets.*.driver", "docker compose refuses it as well: only swarm has secret drivers", "name a file of the target with `file:`"),
	moot("secrets.*.driver_opts.**", swarm),
	none("secrets.*.template_driver", "docker compose refuses it as well: only swarm has template drivers", ""),
	moot("secrets.*.name", "it is not part of any engine object"), moot("secrets.*.labels.**", "docker compose ignores it"),
	fullRow("configs"), fullRow("configs.*"), fullRow("configs.*.file"), fullRow("configs.*.content"), fullRow("configs.*.environment"),
	none("configs.*.external.**", "docker compose refuses external configs as well: only swarm has them",
		"name a file of the target with `file:`"),
	none("configs.*.template_driver", "docker compose refuses it as well: only swarm has template drivers", ""),
	moot("configs.*.name", "it is not part of any engine object"), moot("configs.*.labels.**", "docker compose ignores it"),
	none("models.**", "models are run by the `docker model` plugin, which is not needed on the target",
		"run the model separately, or accept the loss with -allow models"),
}
