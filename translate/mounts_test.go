package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// What a bind string can express is written as one, because the engine then creates a missing host path.
func TestBindsAndMounts(t *testing.T) {
	c := service(t, `
services:
  web:
    image: nginx
    tmpfs: ["/run:size=1m", /tmp]
    volumes:
    - ./src:/src
    - /etc/ssl:/ssl:ro,z
    - data:/data
    - /cache
    - data:/copy:nocopy
    - {type: bind, source: /no, target: /no, bind: {create_host_path: false}}
    - {type: bind, source: /shared, target: /shared, bind: {propagation: rshared}}
    - {type: tmpfs, target: /scratch, tmpfs: {size: 1k, mode: 0o700}}
    - {type: image, source: busybox, target: /image, image: {subpath: bin}}
    - {type: volume, target: /long}
volumes: {data: }
`, "web")
	same(t, "binds", c.Host.Binds, []model.Bind{
		{Source: "/srv/shop/src", Target: "/src", Mode: "rw"},
		{Source: "/etc/ssl", Target: "/ssl", Mode: "ro,z"},
		{Source: "shop_data", Target: "/data", Mode: "rw"},
	})
	same(t, "mounts", c.Host.Mounts, []model.Mount{
		{Type: "volume", Target: "/cache", Volume: &model.VolumeOptions{}},
		{Type: "volume", Source: "shop_data", Target: "/copy", Volume: &model.VolumeOptions{NoCopy: true}},
		{Type: "bind", Source: "/no", Target: "/no", Bind: &model.BindOptions{}},
		{Type: "bind", Source: "/shared", Target: "/shared", Bind: &model.BindOptions{Propagation: "rshared", CreateMountpoint: true}},
		{Type: "tmpfs", Target: "/scratch", Tmpfs: &model.TmpfsOptions{SizeBytes: 1024, Mode: 0o700}},
		{Type: "image", Source: "busybox", Target: "/image", Image: &model.ImageOptions{Subpath: "bin"}},
		{Type: "volume", Target: "/long"},
	})
	same(t, "tmpfs", c.Host.Tmpfs, model.Map{{Name: "/run", Value: "size=1m"}, {Name: "/tmp"}})
	same(t, "host paths", c.HostPaths, []string{"/etc/ssl", "/no", "/shared", "/srv/shop/src"})
	same(t, "made paths", c.MakePaths, []string{"/etc/ssl", "/shared", "/srv/shop/src"})
	same(t, "images", c.ImageVolumes, []model.ImageVolume{{Image: "busybox", Target: "/image"}})
	same(t, "volumes", c.Volumes, []string{"data"})
}

func TestVolumeOverAHostPath(t *testing.T) {
	p := lowered(t, web("volumes: [data:/data]")+`
volumes:
  data: {driver: local, driver_opts: {type: none, o: bind, device: ./data}}
`)
	same(t, "device", p.Volumes[0].Options.Get("device"), "/srv/shop/data")
	same(t, "host path", containerOf(t, p, "web").HostPaths, []string{"/srv/shop/data"})
}

func TestExternalVolumeIsOnlyNamed(t *testing.T) {
	p := lowered(t, web("volumes: [old:/data]")+"volumes: {old: {external: true, name: legacy}}\n")
	c := containerOf(t, p, "web")
	same(t, "binds", c.Host.Binds, []model.Bind{{Source: "legacy", Target: "/data", Mode: "rw"}})
	same(t, "external", c.ExternalVolumes, []string{"legacy"})
	same(t, "made", len(p.Volumes), 0)
}

func TestUTSOfAServiceIsRefused(t *testing.T) {
	_, report := reported(t, "services:\n  a: {image: x, uts: 'service:b'}\n  b: {image: x}\n")
	wantFinding(t, report, diag.Error, diag.Invalid, "services.a.uts")
}

// The location of a volume of the local driver determines what a start has to wait for.
func TestWhereVolumesLie(t *testing.T) {
	for options, want := range map[string]model.Container{
		"{type: none, o: bind, device: /mnt/data}":                       {HostPaths: []string{"/mnt/data"}},
		"{type: ext4, o: loop, device: /srv/disk.img}":                   {HostPaths: []string{"/srv/disk.img"}},
		"{type: ext4, device: /dev/disk/by-label/data}":                  {Devices: []string{"/dev/disk/by-label/data"}},
		"{type: none, o: bind, device: /dev/shm}":                        {HostPaths: []string{"/dev/shm"}},
		"{type: nfs, o: 'addr=10.0.0.1,rw', device: ':/export'}":         {Remote: true},
		"{type: nfs4, o: 'addr=nas', device: '/export'}":                 {Remote: true},
		"{type: cifs, o: 'addr=nas,username=u', device: '//nas/export'}": {Remote: true},
		"{type: fuse.sshfs, device: 'nas:/export'}":                      {Remote: true},
		"{type: tmpfs, device: tmpfs, o: size=1m}":                       {},
	} {
		p := lowered(t, web("volumes: [data:/data]")+"volumes: {data: {driver_opts: "+options+"}}\n")
		c := containerOf(t, p, "web")
		same(t, options, []any{c.HostPaths, c.Devices, c.Remote}, []any{want.HostPaths, want.Devices, want.Remote})
	}
	p := lowered(t, web("volumes: [data:/data]")+"volumes: {data: {driver: other, driver_opts: {type: nfs, device: /x}}}\n")
	same(t, "another driver", containerOf(t, p, "web").Remote, false)
}
