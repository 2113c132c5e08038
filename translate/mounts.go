package translate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// mounts lowers volumes, tmpfs, volumes_from and the secrets and configs that are files (docker/compose
// pkg/compose/create.go buildContainerVolumes). The first mount of a target takes precedence over that of a secret or
// config.
func (l *lowering) mounts(w *workload, c *model.Container) {
	for _, t := range w.Tmpfs {
		target, options, _ := strings.Cut(t, ":")
		c.Host.Tmpfs.Set(inside(target), options)
	}
	for i, v := range w.Volumes {
		l.mount(w.at("volumes", itoa(i)), v, c)
	}
	l.volumesFrom(w, c)
	targets := map[string]bool{}
	for _, v := range w.Volumes {
		targets[inside(v.Target)] = true
	}
	l.fileMounts(w, c, targets)
	sortedUnique(&c.Volumes)
	sortedUnique(&c.ExternalVolumes)
	sortedUnique(&c.HostPaths)
	sortedUnique(&c.Devices)
	sortedUnique(&c.MakePaths)
}

// mount adds one volume to HostConfig.Binds or HostConfig.Mounts: Compose prefers Binds, which create a missing host
// path, and uses Mounts for what a bind string cannot express.
func (l *lowering) mount(path []string, v types.ServiceVolumeConfig, c *model.Container) {
	source, written := v.Source, l.writtenVolume(path, v)
	v.Target = inside(v.Target)
	switch v.Type {
	case types.VolumeTypeBind:
		at := append(slices.Clone(path), "source")
		if text, _ := l.text(at...); v.Source == l.project.WorkingDir && text == "" && l.written(at...) && !l.inherited(at) {
			l.find(diag.Warning, diag.Invalid, at,
				"the source is empty, so the container gets the project directory, as in docker compose", "give the variable a value, or write .")
		}
		l.checkBind(at, v)
		l.hostPath(v, c)
		if !bindNeedsMount(v.Bind) {
			c.Host.Binds = append(c.Host.Binds, bindString(source, v, written))
			return
		}
	case types.VolumeTypeVolume:
		if v.Source == "" {
			break
		}
		named, ok := l.project.Volumes[v.Source]
		if !ok {
			l.undefined(path, "volume", v.Source)
			return
		}
		source = named.Name
		l.useVolume(v.Source, named, c)
		if !volumeNeedsMount(v.Volume) {
			if strings.Contains(v.Target, ":") { // a name has none
				l.find(diag.Error, diag.Invalid, append(path, "target"), "the engine cuts a mount at its colons, so Compose cannot start this either",
					"mount it at a path without one")
			}
			c.Host.Binds = append(c.Host.Binds, bindString(source, v, written))
			return
		}
	case types.VolumeTypeTmpfs:
		l.sourced(path, v)
	case types.VolumeTypeImage:
		l.sourced(path, v)
		source = l.imageVolume(v.Source)
		c.ImageVolumes = append(c.ImageVolumes, model.ImageVolume{Image: source, Target: v.Target})
	}
	c.Host.Mounts = append(c.Host.Mounts, mountOf(source, v, written))
}

// sourced refuses a mount whose source its type does not have, or that lacks one (moby daemon/volume/mounts, validateMountConfig).
func (l *lowering) sourced(path []string, v types.ServiceVolumeConfig) {
	switch {
	case l.inherited(path):
	case v.Type == types.VolumeTypeTmpfs && v.Source != "":
		l.find(diag.Warning, diag.Unsupported, append(path, "source"), "a mount of type tmpfs has no source; engines refuse one", "remove it")
	case v.Type == types.VolumeTypeImage && v.Source == "":
		l.find(diag.Warning, diag.Unsupported, path, "a mount of type image lacks its source; engines refuse it", "name the image: source: busybox")
	}
}

// bindNeedsMount mirrors bindRequiresMountAPI.
func bindNeedsMount(b *types.ServiceVolumeBind) bool {
	return b != nil && (!bool(b.CreateHostPath) || b.Propagation != "" || b.Recursive != "")
}

// volumeNeedsMount mirrors volumeRequiresMountAPI.
func volumeNeedsMount(v *types.ServiceVolumeVolume) bool {
	return v != nil && (len(v.Labels) > 0 || v.Subpath != "" || v.NoCopy)
}

// bindString mirrors toBindString: the mode is always written.
func bindString(source string, v types.ServiceVolumeConfig, written model.Written) model.Bind {
	mode := "rw"
	if v.ReadOnly {
		mode = "ro"
	}
	if v.Bind != nil && v.Bind.SELinux != "" {
		mode += "," + v.Bind.SELinux
	}
	return model.Bind{Source: source, Target: v.Target, Mode: mode, Written: written}
}

