package quadlet

// reading is how Quadlet parses the value of a key (podman, pkg/systemd/parser/unitfile.go: Lookup, LookupAll and the other
// Lookup functions). Zero is invalid.
type reading int

const (
	_ reading = iota
	// verbatim takes the value as it is.
	verbatim
	// words splits it at whitespace and removes quotes; there are no escapes.
	words
	// arguments splits, unquotes and unescapes.
	arguments
	// yes and no are the meaning of the flag without a value.
	yes
	no
)

// key is a key of a source file's own section, and the first version that supports it: an older one would skip the unit
// (SupportedKeys in pkg/systemd/quadlet/quadlet.go of every release).
type key struct {
	name    string
	since   version
	reading reading
}

// profileKeys are the keys of [Container] that name a profile, by the prefix of the profile in --security-opt.
var profileKeys = map[string]key{
	"apparmor": {"AppArmor", 508, verbatim},
	"seccomp":  {"SeccompProfile", 404, verbatim},
}

// containerKeys are the keys of [Container], by the corresponding flag of `podman run`. A boolean flag is found by its
// whole text.
var containerKeys = map[string]key{
	"--add-host":                {"AddHost", 503, verbatim},
	"--annotation":              {"Annotation", 404, arguments},
	"--cap-add":                 {"AddCapability", 404, words},
	"--cap-drop":                {"DropCapability", 404, words},
	"--device":                  {"AddDevice", 404, words},
	"--dns":                     {"DNS", 407, verbatim},
	"--dns-option":              {"DNSOption", 407, verbatim},
	"--dns-search":              {"DNSSearch", 407, verbatim},
	"--entrypoint":              {"Entrypoint", 500, verbatim},
	"--env-file":                {"EnvironmentFile", 404, arguments},
	"--expose":                  {"ExposeHostPort", 404, verbatim},
	"--group-add":               {"GroupAdd", 501, verbatim},
	"--health-cmd":              {"HealthCmd", 405, verbatim},
	"--health-interval":         {"HealthInterval", 405, verbatim},
	"--health-on-failure":       {"HealthOnFailure", 405, verbatim},
	"--health-retries":          {"HealthRetries", 405, verbatim},
	"--health-start-period":     {"HealthStartPeriod", 405, verbatim},
	"--health-startup-cmd":      {"HealthStartupCmd", 405, verbatim},
	"--health-startup-interval": {"HealthStartupInterval", 405, verbatim},
	"--health-startup-retries":  {"HealthStartupRetries", 405, verbatim},
	"--health-startup-success":  {"HealthStartupSuccess", 405, verbatim},
	"--health-startup-timeout":  {"HealthStartupTimeout", 405, verbatim},
	"--health-timeout":          {"HealthTimeout", 405, verbatim},
	"--hostname":                {"HostName", 406, verbatim},
	"--http-proxy=false":        {"HttpProxy", 507, no},
	"--init":                    {"RunInit", 404, yes},
	"--label":                   {"Label", 404, arguments},
	"--log-driver":              {"LogDriver", 405, verbatim},
	"--log-opt":                 {"LogOpt", 502, words},
	"--memory":                  {"Memory", 505, verbatim},
	"--mount":                   {"Mount", 405, arguments},
	"--name":                    {"ContainerName", 404, verbatim},
	"--network":                 {"Network", 404, verbatim},
	"--pids-limit":              {"PidsLimit", 407, verbatim},
	"--publish":                 {"PublishPort", 404, verbatim},
	"--pull":                    {"Pull", 406, verbatim},
	"--read-only":               {"ReadOnly", 404, yes},
	"--read-only-tmpfs=false":   {"ReadOnlyTmpfs", 408, no},
	"--secret":                  {"Secret", 405, arguments},
	"--shm-size":                {"ShmSize", 407, verbatim},
	"--stop-signal":             {"StopSignal", 502, verbatim},
	"--stop-timeout":            {"StopTimeout", 500, verbatim},
	"--sysctl":                  {"Sysctl", 406, words},
	"--tmpfs":                   {"Tmpfs", 405, verbatim},
	"--ulimit":                  {"Ulimit", 500, verbatim},
	"--umask":                   {"Umask", 602, verbatim},
	"--user":                    {"User", 404, verbatim},
	"--userns":                  {"UserNS", 405, verbatim},
	"--volume":                  {"Volume", 404, verbatim},
	"--workdir":                 {"WorkingDir", 406, verbatim},
}

// networkKeys are the keys of [Network], by the flag of `podman network create`.
var networkKeys = map[string]key{
	"--driver":         {"Driver", 404, verbatim},
	"--gateway":        {"Gateway", 404, verbatim},
	"--interface-name": {"InterfaceName", 506, verbatim},
	"--internal":       {"Internal", 404, yes},
	"--ip-range":       {"IPRange", 404, verbatim},
	"--ipam-driver":    {"IPAMDriver", 404, verbatim},
	"--ipv6":           {"IPv6", 404, yes},
	"--label":          {"Label", 404, arguments},
	"--name":           {"NetworkName", 407, verbatim},
	"--opt":            {"Options", 404, arguments},
	"--subnet":         {"Subnet", 404, verbatim},
}

// volumeKeys are the keys of [Volume], by the flag of `podman volume create`. Options are not included: Quadlet rejects
// most combinations of them.
var volumeKeys = map[string]key{
	"--driver": {"Driver", 408, verbatim},
	"--label":  {"Label", 404, arguments},
	"--name":   {"VolumeName", 407, verbatim},
}

// buildKeys are the keys of [Build], by the flag of `podman build`.
var buildKeys = map[string]key{
	"--file":    {"File", 502, verbatim},
	"--label":   {"Label", 502, arguments},
	"--network": {"Network", 502, verbatim},
	"--secret":  {"Secret", 502, arguments},
	"--tag":     {"ImageTag", 502, verbatim},
	"--target":  {"Target", 502, verbatim},
}

var keysOf = map[kind]map[string]key{
	containerKind: containerKeys, networkKind: networkKeys, volumeKind: volumeKeys, buildKind: buildKeys,
}
