package podman

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

func (v version) String() string { return runtime.FormatVersion(int(v)) }

// feature is something that a container can request and podman supports only since some version.
type feature struct {
	since version
	attr  string
	// what completes the message "podman 4.3 has no WHAT".
	what string
	// wrong reports whether the container would be wrong without it, so that it cannot be left out.
	wrong bool
	used  func(*container) bool
}

var features = []feature{
	{since: 404, attr: "healthcheck.start_interval", what: "start-up checks, so `start_interval` is left out", used: func(c *container) bool {
		return c.Config.Healthcheck != nil && c.Config.Healthcheck.StartInterval != 0
	}},
	{since: 407, attr: "extra_hosts", what: "`host-gateway`, so that name is left out", used: func(c *container) bool {
		return slices.ContainsFunc(c.Host.ExtraHosts, func(h string) bool { return strings.HasSuffix(h, ":"+gateway) })
	}},
	{since: 500, attr: "annotations", what: "way to pass an annotation that contains a comma", wrong: true, used: func(c *container) bool {
		return slices.ContainsFunc(c.Host.Annotations, func(p model.Pair) bool { return strings.ContainsAny(p.Name+p.Value, `,"`) })
	}},
	{since: 500, attr: "logging.options", what: "way to pass a log option that contains a comma", wrong: true, used: func(c *container) bool {
		return slices.ContainsFunc(logOptions(c), func(f flag) bool { return strings.ContainsAny(f[1].Text, `,"`) })
	}},
	{since: 500, attr: "devices", what: "way to pass a device path that contains a comma", wrong: true, used: func(c *container) bool {
		return slices.ContainsFunc(devices(c), func(f flag) bool { return strings.ContainsAny(f[1].Text, `,"`) })
	}},
	{since: 501, attr: "volumes", what: "subpath of an image", wrong: true, used: func(c *container) bool {
		return slices.ContainsFunc(c.Host.Mounts, func(m model.Mount) bool { return m.Image != nil && m.Image.Subpath != "" })
	}},
	{since: 504, attr: "volumes", what: "subpath of a volume", wrong: true, used: func(c *container) bool {
		return slices.ContainsFunc(c.Host.Mounts, func(m model.Mount) bool { return m.Volume != nil && m.Volume.Subpath != "" })
	}},
	{since: 505, attr: "healthcheck", what: "way to change the intervals of the image's own healthcheck", used: func(c *container) bool {
		h := c.Config.Healthcheck
		return h != nil && len(h.Test) == 0 && (h.Interval != 0 || h.Timeout != 0 || h.StartPeriod != 0 || h.Retries != 0)
	}},
}

func (a *adaptation) containerVersion(c *model.Container) {
	for _, f := range features {
		if a.version >= f.since || !f.used(c) {
			continue
		}
		severity := diag.Warning
		if f.wrong {
			severity = diag.Error
		}
		a.say(severity, fmt.Sprintf("podman %s has no %s; %s has", a.version, f.what, f.since), append(c.At, strings.Split(f.attr, ".")...)...)
	}
}

func (a *adaptation) networkVersion(n model.Network) {
	if n.Driver == "ipvlan" && a.version < 405 {
		a.say(diag.Error, fmt.Sprintf("podman %s has no network driver ipvlan; 4.5 has", a.version), append(n.At, "driver")...)
	}
	if n.Options.Get(bridgeName) != "" && a.version < 405 {
		a.say(diag.Warning, fmt.Sprintf("podman %s has no name for a bridge, so it is left out; 4.5 has", a.version), append(n.At, "driver_opts", bridgeName)...)
	}
}

func (a *adaptation) volumeVersion(v model.Volume) {
	sized := slices.ContainsFunc(strings.Split(v.Options.Get("o"), ","), func(o string) bool { return strings.HasPrefix(o, "size=") })
	if sized && v.Options.Get("type") == "tmpfs" && a.version < 408 {
		a.say(diag.Error, fmt.Sprintf("podman %s cannot limit the size of a tmpfs volume; 4.8 can", a.version), append(v.At, "driver_opts", "o")...)
	}
}
