package names

import (
	"path"
	"strings"

	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

const volume = "-volume.service"

// IsTarget reports whether a unit is a target: a project has exactly one, which represents it.
func IsTarget(name string) bool { return path.Ext(name) == ".target" }

// IsTimer reports whether a unit is a timer.
func IsTimer(name string) bool { return path.Ext(name) == ".timer" }

// IsTemplate reports whether a unit file is a template (systemd.unit(5)).
func IsTemplate(name string) bool { return strings.Contains(name, "@.") }

// MayBeVolume reports whether a unit is named like one that creates a volume. A service whose key ends in -volume is, too:
// the name alone is ambiguous.
func MayBeVolume(name string) bool { return strings.HasSuffix(name, volume) }

// MayBeDown does the same for the unit that takes a project down; a service whose key ends in down has such a name, too.
func MayBeDown(name string) bool { return strings.HasSuffix(name, "-down.service") }

// Completed returns the gate of a service's success, given the service's unit.
func Completed(service string) string {
	return strings.TrimSuffix(service, ".service") + "-completed.service"
}

// Instance reports whether a unit is an instance of a template (systemd.unit(5)).
func Instance(name, template string) bool {
	stem, suffix, is := strings.Cut(template, "@.")
	return is && strings.HasPrefix(name, stem+"@") && strings.HasSuffix(name, "."+suffix)
}

// Instances returns the pattern of the units that systemd loads from a unit file: itself, or the instances of a template.
func Instances(name string) string { return strings.Replace(name, "@.", "@*.", 1) }

// IsSource reports whether a file is a source file for podman's generator, and not a unit file of systemd.
func IsSource(name string) bool {
	switch path.Ext(name) {
	case ".container", ".network", ".volume", ".build", ".image", ".pod", ".kube":
		return true
	}
	return false
}

// OfFile returns the unit that systemd loads from a file: podman's generator generates one from each source file, with its
// own name (podman-systemd.unit(5), "Service Type").
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

// Key returns the service of a unit, given the project's target, with the number of a replica.
func Key(target, service string) string {
	key := strings.TrimPrefix(service, strings.TrimSuffix(target, ".target")+"-")
	return strings.TrimSuffix(key, ".service")
}

// IsService reports whether a unit is a service.
func IsService(name string) bool { return path.Ext(name) == ".service" }

// InstanceOf returns the value of %i in an instance of a template (systemd.unit(5)); false for any other unit.
func InstanceOf(name string) (string, bool) {
	_, instance, is := strings.Cut(strings.TrimSuffix(name, path.Ext(name)), "@")
	return instance, is
}

// digits matches what may be an instance's number.
var digits = lazyregexp.New(`[0-9]+`)

// Spellings returns the forms in which a unit may name something: the name itself and, since a template unit writes %i for
// its instance's number, the name with each number replaced by %i.
func Spellings(name string) []string {
	out := []string{name}
	for _, at := range digits.FindAllStringIndex(name, -1) {
		out = append(out, name[:at[0]]+"%i"+name[at[1]:])
	}
	return out
}

// OfTarget returns the project of a target whose units have no prefix; false for any other unit.
func OfTarget(target string) (project string, is bool) { return strings.CutSuffix(target, ".target") }

// May reports whether a unit may be one of the project's, by its name.
func (s Scheme) May(unit string) bool {
	return unit == s.Target() || strings.HasPrefix(unit, s.stem()+"-")
}
