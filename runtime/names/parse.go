package names

import (
	"path"
	"regexp"
	"strings"
)

const volume = "-volume.service"

// IsTarget reports whether a unit is a target: a project has one, which represents it.
func IsTarget(name string) bool { return path.Ext(name) == ".target" }

// IsTimer reports whether a unit is a timer.
func IsTimer(name string) bool { return path.Ext(name) == ".timer" }

// IsTemplate reports whether a unit file is one for several instances (systemd.unit(5)).
func IsTemplate(name string) bool { return strings.Contains(name, "@.") }

// MayBeVolume reports whether a unit has the name of one that creates a volume. A service whose key ends in -volume has
// one, too: the name alone does not tell.
func MayBeVolume(name string) bool { return strings.HasSuffix(name, volume) }

// MayBeDown is the same for the unit that takes a project down, and a service whose key ends in down.
func MayBeDown(name string) bool { return strings.HasSuffix(name, "-down.service") }

// Completed is the gate of a service's success, by the service's unit.
func Completed(service string) string {
	return strings.TrimSuffix(service, ".service") + "-completed.service"
}

// Instance reports whether a unit is one of a template's (systemd.unit(5)).
func Instance(name, template string) bool {
	stem, suffix, is := strings.Cut(template, "@.")
	return is && strings.HasPrefix(name, stem+"@") && strings.HasSuffix(name, "."+suffix)
}

// Instances is the pattern of the units that systemd loads from a unit file: itself, or the instances of a template.
func Instances(name string) string { return strings.Replace(name, "@.", "@*.", 1) }

// IsSource reports whether a file is for podman's generator, which makes a unit of it, and not for systemd.
func IsSource(name string) bool {
	switch path.Ext(name) {
	case ".container", ".network", ".volume", ".build", ".image", ".pod", ".kube":
		return true
	}
	return false
}

// OfFile is the unit that systemd knows by a file: podman's generator generates one from each of its sources, under a name of its
// own (podman-systemd.unit(5), "Service Type").
func OfFile(name string) string {
	if !IsSource(name) {
		return name
	}
	ext := path.Ext(name)
	stem, kind := strings.TrimSuffix(name, ext), strings.TrimPrefix(ext, ".")
	if kind == "container" || kind == "kube" {
		return stem + ".service"
	}
	return stem + "-" + kind + ".service"
}

// Key is what a service's unit is called in the project of a target: the service, and the number of a replica.
func Key(target, service string) string {
	key := strings.TrimPrefix(service, strings.TrimSuffix(target, ".target")+"-")
	return strings.TrimSuffix(key, ".service")
}

// IsService reports whether a unit is a service.
func IsService(name string) bool { return path.Ext(name) == ".service" }

// InstanceOf is what %i stands for in a unit of a template (systemd.unit(5)); false for any other unit.
func InstanceOf(name string) (string, bool) {
	_, instance, is := strings.Cut(strings.TrimSuffix(name, path.Ext(name)), "@")
	return instance, is
}

// digits may be an instance's number.
var digits = regexp.MustCompile(`[0-9]+`)

// Spellings are the forms in which a unit may name a thing: the name itself and, since a template unit writes %i for its
// instance's number, the name with each number replaced by %i.
func Spellings(name string) []string {
	out := []string{name}
	for _, at := range digits.FindAllStringIndex(name, -1) {
		out = append(out, name[:at[0]]+"%i"+name[at[1]:])
	}
	return out
}
