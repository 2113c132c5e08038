package cli

import (
	"slices"
	"time"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Pulls returns the commands that pull a container's image, and the images it mounts, before anything is created. An image
// that is built exists by then, and only a newer one may be pulled. kept are the arguments that identify an existing
// container: it starts even if its image cannot be pulled.
func (r *Rendering) Pulls(c *model.Container, id Identity, kept []unit.Value) []templates.Exec {
	var out []templates.Exec
	pull := func(words ...unit.Value) {
		out = append(out, r.Run("image", words...))
	}
	for _, image := range c.ImageVolumes {
		if !image.Build {
			pull(unit.Literal("missing"), id.Unit, unit.Word(image.Image))
		}
	}
	if c.Archive != "" {
		words := []unit.Value{unit.Word(c.Image), unit.Word(c.Archive)}
		for _, other := range c.ArchiveImages {
			words = append(words, unit.Word(other))
		}
		out = append(out, r.Run("load", words...))
	}
	if when := pullWord(c.Pull); when.Set() && !(c.Build && c.Pull.Policy == "missing") && !r.pulledByCreate(c) {
		words := []unit.Value{when, id.Unit, unit.Word(c.Image)}
		switch {
		case c.Build:
			words = append([]unit.Value{unit.Literal("--built")}, words...)
		case c.Pull.Policy != "missing":
			words = append(slices.Clone(kept), words...)
		}
		if c.Platform != "" {
			words = append(words, unit.Word(c.Platform))
		}
		pull(words...)
	}
	return out
}

// pulledByCreate reports whether the create script pulls the image if it is missing: it inspects the image anyway. A step
// has no such script, nor does a container that a generator runs.
func (r *Rendering) pulledByCreate(c *model.Container) bool {
	return c.Kind != model.PreStart && c.Pull.Policy == "missing" && !c.Build && !r.engine.Generated
}

// pullWord returns a pull policy as the scripts read it; not set if nothing is pulled.
func pullWord(p model.Pull) unit.Value {
	switch p.Policy {
	case "missing":
		return unit.Literal("missing")
	case "always":
		return unit.Literal("always")
	case "refresh":
		return unit.Number(int64(p.Every / time.Second))
	}
	return unit.Value{}
}

// Fetch returns the line that pulls a missing image before it is built; none if it is never pulled.
func (r *Rendering) Fetch(b *model.Build) []templates.Exec {
	if b.First.Policy == "never" {
		return nil
	}
	words := []unit.Value{unit.Word(b.Tags[0])}
	if b.PullPlatform != "" {
		words = append(words, unit.Word(b.PullPlatform))
	}
	return []templates.Exec{r.Run("fetch", words...)}
}
