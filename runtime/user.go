package runtime

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// CheckUser reports what a project requests that a user's engine cannot do (-user) because it needs root, whichever engine
// it is. Each was observed to fail, or to have no effect, with rootless Docker 26 and Podman 5.4; restrictions of a single
// engine are reported by its own package. A machine can be configured so that some of it works, so these are warnings.
func CheckUser(p *model.Project, o Options, scope diag.Scope) {
	u := userCheck{project: p, options: o, scope: scope}
	for i := range p.Containers {
		c := &p.Containers[i]
		u.container(c)
		for j := range c.PreStart {
			u.container(&c.PreStart[j])
		}
	}
	for _, n := range p.Networks {
		if slices.Contains([]string{"macvlan", "ipvlan", "overlay"}, n.Driver) {
			u.warn("a network of the driver "+n.Driver+" needs a host interface, which a rootless engine cannot use",
				"use the driver bridge", append(n.At, "driver")...)
		}
	}
	for _, v := range p.Volumes {
		u.volume(v)
	}
}

// userCheck is one run of [CheckUser].
type userCheck struct {
	project *model.Project
	options Options
	scope   diag.Scope
}

func (u userCheck) add(s diag.Severity, text, hint string, at ...string) {
	u.scope.At(at...).Add(s, diag.Rootless, text, hint)
}

func (u userCheck) warn(text, hint string, at ...string) { u.add(diag.Warning, text, hint, at...) }

// volume reports file systems on a device or the network: mounting one (mount(2)) requires root, in every user namespace.
func (u userCheck) volume(v model.Volume) {
	kind := v.Options.Get("type")
	if v.Driver != "" && v.Driver != "local" || slices.Contains([]string{"", "none", "bind", "tmpfs", "overlay"}, kind) || strings.HasPrefix(kind, "fuse") {
		return
	}
	u.warn("a user cannot mount a file system of type "+kind, "have root mount it (/etc/fstab), and bind the directory", append(v.At, "driver_opts")...)
}

func (u userCheck) container(c *model.Container) {
	here := func(attribute ...string) []string { return append(slices.Clone(c.At), attribute...) }
	u.ports(c)
	u.binds(c)
	u.rights(c, here)
	u.limits(c, here)
	for _, f := range slices.Concat(c.Files, c.Copies) {
		if f.Credential != nil && f.Credential.Encrypted && u.options.SystemdVersion() < 256 {
			u.scope.At(here("secrets")...).Warn(diag.Version, "user managers decrypt credentials since systemd 256",
				"use -systemd-version 256 if the target has it")
		}
	}
}

// firstFreePort is the first port that unprivileged users may listen on by default (ip-sysctl, ip_unprivileged_port_start).
const firstFreePort = 1024

func (u userCheck) ports(c *model.Container) {
	if c.Host.NetworkMode == "host" {
		return // published ports are discarded
	}
	for i, b := range c.Host.PortBindings {
		first, _, _ := strings.Cut(b.HostPort, "-")
		if port, err := strconv.Atoi(first); err != nil || port == 0 || port >= firstFreePort {
			continue
		}
		u.warn("port "+first+" is below 1024: only root may listen on it",
			"publish another port, or have root lower the limit: sysctl net.ipv4.ip_unprivileged_port_start="+first, append(c.At, "ports", strconv.Itoa(i))...)
	}
}

// rootOnly are paths that only root can read, on every distribution.
var rootOnly = []string{
	"/root", "/etc/shadow", "/etc/gshadow", "/etc/sudoers", "/etc/sudoers.d", "/etc/ssl/private", "/lost+found",
	"/var/lib/docker", "/var/lib/containerd", "/var/lib/containers", "/var/lib/private", "/run/containerd", "/run/podman", "/run/crio",
}

// openPaths are paths that everyone can read or can create files in.
var openPaths = []string{
	"/etc/localtime", "/etc/timezone", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/etc/passwd", "/etc/group", "/etc/os-release",
	"/etc/machine-id", "/etc/ssl/certs", "/etc/ca-certificates", "/etc/pki", "/etc/nsswitch.conf", "/usr", "/lib", "/lib64", "/bin", "/sbin",
	"/sys", "/proc", "/dev", "/tmp", "/var/tmp", "/run/user", "/run/dbus", "/run/docker.sock",
}

func (u userCheck) binds(c *model.Container) {
	told := map[string]bool{}
	say := func(source, target string) {
		attribute := "volumes"
		if strings.HasPrefix(target, "/run/secrets/") {
			attribute = "secrets"
		}
		if source = path.Clean(source); !told[source] {
			told[source] = true
			u.bind(source, slices.Contains(c.MakePaths, source), append(c.At, attribute))
		}
	}
	for _, b := range c.Host.Binds {
		say(b.Source, b.Target)
	}
	for _, m := range c.Host.Mounts {
		if m.Type == "bind" {
			say(m.Source, m.Target)
		}
	}
}

