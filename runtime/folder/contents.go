package folder

import (
	"path"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// Kind returns the kind of a file: unit, source (of a unit that a generator makes), script, or value.
func (w Output) Kind(file runtime.File) string {
	switch {
	case file.Script:
		return "script"
	case w.IsPrivate(file.Path):
		return "value"
	case names.IsSource(file.Path):
		return "source"
	}
	return "unit"
}

// Counts is the number of files of each kind. Together they are all files.
type Counts struct{ Units, Sources, Scripts, Private, Gitignores int }

// Count counts the wanted files.
func (w Output) Count() Counts {
	var c Counts
	for _, file := range w.Files {
		if path.Base(file.Path) == Gitignore {
			c.Gitignores++
			continue
		}
		switch w.Kind(file) {
		case "script":
			c.Scripts++
		case "value":
			c.Private++
		case "source":
			c.Sources++
		default:
			c.Units++
		}
	}
	return c
}

// Target returns the unit that represents the whole project, if it is among the files.
func (w Output) Target() string {
	for _, file := range w.Files {
		if names.IsTarget(file.Path) {
			return file.Path
		}
	}
	return ""
}
