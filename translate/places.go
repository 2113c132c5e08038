package translate

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/load"
	"github.com/compose2unit/compose2unit/translate/source"
)

// place is where the value of an attribute ends up.
type place int

const (
	// readable is free text in a unit or in a command-line argument: labels, commands, driver options.
	readable place = iota
	// naming is also in a unit, and identifies an object to the engine or sets an amount: images, ports, paths, names,
	// sizes. Public projects commonly take these from .env, and they are not secrets.
	naming
	// closed is a private file.
	closed
	// nowhere is not part of the output.
	nowhere
)

// attributes lists those of services and jobs, and of their hooks; a test requires every attribute. A pattern covers
// everything below it, `*` is any key or item, and the longest match decides.
var attributes = map[place][]string{
	closed: {"environment", "build.args", "build.dockerfile_inline"},
	nowhere: {"develop", "profiles", "depends_on", "extends", "provider", "attach", "deploy.endpoint_mode", "deploy.placement",
		"deploy.update_config", "deploy.rollback_config", "deploy.mode", "deploy.labels"},
	naming: {"image", "platform", "container_name", "ports", "expose", "volumes", "networks", "network_mode", "restart", "user",
		"working_dir", "pull_policy", "pull_refresh_after", "scale", "deploy", "blkio_config", "cgroup", "cgroup_parent", "cap_add",
		"cap_drop", "cpu_count", "cpu_percent", "cpu_period", "cpu_quota", "cpu_rt_period", "cpu_rt_runtime", "cpu_shares", "cpus",
		"cpuset", "mem_limit", "mem_reservation", "mem_swappiness", "memswap_limit", "shm_size", "pids_limit", "ulimits",
		"oom_kill_disable", "oom_score_adj", "devices", "device_cgroup_rules", "gpus", "group_add", "dns", "dns_opt", "dns_search",
		"ipc", "pid", "uts", "userns_mode", "isolation", "runtime", "init", "tty", "stdin_open", "privileged", "read_only",
		"security_opt", "tmpfs", "links", "external_links", "volumes_from", "mac_address", "stop_grace_period", "stop_signal",
		"secrets", "configs", "credential_spec", "env_file", "label_file", "use_api_socket", "triggers", "umask", "per_replica",
		"build", "healthcheck", "logging.driver", extensionKey},
	readable: {"annotations", "command", "domainname", "entrypoint", "extra_hosts", "hostname", "labels", "models", "storage_opt", "sysctls",
		"post_start", "pre_start", "pre_stop", "healthcheck.test", "volumes.*.volume.labels", "networks.*.driver_opts", "deploy.resources.reservations.devices.*.options",
		"gpus.*.options", "build.labels", "build.ssh", "build.extra_hosts", "build.cache_from", "build.cache_to"},
}

// objects lists the attributes of the other sections.
var objects = map[place][]string{
	nowhere: {"secrets.*.labels", "configs.*.labels"},
	closed:  {"configs.*.content", "secrets.*.content"},
	naming: {"networks.*", "volumes.*", "secrets.*", "configs.*", "volumes.*.driver_opts.device", "volumes.*.driver_opts.type",
		"name", extensionKey},
	readable: {"networks.*.driver_opts", "networks.*.ipam.options", "networks.*.labels", "volumes.*.driver_opts", "volumes.*.labels"},
}

// placeOf returns where the value at a path ends up.
func placeOf(path []string) place {
	table := objects
	if path[0] == "services" || path[0] == "jobs" {
		path, table = path[2:], attributes
		if hook := path[0]; len(path) > 2 && (hook == "pre_start" || hook == "post_start" || hook == "pre_stop") {
			path = path[2:]
		}
		if strings.HasPrefix(path[0], "x-") && path[0] != extensionKey && path[0] != "x-systemd" {
			return nowhere
		}
	}
	out, longest := readable, 0
	for p, patterns := range table {
		for _, pattern := range patterns {
			if words := strings.Split(pattern, "."); len(words) > longest && covers(words, path) {
				out, longest = p, len(words)
			}
		}
	}
	return out
}

// covers reports whether a pattern matches a path.
func covers(pattern, path []string) bool {
	for i, word := range pattern {
		if i >= len(path) || word != "*" && word != path[i] {
			return false
		}
	}
	return true
}

// Variables whose names contain one of these parts, and do not end in one of notSecret, hold secrets.
var (
	secretPart = lazyregexp.New(`(?i)passw|passphrase|secret|token|credential|api_?key`)
	secretWord = []string{"pass", "pwd", "pw", "key", "salt", "dsn", "auth", "jwt", "creds", "htpasswd"}
	notSecret  = []string{"file", "path", "dir", "directory", "url", "uri", "host", "hostname", "port", "name", "user", "username", "id",
		"ttl", "expiry", "expiration", "expires", "lifetime", "length", "size", "enabled", "enable", "disabled", "disable", "type", "mode",
		"method", "provider", "algorithm", "version", "tag", "image", "prefix", "header", "timeout", "days", "hours", "minutes", "seconds",
		"issuer", "audience", "endpoint", "domain", "realm", "policy", "required"}
)

// Before a variable: an option or key that asks for a secret, or the user of a URL.
var secretBefore = lazyregexp.New(`(?i)(passw(or)?d|passphrase|requirepass|secret|token|credentials?|api[_-]?key)["']?[ =:]+["']?\$|://[^/@\s:]*:\$`)

// secret guesses whether a value is a secret.
func secret(o load.Outside) bool {
	if secretBefore.MatchString(o.Written) || secretName(o.Path[len(o.Path)-1]) {
		return true
	}
	return slices.ContainsFunc(o.From, func(v source.Variable) bool { return secretName(v.Name) })
}

// secretName reports whether a name suggests a secret.
func secretName(name string) bool {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune("_-. ", r) })
	if len(words) == 0 || name == "PWD" || name == "OLDPWD" || slices.Contains(notSecret, words[len(words)-1]) {
		return false
	}
	return secretPart.MatchString(name) || slices.Contains(secretWord, words[len(words)-1])
}
