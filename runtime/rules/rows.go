package rules

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

// project declares the attributes of the top level.
var project runtime.Of[model.Project, cli.Flag]

// scope is a place in the Compose file where a container's attributes can be set.
type scope struct {
	prefix string
	lacks  []string // first path elements of attributes that this scope lacks
	// instead are rules that differ from a service's.
	instead []rule
}

var scopes = []scope{
	{prefix: "services.*."},
	{prefix: "jobs.*.", lacks: []string{"attach", "container_name", "deploy", "develop", "extends", "external_links", "links",
		"post_start", "pre_start", "pre_stop", "provider", "restart", "scale"}},
	{prefix: "services.*.pre_start.[].", lacks: []string{"attach", "build", "container_name", "depends_on", "deploy", "develop",
		"expose", "extends", "external_links", "healthcheck", "links", "ports", "post_start", "pre_start", "pre_stop", "profiles",
		"provider", "restart", "scale", "stdin_open", "tty"},
		instead: []rule{
			cli.Container.Moot("pull_policy", "docker compose pulls a step's image by the service's pull_policy"),
			cli.Container.Moot("use_api_socket", "docker compose gives it to services only"),
		}},
}

// Rows returns a row for every attribute of the schema for an engine: those of its rules, of the attributes without a flag,
// and of the top level. Rows in own replace them.
func Rows(r cli.Rules, own ...cli.ContainerRule) []runtime.Row {
	var out []runtime.Row
	for _, s := range scopes {
		out = append(out, s.rows(slices.Concat(s.instead, own, r.Containers, quietRules))...)
	}
	out = append(out, prefixed("networks.*.", r.Networks)...)
	out = append(out, prefixed("volumes.*.", r.Volumes)...)
	out = append(out, prefixed("services.*.build.", r.Builds)...)
	out = append(out, prefixed("jobs.*.build.", r.Builds)...)
	return append(out, prefixed("", projectRules)...)
}

func prefixed[S any](prefix string, rules []runtime.Rule[S, flag]) []runtime.Row {
	out := make([]runtime.Row, len(rules))
	for i, r := range rules {
		out[i] = r.Row
		out[i].Attr = prefix + r.Attr
	}
	return out
}

// rows returns the rows of the attributes that the scope has; of two rules for one attribute the first applies.
func (s scope) rows(rules []rule) []runtime.Row {
	var kept []rule
	for _, r := range rules {
		first, _, _ := strings.Cut(r.Attr, ".")
		if !slices.Contains(s.lacks, first) && !slices.ContainsFunc(kept, func(k rule) bool { return k.Attr == r.Attr }) {
			kept = append(kept, r)
		}
	}
	return prefixed(s.prefix, kept)
}

const (
	swarm   = "only swarm has it; docker compose ignores it"
	windows = "only Windows containers have it"
)

