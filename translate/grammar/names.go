package grammar

import "strings"

// container is moby's form of a container name, which podman shares.
const container = `[a-zA-Z0-9][a-zA-Z0-9_.-]*`

// nameMax leaves room for what scripts append to a name that becomes a file name (NAME_MAX is 255).
const nameMax = 230

// short limits a kind to strings that can become a file name.
func (k *Kind) short() *Kind {
	return &Kind{Name: k.Name, Form: k.Form + "; at most 230 characters", Source: k.Source,
		valid: func(s string) bool { return len(s) <= nameMax && k.valid(s) }}
}

const nameForm = "letters, digits, _ . and -, beginning with a letter or digit"

// Container is the name of a container.
var Container = matching("a container name", nameForm, "moby daemon/names (RestrictedNamePattern); podman libpod/define (NameRegex)", container).short()

// Volume is the name of a volume.
var Volume = matching("a volume name", nameForm, "moby volume/service (validateName); podman libpod/define (NameRegex)", container).short()

// Network is the name of a network. Docker accepts any that is not blank (one that looks like an option is passed through the
// API); which ones podman accepts is defined in runtime/podman. A network named container:NAME could not be used: every engine
// joins that container instead.
var Network = &Kind{Name: "a network name", Form: "one line that neither begins with a dash or container: nor has a blank at an end",
	Source: "moby daemon/libnetwork/config (ValidateName); moby api/types/container (NetworkMode)", valid: func(s string) bool {
		return s != "" && s[0] != '-' && printable(s) && strings.TrimSpace(s) == s && !strings.HasPrefix(s, "container:")
	}}

// Link is a container of another project, and the alias under which it is reachable.
var Link = matching("a link", "NAME or NAME:ALIAS", "docker/cli opts.ValidateLink", container+`(:`+label+`)?`)

// VolumesFrom is a service or container whose volumes are mounted.
var VolumesFrom = matching("a source of volumes", "SERVICE[:MODE] or container:NAME[:MODE]",
	"docker/compose pkg/compose/convergence.go (resolveVolumeFrom)", `(container:`+container+`|[a-zA-Z0-9_.][a-zA-Z0-9_.-]*)(:(ro|rw|z|Z)(,(ro|rw|z|Z))*)?`)

// Namespace is the owner of the namespace that a container shares.
var Namespace = &Kind{Name: "a mode of namespaces or networks", Form: "host, none, private, service:NAME, container:NAME or another of the engine's words",
	Source: "moby api/types/container (NetworkMode, IpcMode, PidMode …); podman-create(1)", valid: func(s string) bool {
		if name, ok := strings.CutPrefix(s, "container:"); ok {
			return Container.Valid(name)
		}
		return Network.Valid(s)
	}}

// NetworkMode is the network of a container that is in none of the project's. Clients parse a comma, a colon or an equals sign
// as endpoint options, which are separate attributes in a Compose file; only Podman's user-mode networks have options here.
var NetworkMode = &Kind{Name: "a network mode", Form: "none, host, bridge, default, service:NAME, container:NAME or the name of a network",
	Source: "moby api/types/container (NetworkMode); docker/cli opts/network.go; podman-create(1) --network", valid: func(s string) bool {
		before, after, parted := strings.Cut(s, ":")
		switch {
		case !parted:
			return Network.Valid(s) && !strings.ContainsAny(s, `,="`)
		case before == "container":
			return Container.Valid(after)
		case before == "service":
			return printable(after) && !strings.ContainsAny(after, `:,="`)
		case before == "ns":
			return Inside.Valid(after) && !strings.ContainsAny(after, `:,="`)
		}
		return (before == "pasta" || before == "slirp4netns") && printable(after) && !strings.ContainsAny(after, ` "`)
	}}

// Plugin is a driver: a built-in one, or the name of a plugin.
var Plugin = matching("the name of a driver", "one word of letters, digits and _ . : / @ -, beginning with a letter or digit",
	"moby pkg/plugins (a plugin's name is a reference)", `[a-zA-Z0-9][a-zA-Z0-9_.:/@-]*`)

