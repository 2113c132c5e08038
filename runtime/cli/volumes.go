package cli

import (
	"slices"
	"strconv"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// harmless are options that Docker once had for other systems than Linux.
var harmless = []string{"cached", "delegated", "consistent", "default"}

// Ignored lists the options of a volume's short form that are passed on to nobody: docker compose drops what it does not
// know silently (compose-go format/volume.go). Those that the engine accepts are kept.
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

// VolumeEntry is the place of a bind or mount below its service.
func VolumeEntry(w model.Written, below ...string) []string {
	if w.Entry == 0 {
		return []string{"volumes"}
	}
	return append([]string{"volumes", strconv.Itoa(w.Entry - 1)}, below...)
}

// Unsaid lists what a container's volumes ask for and the Engine API has no place for: it is lost, as with docker compose.
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