// bind judges a source by its path only: nothing is known about the machine that will run the units.
func (u userCheck) bind(source string, made bool, at []string) {
	shown := source
	if rest, ok := strings.CutPrefix(source, "/var/run/"); ok {
		source = "/run/" + rest
	}
	switch {
	case !strings.HasPrefix(source, "/") || source == "/" || below(source, openPaths) || below(source, []string{u.project.Dir, u.home()}):
	case below(source, rootOnly):
		u.warn("only root reads "+shown+": the container cannot access it", "bind a copy that the user may read", at...)
	case made:
		u.add(diag.Note, shown+" is outside the project: the user must be able to read it, and to create it if it is missing",
			"have root create it and make the user its owner", at...)
	default:
		u.add(diag.Note, shown+" is outside the project: the user must be able to read it", "", at...)
	}
}

// home returns the user's home directory, if the project's folder shows it; a project elsewhere may belong to any user.
func (u userCheck) home() string {
	rest, ok := strings.CutPrefix(u.project.Dir, "/home/")
	if !ok {
		return "/home"
	}
	name, _, _ := strings.Cut(rest, "/")
	return "/home/" + name
}

func below(source string, folders []string) bool {
	return slices.ContainsFunc(folders, func(folder string) bool {
		return folder != "" && Below(source, folder)
	})
}

// Below reports whether a path is a folder or lies in it. Both are clean (path.Clean).
func Below(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, strings.TrimSuffix(folder, "/")+"/")
}

// capsWithoutEffect are capabilities that the kernel checks in the initial user namespace (capabilities(7)): inside a
// user's namespace they can be added but allow nothing.
var capsWithoutEffect = []string{
	"AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "IPC_LOCK", "MAC_ADMIN", "MAC_OVERRIDE", "MKNOD", "PERFMON",
	"SYSLOG", "SYS_MODULE", "SYS_NICE", "SYS_RAWIO", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "WAKE_ALARM",
}

// openDevices are devices that every user may open.
var openDevices = []string{"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/fuse", "/dev/net/tun"}

// rights reports privileges that only root can grant.
func (u userCheck) rights(c *model.Container, here func(...string) []string) {
	if c.Host.Privileged {
		u.warn("privileged grants only what the user may do: devices, mounts and settings of the host remain inaccessible", "", here("privileged")...)
	}
	for i, name := range c.Host.CapAdd {
		if name = strings.TrimPrefix(strings.ToUpper(name), "CAP_"); slices.Contains(capsWithoutEffect, name) {
			u.warn(name+" has no effect in a user namespace: the kernel checks it in the initial one", "", here("cap_add", strconv.Itoa(i))...)
		}
	}
	for i, d := range c.Host.Devices {
		if !slices.Contains(openDevices, d.PathOnHost) {
			u.warn("the user must be able to open "+d.PathOnHost+" by itself: the user's supplementary groups do not apply in the container",
				"add a udev rule that gives the user access to the device", here("devices", strconv.Itoa(i))...)
		}
	}
	if len(c.Host.DeviceCgroupRules) > 0 {
		u.warn("device rules need root: a rootless engine has none", "", here("device_cgroup_rules")...)
	}
	for i, o := range c.Host.SecurityOpt {
		if name, profile, _ := strings.Cut(strings.Replace(o, ":", "=", 1), "="); name == "apparmor" && profile != "unconfined" {
			u.warn("a rootless engine does not apply AppArmor profiles", "", here("security_opt", strconv.Itoa(i))...)
		}
	}
}

// userLimits are the highest limits that systemd gives a user by default (systemd-system.conf(5), DefaultLimitNOFILE= and
// DefaultLimitMEMLOCK=; RLIMIT_NICE and RLIMIT_RTPRIO are the kernel's 0).
var userLimits = map[string]int64{"nofile": 524288, "memlock": 8 << 20, "nice": 0, "rtprio": 0}

// limits reports cgroup controllers that systemd does not delegate to users by default: user@.service has Delegate=pids
// memory cpu.
func (u userCheck) limits(c *model.Container, here func(...string) []string) {
	r := &c.Host.Resources
	undelegated := func(controller string, at ...string) {
		u.warn("the cgroup controller "+controller+" is not delegated to users by default",
			"have root delegate it: Delegate=cpu cpuset io memory pids for user@.service", here(at...)...)
	}
	if r.CpusetCpus != "" {
		undelegated("cpuset", "cpuset")
	}
	if r.BlkioWeight != 0 || len(r.BlkioWeightDevice)+len(r.BlkioReadBps)+len(r.BlkioWriteBps)+len(r.BlkioReadIOps)+len(r.BlkioWriteIOps) > 0 {
		undelegated("io", "blkio_config")
	}
	if c.Host.OomScoreAdj < 0 {
		u.warn("a negative oom_score_adj needs root; the user's own value is used instead", "", here("oom_score_adj")...)
	}
	for _, limit := range r.Ulimits {
		if most, known := userLimits[limit.Name]; known && (limit.Hard > most || limit.Hard < 0) {
			u.warn("the limit "+limit.Name+" is above systemd's default for users, who cannot raise it",
				"have root raise it: Limit"+strings.ToUpper(limit.Name)+"= for user@.service", here("ulimits", limit.Name)...)
		}
	}
}
