package names

import (
	"slices"
	"strings"
)

// Foreign reports whether a unit name belongs to systemd or an engine: one of our units with that name would replace
// theirs.
func Foreign(name string) bool {
	target, is := strings.CutSuffix(name, ".target")
	return is && slices.Contains(targets, target) || slices.ContainsFunc(foreign, func(p string) bool { return strings.HasPrefix(name, p) })
}

// foreign are units of systemd and of the engines. An entry that ends in a dash or an @ covers all names that start with
// it.
var foreign = []string{
	"systemd-", "dbus.service", "dbus.socket", "dbus-broker.service", "dbus-org.freedesktop.", "init.scope", "user@", "user-runtime-dir@", "getty@",
	"console-getty.service", "container-getty@", "serial-getty@", "getty-static.service", "debug-shell.service", "capsule@",
	"initrd-cleanup.service", "initrd-parse-etc.service", "initrd-switch-root.service", "initrd-udevadm-cleanup-db.service",
	"kmod-static-nodes.service", "quotaon-root.service", "rc-local.service", "system-update-cleanup.service",
	"docker.service", "docker.socket", "containerd.service", "buildkit.service",
	"podman.service", "podman.socket", "podman-auto-update.service", "podman-auto-update.timer", "podman-restart.service",
	"podman-clean-transient.service", "podman-kube@", "podman-user-wait-network-online.service",
	"netavark-dhcp-proxy.service", "netavark-firewalld-reload.service",
}

// targets are systemd's own (systemd.special(7)); a project with such a name would replace one.
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