// Runtime is an OCI runtime: a name known to the engine, or a path.
var Runtime = matching("a container runtime", "a name such as runc or io.containerd.runc.v2, or an absolute path",
	"moby daemon/runtime_unix.go; podman-create(1) --runtime", `/?[a-zA-Z0-9][a-zA-Z0-9_./+-]*`)

// Isolation is the isolation of a container on Windows.
var Isolation = oneOf("an isolation", "moby api/types/container (Isolation)", "default", "process", "hyperv")

// Variable is the name of an environment variable.
var Variable = &Kind{Name: "the name of an environment variable", Form: "not empty, in one line and without an equals sign",
	Source: "environ(7); docker/cli pkg/kvfile", valid: func(s string) bool {
		return s != "" && printable(s) && !strings.Contains(s, "=")
	}}

// Label is the name of a label.
var Label = &Kind{Name: "a label name", Form: "not empty", Source: "docker/cli opts.ValidateLabel", valid: func(s string) bool { return s != "" }}

// Option is the name of an option that an engine passes to a driver, or of a label that only an option can set.
var Option = &Kind{Name: "the name of an option", Form: "not empty, without blanks and equals signs",
	Source: "clients write KEY=VALUE (docker/cli opts)", valid: func(s string) bool {
		return word(s) && !strings.Contains(s, "=")
	}}

// Capability is a Linux capability. The engines refuse a name that they do not know.
var Capability = matching("a capability", "ALL or a name such as NET_ADMIN or CAP_NET_ADMIN", "capabilities(7); moby daemon/pkg/oci/caps",
	`(?i:all|(cap_)?(`+strings.Join(strings.Fields(capabilities), "|")+`))`)

// capabilities are those of Linux 5.9 and later.
const capabilities = `audit_control audit_read audit_write block_suspend bpf checkpoint_restore chown dac_override dac_read_search
fowner fsetid ipc_lock ipc_owner kill lease linux_immutable mac_admin mac_override mknod net_admin net_bind_service
net_broadcast net_raw perfmon setfcap setgid setpcap setuid sys_admin sys_boot sys_chroot sys_module sys_nice sys_pacct
sys_ptrace sys_rawio sys_resource sys_time sys_tty_config syslog wake_alarm`

// Sysctl is a kernel parameter.
var Sysctl = matching("a kernel parameter", "a name such as net.core.somaxconn", "sysctl.d(5)", `[A-Za-z0-9][A-Za-z0-9_/.*:@-]*`)

// Ulimit is the name of a resource limit.
var Ulimit = oneOf("a resource limit", "docker/go-units ulimit.go", "core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice",
	"nofile", "nproc", "rss", "rtprio", "rttime", "sigpending", "stack")

// Signal is a signal, by name or number. The engines refuse other names, and no process gets a signal above 64.
var Signal = matching("a signal", "a name such as SIGTERM or TERM, or a number from 1 to 64", "moby/sys/signal ParseSignal; signal(7)",
	`(?i:(SIG)?(`+strings.Join(strings.Fields(signals), "|")+`|rtmin([+]([1-9]|1[0-5]))?|rtmax(-([1-9]|1[0-4]))?))|0*([1-9]|[1-5][0-9]|6[0-4])`)

const signals = `abrt alrm bus chld cld cont fpe hup ill int io iot kill pipe poll prof pwr quit segv stkflt stop sys term trap tstp
ttin ttou urg usr1 usr2 vtalrm winch xcpu xfsz`

// CgroupParent is the control group under which a container gets its own.
var CgroupParent = &Kind{Name: "a parent of control groups", Form: "a slice such as machine.slice, or a path without ..",
	Source: "moby daemon/daemon_unix.go; systemd.slice(5)", valid: func(s string) bool {
		return s == "-.slice" || word(s) && !climbs(s)
	}}

// DeviceRule grants a container access to devices by their numbers.
var DeviceRule = matching("a rule for devices", "TYPE MAJOR:MINOR ACCESS, such as c 13:* rwm",
	"moby daemon/pkg/oci (deviceCgroupRuleRegex)", `[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}`)

// ServiceLink is a service of the project, and the alias under which it is reachable.
var ServiceLink = matching("a link", "SERVICE or SERVICE:ALIAS", "docker/cli opts.ValidateLink", `[a-zA-Z0-9._-]+(:`+label+`)?`)
