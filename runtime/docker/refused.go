package docker

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/grammar"
	"github.com/compose2unit/compose2unit/translate/model"
)

// refusal warns of what the engine refuses when it creates or starts something, for docker compose as for the units. It does not
// report errors: the units do what docker compose does, and the engine of the target may be another version or have plugins.
type refusal struct{ scope diag.Scope }

func (r refusal) project(p *model.Project) {
	for i := range p.Containers {
		c := &p.Containers[i]
		own := refused(c)
		r.report(own, c.At)
		refuseLimits(c, r.scope)
		for j := range c.PreStart {
			r.report(runtime.Own(refused(&c.PreStart[j]), own), c.PreStart[j].At)
			refuseLimits(&c.PreStart[j], r.scope)
		}
	}
	for i := range p.Networks {
		r.report(refusedNetwork(&p.Networks[i]), p.Networks[i].At)
	}
	for i := range p.Volumes {
		r.report(refusedVolume(&p.Volumes[i]), p.Volumes[i].At)
	}
	for i := range p.Builds {
		r.report(refusedBuild(&p.Builds[i]), p.Builds[i].At)
	}
}

// report adds a finding for each loss: of what is refused, or of what has no effect.
func (r refusal) report(list []runtime.Loss, owner []string) {
	for _, l := range list {
		code := diag.Unsupported
		if l.Severity == diag.Note {
			code = diag.NoEffect
		}
		r.scope.At(append(slices.Clone(owner), l.At...)...).Warn(code, l.Text, l.Hint)
	}
}

// lose returns a warning of a setting that is refused.
func lose(text, hint string, at ...string) runtime.Loss {
	return runtime.Loss{Text: text, Hint: hint, At: at}
}

// moot returns a warning of a setting that has no effect.
func moot(text, hint string, at ...string) runtime.Loss {
	return runtime.Loss{Text: text, Hint: hint, At: at, Severity: diag.Note}
}

// refusedDevices lists names that are not of the Container Device Interface, and that its driver looks up nevertheless.
func refusedDevices(c *model.Container) []runtime.Loss {
	var out []runtime.Loss
	for _, r := range c.Host.DeviceRequests {
		for _, name := range r.DeviceIDs {
			if r.Driver == "cdi" && !grammar.CDI.Valid(name) {
				out = append(out, lose(name+" is not a name of the Container Device Interface",
					"write "+grammar.CDI.Form+", such as nvidia.com/gpu=0", append(slices.Clone(r.At), "device_ids")...))
			}
		}
	}
	return out
}

// refused lists the settings of a container with which the engine does not create or start it.
func refused(c *model.Container) []runtime.Loss {
	out := slices.Concat(refusedModes(c), refusedNetworkMode(c), refusedSysctls(c), refusedOptions(c), refusedLogging(c))
	if slices.Contains(c.Host.GroupAdd, "keep-groups") {
		out = append(out, lose("Docker has no keep-groups, which is podman's", "name the groups", "group_add"))
	}
	for _, m := range c.Host.Mounts {
		if m.Type == "npipe" || m.Type == "cluster" {
			out = append(out, lose(m.Target+": on Linux, containers of Docker have no mount of type "+m.Type, "remove it", cli.VolumeEntry(m.Written, "type")...))
		}
		if m.Type == "volume" && m.Source == "" && m.Volume != nil && m.Volume.Subpath != "" {
			out = append(out, lose(m.Target+": a volume without a name is new, and has no subpath", "name the volume: source: data", cli.VolumeEntry(m.Written, "volume", "subpath")...))
		}
	}
	return append(out, refusedTmpfs(c)...)
}

// tmpfsFlags and tmpfsValues are the options of temporary file systems that the engine knows (moby/sys/mount MergeTmpfsOptions).
var (
	tmpfsFlags = strings.Fields(`defaults ro rw suid nosuid dev nodev exec noexec sync async dirsync remount mand nomand atime noatime
	diratime nodiratime bind rbind unbindable runbindable private rprivate shared rshared slave rslave relatime norelatime strictatime
	nostrictatime`)
	tmpfsValues = strings.Fields("size mode uid gid nr_inodes nr_blocks mpol")
)

