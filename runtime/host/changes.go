package host

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/folder"
)

// Changes are the changes that [Apply] makes to a machine, or that [Diff] predicts.
type Changes struct {
	Plan
	// Root is the folder of the units.
	Root string
	// Target is the unit that represents the whole project.
	Target string
	// Modes are the files with the right content and the wrong mode, and the private folder, with a trailing slash, if
	// others can list it.
	Modes []string
	// MadeFor is the runtime of the existing units, if it differs from this run's.
	MadeFor string

	output folder.Output
	edits  *folder.Plan
}

// Empty reports whether neither files nor units nor modes would change.
func (c *Changes) Empty() bool { return c.Plan.Empty() && c.edits.Empty() }

// Diff returns a unified diff of the files that everyone may read, and a line for any other file that differs. It reads the
// folder; it fails if a file cannot be read.
func (c *Changes) Diff() (string, error) { return c.output.Diff(c.edits, nil) }

func (d *deployment) changes() *Changes {
	c := &Changes{Plan: d.plan, Root: d.options.layout().shown(d.Root), Target: d.Target(), output: d.Output, edits: d.edits}
	if d.edits.MadeFor != d.Runtime {
		c.MadeFor = d.edits.MadeFor
	}
	for _, file := range d.edits.Modes {
		c.Modes = append(c.Modes, file.Path)
	}
	if d.edits.Open {
		c.Modes = append(c.Modes, d.Project+"/")
	}
	return c
}

// both returns the project's files with their current and desired content. Files that units read from ConfigDir are read
// there.
func (d *deployment) both() ([]File, error) {
	var out []File
	for _, file := range d.Files {
		old, err := d.ReadInstalled(file)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		out = append(out, File{Path: file.Path, Old: old, New: file.Data, Values: folder.Private(file)})
	}
	for _, name := range d.edits.Stale {
		old, err := d.Read(name)
		if err != nil {
			return nil, err
		}
		out = append(out, File{Path: name, Old: old, Values: strings.Contains(name, "/")})
	}
	slices.SortFunc(out, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}
