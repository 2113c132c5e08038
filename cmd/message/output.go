package message

import (
	"path"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// Kinds returns the number of files of each kind; they add up to those that were written and those that are unchanged.
func Kinds(c folder.Counts) string {
	var out []string
	for _, kind := range []struct {
		n    int
		noun string
	}{{c.Units, "unit"}, {c.Sources, "source file"}, {c.Scripts, "script"}, {c.Private, "private file"}, {c.Gitignores, folder.Gitignore}} {
		if kind.n > 0 {
			out = append(out, Number(kind.n, kind.noun))
		}
	}
	return strings.Join(out, ", ")
}

// Patterns returns shell words that match what systemd reads, with the private folder, and what a generator reads.
func Patterns(w folder.Output) (units, sources []string) {
	for _, file := range w.Files {
		word, to := Shell(w.Root)+"/*"+path.Ext(file.Path), &units
		switch {
		case strings.Contains(file.Path, "/"):
			word = Shell(w.At(w.Project))
		case names.IsSource(file.Path):
			to = &sources
		}
		if !slices.Contains(*to, word) {
			*to = append(*to, word)
		}
	}
	slices.Sort(units)
	slices.Sort(sources)
	return units, sources
}
