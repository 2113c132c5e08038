package cli

import (
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// foreign are units of systemd and of the engines: one of ours by such a name would replace theirs. A name that ends
// in a dash or an @ stands for all that begin so.
var foreign = []string{
	"systemd-", "dbus.service", "dbus.socket", "dbus-broker.service", "dbus-org.", "init.scope", "user@", "user-runtime-dir@", "session-", "getty@",
	"console-getty.service", "container-getty@", "serial-getty@", "getty-static.service", "debug-shell.service", "capsule@",
	"initrd-cleanup.service", "initrd-parse-etc.service", "initrd-switch-root.service", "initrd-udevadm-cleanup-db.service",
	"kmod-static-nodes.service", "quotaon-root.service", "rc-local.service", "system-update-cleanup.service",
	"docker.service", "docker.socket", "containerd.service", "buildkit.service",
	"podman.service", "podman.socket", "podman-auto-update.service", "podman-auto-update.timer", "podman-restart.service",
	"podman-clean-transient.service", "podman-kube@", "podman-user-wait-network-online.service",
	"netavark-dhcp-proxy.service", "netavark-firewalld-reload.service",
}

// targets are systemd's own (systemd.special(7)); a project of that name would replace one.
var targets = []string{
	"basic", "bluetooth", "boot-complete", "cryptsetup", "cryptsetup-pre", "ctrl-alt-del", "default", "emergency",
	"exit", "factory-reset", "final", "first-boot-complete", "getty", "getty-pre", "graphical", "graphical-session",
	"graphical-session-pre", "halt", "hibernate", "hybrid-sleep", "initrd", "initrd-fs", "initrd-root-device",
	"initrd-root-fs", "initrd-switch-root", "initrd-usr-fs", "integritysetup", "integritysetup-pre", "kbrequest",
	"kexec", "local-fs", "local-fs-pre", "machines", "multi-user", "network", "network-online", "network-pre",
	"nss-lookup", "nss-user-lookup", "paths", "poweroff", "printer", "reboot", "remote-cryptsetup", "remote-fs",
	"remote-fs-pre", "remote-veritysetup", "rescue", "rpcbind", "runlevel0", "runlevel1", "runlevel2", "runlevel3",
	"runlevel4", "runlevel5", "runlevel6", "shutdown", "sigpwr", "sleep", "slices", "smartcard", "sockets",
	"soft-reboot", "sound", "ssh-access", "storage-target-mode", "suspend", "suspend-then-hibernate", "swap", "sysinit",
	"system-update", "system-update-pre", "time-set", "time-sync", "timers", "tpm2", "umount", "usb-gadget",
	"veritysetup", "veritysetup-pre", "xdg-desktop-autostart",
}

// stem is a unit's name without suffix: the prefix, the project and the parts (see unit.Name).
func (r *rendering) stem(parts ...string) string {
	all := []string{r.project.Name}
	if r.options.Prefix != "" {
		all = []string{r.options.Prefix, r.project.Name}
	}
	name, err := unit.Name(append(all, parts...)...)
	if err != nil {
		r.scope.Error(diag.Unsafe, err.Error())
		return "invalid"
	}
	return name
}

// claim takes a unit's name for what stands at a path of the Compose file. Two that want one name are an error that
// shows both places, and so is a name that is not ours to take.
func (r *rendering) claim(name string, at ...string) string {
	if slices.ContainsFunc(foreign, func(p string) bool { return strings.HasPrefix(name, p) }) ||
		slices.Contains(targets, strings.TrimSuffix(name, ".target")) && strings.HasSuffix(name, ".target") {
		r.scope.At(at...).Error(diag.Collision, "the unit name "+name+" belongs to systemd or an engine",
			"use -unit-prefix, or rename the project")
	}
	if other, taken := r.taken[name]; taken {
		r.scope.At(at...).Error(diag.Collision, "the unit name "+name+" is taken by "+strings.Join(other, ".")+" at "+r.scope.At(other...).Pos().String(),
			renameHint(at, other))
	}
	r.taken[name] = at
	return name
}

// renameHint names what a person can rename: not the project's own units.
func renameHint(at, other []string) string {
	kinds := []string{"services", "jobs", "networks", "volumes"}
	var named []string
	for _, path := range [][]string{at, other} {
		if len(path) > 1 && slices.Contains(kinds, path[0]) {
			named = append(named, strings.TrimSuffix(path[0], "s")+" "+path[1])
		}
	}
	switch len(named) {
	case 0:
		return "rename the project, or use -unit-prefix"
	case 1:
		return "rename the " + named[0]
	}
	return "rename the " + named[0] + " or the " + named[1]
}

func (r *rendering) targetName() string { return r.stem() + ".target" }

func (r *rendering) networkName(key string) string { return r.stem(key) + "-network.service" }

func (r *rendering) volumeName(key string) string { return r.stem(key) + "-volume.service" }

func (r *rendering) buildName(service string) string { return r.stem(service) + "-build.service" }

func (r *rendering) gateName(g gate) string {
	return r.stem(g.service) + "-" + g.word() + ".service"
}

// fileName is the unit file of a container: a template where there are replicas.
func (r *rendering) fileName(c *model.Container) string {
	if c.Replicas > 1 {
		return r.stem(c.Service) + "@.service"
	}
	return r.stem(c.Service) + ".service"
}

// unitNames are the units of all replicas of a service.
func (r *rendering) unitNames(service string) []string {
	c := r.services[service]
	if c == nil {
		return nil // compose-go dropped it: scaled to 0 or disabled
	}
	if c.Replicas == 1 {
		return []string{r.fileName(c)}
	}
	var out []string
	for i := range c.Replicas {
		out = append(out, r.stem(service)+"@"+strconv.Itoa(i+1)+".service")
	}
	return out
}

// containerNames are the containers of all replicas.
func containerNames(c *model.Container) []string {
	if c.Replicas == 1 {
		return []string{c.Name}
	}
	var out []string
	for i := range c.Replicas {
		out = append(out, instance(c.Name, i+1))
	}
	return out
}

func instance(s string, number int) string {
	return strings.ReplaceAll(s, model.Instance, strconv.Itoa(number))
}