// mountOf mirrors buildMount and buildMountOptions.
func mountOf(source string, v types.ServiceVolumeConfig, written model.Written) model.Mount {
	if v.Bind != nil {
		written.SELinux = v.Bind.SELinux
	}
	m := model.Mount{Written: written, Type: v.Type, Source: source, Target: v.Target, ReadOnly: v.ReadOnly, Consistency: v.Consistency}
	switch {
	case v.Type == types.VolumeTypeBind && v.Bind != nil:
		m.Bind = &model.BindOptions{
			Propagation: v.Bind.Propagation, CreateMountpoint: bool(v.Bind.CreateHostPath),
			NonRecursive:           v.Bind.Recursive == "disabled",
			ReadOnlyNonRecursive:   v.Bind.Recursive == "writable",
			ReadOnlyForceRecursive: v.Bind.Recursive == "readonly",
		}
	case v.Type == types.VolumeTypeVolume && v.Volume != nil:
		m.Volume = &model.VolumeOptions{NoCopy: v.Volume.NoCopy, Subpath: v.Volume.Subpath, Labels: mapOrNil(v.Volume.Labels)}
	case v.Type == types.VolumeTypeTmpfs && v.Tmpfs != nil:
		m.Tmpfs = &model.TmpfsOptions{SizeBytes: int64(v.Tmpfs.Size), Mode: v.Tmpfs.Mode}
	case v.Type == types.VolumeTypeImage && v.Image != nil:
		m.Image = &model.ImageOptions{Subpath: v.Image.SubPath}
	}
	return m
}

// checkBind refuses a bind that no engine accepts on Linux: its source is a path there, and a bind is split at its
// colons (moby volume/mounts/linux_parser.go).
func (l *lowering) checkBind(path []string, v types.ServiceVolumeConfig) {
	switch {
	case !strings.HasPrefix(v.Source, "/"):
		l.find(diag.Error, diag.Invalid, path, fmt.Sprintf("%s is not a Linux path, so Compose cannot start this either", v.Source),
			"use a path that begins with / or .")
	case !bindNeedsMount(v.Bind) && strings.Contains(v.Source+v.Target, ":"):
		l.find(diag.Error, diag.Invalid, path, "the engine cuts a bind at its colons, so Compose cannot start this either",
			"set `bind: {create_host_path: false}`, which makes it a mount")
	}
}

// hostPath records the source of a bind for the order of mounts, and whether the engine creates it if it is missing.
func (l *lowering) hostPath(v types.ServiceVolumeConfig, c *model.Container) {
	if !strings.HasPrefix(v.Source, "/") {
		return
	}
	c.HostPaths = append(c.HostPaths, v.Source)
	if v.Bind == nil || bool(v.Bind.CreateHostPath) {
		c.MakePaths = append(c.MakePaths, v.Source)
	}
}

// useVolume records a named volume and, for one of the local driver, where it is: the engine mounts it when a container
// starts (mount(8) with the volume's type, o and device).
func (l *lowering) useVolume(key string, v types.VolumeConfig, c *model.Container) {
	if v.External {
		c.ExternalVolumes = append(c.ExternalVolumes, v.Name)
		return
	}
	c.Volumes = append(c.Volumes, key)
	if v.Driver != "" && v.Driver != "local" {
		return
	}
	kind, device := v.DriverOpts["type"], v.DriverOpts["device"]
	switch {
	case slices.Contains(networkFileSystems, strings.TrimPrefix(kind, "fuse.")):
		c.Remote = true // //server/share has no mount unit to wait for
	case !strings.HasPrefix(device, "/"):
	case strings.HasPrefix(device, "/dev/") && kind != "" && kind != "none":
		c.Devices = append(c.Devices, device)
	default:
		c.HostPaths = append(c.HostPaths, device)
	}
}

// networkFileSystems are the types that systemd treats as network file systems (src/basic/mountpoint-util.c
// fstype_is_network).
var networkFileSystems = strings.Fields(`afs ceph cifs smb3 smbfs sshfs ncpfs ncp nfs nfs4 gfs gfs2 glusterfs pvfs2 ocfs2
lustre davfs`)

// imageVolume returns the image of a `type: image` volume: the name of a service refers to that service's image
// (docker/compose pkg/compose/build.go resolveImageVolumes).
func (l *lowering) imageVolume(source string) string {
	s, ok := l.project.Services[source]
	if !ok {
		return source
	}
	s.Name = source
	return l.imageOf(s)
}

// volumesFrom lowers volumes_from (docker/compose pkg/compose/convergence.go resolveVolumeFrom). Compose drops the
// mode.
func (l *lowering) volumesFrom(w *workload, c *model.Container) {
	for i, spec := range w.VolumesFrom {
		parts := strings.Split(spec, ":")
		if mode := parts[len(parts)-1]; len(parts) > strings.Count(spec, "container:")+1 && mode != "rw" && !l.inherited(w.at("volumes_from")) {
			l.find(diag.Warning, diag.NoEffect, w.at("volumes_from", itoa(i)), "docker compose drops the mode "+mode+", and so do the units", "write the volumes for this service, with their modes")
		}
		if parts[0] == "container" && len(parts) > 1 {
			c.Host.VolumesFrom = append(c.Host.VolumesFrom, parts[1])
			continue
		}
		if name, ok := l.firstContainer(w.at("volumes_from", itoa(i)), parts[0]); ok {
			c.Host.VolumesFrom = append(c.Host.VolumesFrom, name)
		}
	}
}

func sortedUnique(list *[]string) {
	slices.Sort(*list)
	*list = slices.Compact(*list)
}
