package cli

import (
	"slices"
	"strconv"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// harmless are options that Docker once had for systems other than Linux.
var harmless = []string{"cached", "delegated", "consistent", "default"}

// Ignored lists the options of a volume's short form that have no effect: docker compose silently drops options that it
// does not know (compose-go format/volume.go). Those that the engine accepts are not listed.
func Ignored(w model.Written, target string, taken []string) []runtime.Loss {
	var out []runtime.Loss
	for _, o := range w.Unknown {
		switch {
		case slices.Contains(taken, o):
		case slices.Contains(harmless, o):
			out = append(out, runtime.Loss{What: "the option " + o, At: VolumeEntry(w), Severity: diag.Note,
				Text: target + ": " + o + " has no effect on Linux"})
		default:
			out = append(out, runtime.Loss{What: "the option " + o, At: VolumeEntry(w),
				Text: target + ": docker compose does not know the option " + o + " and ignores it, and so do the units"})
		}
	}
	return out
}

// VolumeEntry returns the path of a bind or mount, relative to its service.
func VolumeEntry(w model.Written, below ...string) []string {
	if w.Entry == 0 {
		return []string{"volumes"}
	}
	return append([]string{"volumes", strconv.Itoa(w.Entry - 1)}, below...)
}

// Unsaid lists settings of a container's volumes that the Engine API cannot express: they are lost, as with docker compose.
func Unsaid(c *model.Container) []runtime.Loss {
	var out []runtime.Loss
	for _, b := range c.Host.Binds {
		out = append(out, Ignored(b.Written, b.Target, nil)...)
	}
	for _, m := range c.Host.Mounts {
		out = append(out, Ignored(m.Written, m.Target, nil)...)
		if m.SELinux != "" {
			out = append(out, runtime.Loss{What: "the option " + m.SELinux, At: VolumeEntry(m.Written),
				Text: m.Target + ": docker compose drops " + m.SELinux + " beside the other options, and so do the units"})
		}
	}
	return out
}
