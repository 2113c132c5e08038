package folder

import (
	"path"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// Kind is what a file is: unit, source (of a unit that a generator makes), script, or value.
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

// Count is how many units and sources there are, and how many private files.
func (w Output) Count() (units, private int) {
	for _, file := range w.Files {
		switch {
		case path.Base(file.Path) == Gitignore:
		case w.IsPrivate(file.Path):
			private++
		default:
			units++
		}
	}
	return units, private
}

// Target is the unit that stands for the whole project, if it is among the files.
func (w Output) Target() string {
	for _, file := range w.Files {
		if names.IsTarget(file.Path) {
			return file.Path
		}
	}
	return ""
}
