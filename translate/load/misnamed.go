package load

import "strings"

// renamed maps attributes of a service in Compose's first file formats to their current names (docker/compose 1.x,
// config_schema_v1.json and v2.x).
var renamed = map[string]string{
	"net":           "network_mode",
	"log_driver":    "logging.driver",
	"log_opt":       "logging.options",
	"dockerfile":    "build.dockerfile",
	"volume_driver": "driver of the volume under the top-level volumes",
	"cpuset_cpus":   "cpuset",
	"memory":        "mem_limit",
	"hosts":         "extra_hosts",
}

// mistaken maps what is often written in a service to the attribute: flags of `docker run`, words of other tools, and attributes
// of a part of the service.
var mistaken = map[string]string{
	"add_host": "extra_hosts", "add_hosts": "extra_hosts",
	"cap": "cap_add", "capabilities": "cap_add", "cgroupns": "cgroup",
	"cmd": "command", "cpu": "cpus", "cpu_limit": "cpus",
	"env": "environment", "envs": "environment", "envfile": "env_file",
	"grace_period": "stop_grace_period", "stop_timeout": "stop_grace_period",
	"group": "group_add", "groups": "group_add",
	"ipc_mode": "ipc", "pid_mode": "pid", "uts_mode": "uts", "userns": "userns_mode",
	"log_opts": "logging.options", "logs": "logging",
	"mem": "mem_limit", "mount": "volumes", "mounts": "volumes",
	"name": "container_name", "net_mode": "network_mode",
	"publish": "ports", "published": "ports.[].published", "target": "build.target",
	"pull": "pull_policy", "workdir": "working_dir",
	"replicas": "deploy.replicas", "restart_policy": "deploy.restart_policy", "placement": "deploy.placement",
	"constraints": "deploy.placement.constraints", "update_config": "deploy.update_config", "rollback_config": "deploy.rollback_config",
	"endpoint_mode": "deploy.endpoint_mode",
	"resources":     "deploy.resources", "limits": "deploy.resources.limits", "reservations": "deploy.resources.reservations",
	"args": "build.args", "build_args": "build.args", "context": "build.context", "no_cache": "build.no_cache", "cache_from": "build.cache_from",
	"dockerfile_inline": "build.dockerfile_inline", "additional_contexts": "build.additional_contexts",
	"aliases": "networks.NAME.aliases", "ipv4_address": "networks.NAME.ipv4_address", "ipv6_address": "networks.NAME.ipv6_address",
	"ip": "networks.NAME.ipv4_address", "gw_priority": "networks.NAME.gw_priority", "interface_name": "networks.NAME.interface_name",
	"interval": "healthcheck.interval", "retries": "healthcheck.retries", "test": "healthcheck.test", "timeout": "healthcheck.timeout",
	"start_period": "healthcheck.start_period",
}

// misnamed returns the hint for an attribute that Compose does not have and that is known to be written, or "". It applies to the
// attributes of a service.
func misnamed(key string) string {
	name := strings.ReplaceAll(key, "-", "_")
	if now := renamed[name]; now != "" {
		return "it is " + now + " now"
	}
	switch name {
	case "rm", "detach":
		return "remove it: a container runs in the background, and stays until its definition changes"
	case "autostart", "auto_start", "enabled":
		return "remove it: every service is started; profiles select some"
	}
	if to := mistaken[name]; to != "" {
		return "did you mean " + to + "?"
	}
	return ""
}