func refusedTmpfs(c *model.Container) []runtime.Loss {
	var out []runtime.Loss
	for _, t := range c.Host.Tmpfs {
		for _, o := range strings.Split(t.Value, ",") {
			name, _, valued := strings.Cut(o, "=")
			if o != "" && !slices.Contains(tmpfsFlags, o) && (!valued || !slices.Contains(tmpfsValues, name)) {
				out = append(out, lose("Docker's tmpfs "+t.Name+" has no option "+o, "remove it", "tmpfs"))
			}
		}
	}
	return out
}

// refusedModes lists namespaces that the engine does not know (moby api/types/container/hostconfig.go, the methods Valid).
func refusedModes(c *model.Container) []runtime.Loss {
	var out []runtime.Loss
	for _, ns := range []struct {
		attr, mode string
		joins      bool
		words      []string
	}{
		{"ipc", c.Host.IpcMode, true, []string{"none", "private", "shareable", "host"}},
		{"pid", c.Host.PidMode, true, []string{"host"}},
		{"uts", c.Host.UTSMode, false, []string{"host"}},
		{"userns_mode", c.Host.UsernsMode, false, []string{"host"}},
		{"cgroup", c.Host.CgroupnsMode, false, []string{"host", "private"}},
	} {
		known := slices.Contains(append(ns.words, ""), ns.mode) || strings.HasPrefix(ns.mode, "container:") && ns.joins
		if known || strings.HasPrefix(ns.mode, "service:") { // the translation has reported a service
			continue
		}
		words := strings.Join(ns.words, ", ")
		if ns.joins {
			words += ", service:NAME and container:NAME"
		}
		out = append(out, lose("Docker has no "+ns.attr+" "+ns.mode+": it has "+words, "leave it out for a namespace of the container's own", ns.attr))
	}
	return out
}

// refusedNetworkMode lists the network mode if it is one of podman's, which Docker takes for the name of a network.
func refusedNetworkMode(c *model.Container) []runtime.Loss {
	word, _, options := strings.Cut(c.Host.NetworkMode, ":")
	known := options && slices.Contains([]string{"private", "ns"}, word) || slices.Contains([]string{"pasta", "slirp4netns"}, word)
	if len(c.Endpoints) > 0 || !known {
		return nil
	}
	text := "Docker has no network mode " + word + ", which is podman's"
	if !options {
		text += ", and looks for a network of that name"
	}
	return []runtime.Loss{lose(text, "leave it out for a network of the project", "network_mode")}
}

// common are the runtimes that check sysctls as runc does.
var common = []string{"", "runc", "crun", "nvidia", "io.containerd.runc.v2"}

// refusedSysctls lists those that would change the host (opencontainers/runc libcontainer/configs/validate, sysctl).
func refusedSysctls(c *model.Container) []runtime.Loss {
	if !slices.Contains(common, c.Host.Runtime) {
		return nil
	}
	var out []runtime.Loss
	for _, s := range c.Host.Sysctls {
		name := s.Name
		if slash, dot := strings.Index(name, "/"), strings.Index(name, "."); slash >= 0 && (dot < 0 || slash < dot) {
			name = strings.ReplaceAll(name, "/", ".") // sysctl.d(5): the first separator decides
		}
		net, ipc := strings.HasPrefix(name, "net."), sysctls[name] || strings.HasPrefix(name, "fs.mqueue.")
		text := ""
		switch {
		case net && c.Host.NetworkMode == "host":
			text = "a container cannot set the sysctl " + s.Name + " in the host's network"
		case ipc && c.Host.IpcMode == "host":
			text = "a container cannot set the sysctl " + s.Name + " in the host's IPC namespace"
		case !net && !ipc && (name != "kernel.domainname" || c.Host.UTSMode == "host"):
			text = "no container has a sysctl " + s.Name + " of its own, and runc does not start one that sets it"
		default:
			continue
		}
		out = append(out, lose(text, "set it on the host, in /etc/sysctl.d", "sysctls", s.Name))
	}
	return out
}

// refusedOptions lists security options that the engine does not know (moby daemon/daemon_unix.go, parseSecurityOpt).
func refusedOptions(c *model.Container) []runtime.Loss {
	out := refusedDevices(c)
	for _, o := range c.Host.SecurityOpt {
		name, _, _ := strings.Cut(strings.Replace(o, ":", "=", 1), "=")
		if strings.Contains(o, "=") {
			name, _, _ = strings.Cut(o, "=")
		}
		if !slices.Contains([]string{"apparmor", "label", "no-new-privileges", "seccomp", "writable-cgroups"}, name) {
			out = append(out, lose("Docker has no security option "+o, "remove it", "security_opt"))
		}
	}
	return out
}