// quietRules are attributes of a container without a flag: their effect is another unit, a name, a file or nothing.
var quietRules = []rule{
	cli.Container.Full("restart"), cli.Container.Full("scale"), cli.Container.Full("profiles"), cli.Container.Full("extends.**"), cli.Container.Full("depends_on.**"),
	cli.Container.Full("pull_policy").Noted("an existing container is started even if its image cannot be pulled"), cli.Container.Full("env_file.**"), cli.Container.Full("label_file"), cli.Container.Full("configs.**"), cli.Container.Full("secrets.**"),
	cli.Container.Full("post_start.**"), cli.Container.Full("pre_stop.**"), cli.Container.Full("external_links"), cli.Container.Full("mac_address"),
	cli.Container.Partial("use_api_socket", "the container gets the engine's socket and an empty client configuration: the credentials of the user running compose2unit are not included"),
	cli.Container.Full("networks.*.priority"),
	cli.Container.Full("pre_start"),
	cli.Container.Moot("attach", "it only affects the terminal of a foreground `docker compose up`"),
	cli.Container.Moot("develop.**", "it only affects `docker compose watch`"),
	cli.Container.Moot("ports.[].mode", swarm), cli.Container.Moot("ports.[].name", "docker compose ignores it"), cli.Container.Moot("ports.[].app_protocol", "docker compose ignores it"),
	cli.Container.Moot("credential_spec.**", windows+"; docker compose ignores it"),
	cli.Container.Moot("cpu_count", windows), cli.Container.Moot("cpu_percent", windows),
	cli.Container.Moot("pull_refresh_after", "docker compose ignores it"),
	cli.Container.Moot("volumes.[].consistency", "it has no effect on Linux"),
	cli.Container.None("umask", "the engine has no umask for containers", "set it in the command: sh -c 'umask 027; exec …'"),
	cli.Container.None("provider.**", "a provider is run by the docker compose plugin, which is not needed on the target",
		"run what it provides separately and remove the service, or accept the loss with -allow services.*.provider"),
	cli.Container.None("models.**", "a model's address is known to the `docker model` plugin at run time only",
		"give the model's address in `environment`, or accept the loss with -allow services.*.models"),

	cli.Container.Full("deploy.replicas"), cli.Container.Full("deploy.restart_policy.condition"), cli.Container.Full("deploy.restart_policy.max_attempts"),
	cli.Container.Full("deploy.resources.limits.**"), cli.Container.Full("deploy.resources.reservations.memory"),
	cli.Container.Full("deploy.resources.reservations.devices.**"), cli.Container.Full("deploy"), cli.Container.Full("deploy.resources"),
	cli.Container.Full("deploy.resources.reservations"), cli.Container.Full("deploy.restart_policy"),
	cli.Container.Moot("deploy.restart_policy.delay", "docker compose ignores it"), cli.Container.Moot("deploy.restart_policy.window", "docker compose ignores it"),
	cli.Container.Moot("deploy.mode", swarm), cli.Container.Moot("deploy.endpoint_mode", swarm), cli.Container.Moot("deploy.labels.**", swarm+", the labels reach no container"),
	cli.Container.Moot("deploy.placement.**", swarm), cli.Container.Moot("deploy.update_config.**", swarm), cli.Container.Moot("deploy.rollback_config.**", swarm),
	cli.Container.Moot("deploy.resources.reservations.cpus", swarm), cli.Container.Moot("deploy.resources.reservations.generic_resources.**", swarm),

	cli.Container.Full("build").Noted("beside `image`, the image is pulled first and built when that fails"), cli.Container.Full("build.context"), cli.Container.Full("build.args.**"), cli.Container.Full("build.dockerfile_inline"),
	cli.Container.Full("build.secrets.**"), cli.Container.Full("build.privileged"), // the latter is an entitlement, see toplevel.go
	cli.Container.Moot("build.secrets.[].uid", "docker compose ignores it"), cli.Container.Moot("build.secrets.[].gid", "docker compose ignores it"),
	cli.Container.Moot("build.secrets.[].mode", "docker compose ignores it"),
	cli.Container.Full("logging"),
}

// projectRules are the attributes of the top level and the jobs' own attributes.
var projectRules = []runtime.Rule[model.Project, cli.Flag]{
	project.Full("name"), project.Full("include.**"), project.Full("networks"), project.Full("networks.*"), project.Full("networks.*.name"),
	project.Full("networks.*.external.**"), project.Full("networks.*.ipam"), project.Full("volumes"), project.Full("volumes.*"), project.Full("volumes.*.name"),
	project.Full("volumes.*.external.**"), project.Full("services"), project.Full("services.*"), project.Full("services.*.pre_start.[].per_replica"), project.Full("jobs"), project.Full("jobs.*"),
	project.Full("jobs.*.triggers.**"),
	// It has no consequence, and many public files have it, so there is no finding.
	{Row: runtime.Row{Attr: "version", Support: runtime.Moot, Quiet: true, Note: "it is obsolete, and docker compose ignores it"}},
	project.Full("secrets"), project.Full("secrets.*"), project.Full("secrets.*.file"), project.Full("secrets.*.environment"),
	project.None("secrets.*.external.**", "docker compose refuses external secrets as well: only swarm has them",
		"name a file of the target with `file:`"),
	project.None("secrets.*.driver", "docker compose refuses it as well: only swarm has secret drivers", "name a file of the target with `file:`"),
	project.Moot("secrets.*.driver_opts.**", swarm),
	project.None("secrets.*.template_driver", "docker compose refuses it as well: only swarm has template drivers", ""),
	project.Moot("secrets.*.name", "it is not part of any engine object"), project.Moot("secrets.*.labels.**", "docker compose ignores it"),
	project.Full("configs"), project.Full("configs.*"), project.Full("configs.*.file"), project.Full("configs.*.content"), project.Full("configs.*.environment"),
	project.None("configs.*.external.**", "docker compose refuses external configs as well: only swarm has them",
		"name a file of the target with `file:`"),
	project.None("configs.*.template_driver", "docker compose refuses it as well: only swarm has template drivers", ""),
	project.Moot("configs.*.name", "it is not part of any engine object"), project.Moot("configs.*.labels.**", "docker compose ignores it"),
	project.None("models.**", "models are run by the `docker model` plugin, which is not needed on the target",
		"run the model separately, or accept the loss with -allow models"),
}
