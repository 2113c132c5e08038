package docker

import (
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// least is the lowest memory limit that Docker accepts, in bytes.
const least = 6 << 20

// refuseLimits reports limits with which Docker creates no container (moby daemon/daemon_unix.go,
// verifyPlatformContainerResources); what every engine refuses is reported by the translation.
func refuseLimits(c *model.Container, scope diag.Scope) {
	r := &c.Host.Resources
	scope = scope.At(c.At...)
	memory := written(scope, []string{"mem_limit"}, []string{"deploy", "resources", "limits", "memory"})
	reserved := written(scope, []string{"mem_reservation"}, []string{"deploy", "resources", "reservations", "memory"})
	refuse := func(at *diag.Scope, is bool, text, hint string) {
		if is && at != nil {
			at.Warn(diag.Unsupported, text, hint)
		}
	}
	const low = "Docker refuses less than 6 MiB of memory"
	refuse(memory, r.Memory > 0 && r.Memory < least, low, "write 6m or more")
	refuse(reserved, r.MemoryReservation > 0 && r.MemoryReservation < least, low, "write 6m or more")
	if reserved == nil {
		reserved = memory // a step that inherits the other one
	}
	refuse(reserved, r.Memory > 0 && r.Memory < r.MemoryReservation,
		"Docker refuses to reserve more memory than the limit permits", "lower the reservation, or raise the limit")
}

// written returns the scope of the first of the attributes that has a place of its own in the files. Nil means that none is
// set, or that a step inherits it.
func written(container diag.Scope, attributes ...[]string) *diag.Scope {
	for _, attribute := range attributes {
		if at, parent := container.At(attribute...), container.At(attribute[:len(attribute)-1]...); at.Pos() != parent.Pos() {
			return &at
		}
	}
	return nil
}
