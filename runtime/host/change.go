package host

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/runtime/unit"
)

// File is one file of the project in the unit folder, with its current and its desired content.
type File struct {
	// Path is relative to the folder, with slashes; a path with a slash is in the project's private folder.
	Path string
	// Old is nil for a file that does not exist yet, New for one that is removed.
	Old, New []byte
	// Values is set for a file that contains values of the project: an env file, a config, a secret. It is not set for the
	// scripts, which are the same for every project.
	Values bool
}

// Unit reports whether systemd reads the file.
func (f File) Unit() bool { return !strings.Contains(f.Path, "/") }

// Name returns the unit that systemd loads from the file.
func (f File) Name() string { return names.OfFile(f.Path) }

// Kind is what happens to a file.
type Kind int

// The kinds. Zero is a file that is not changed.
const (
	Same    Kind = iota
	Add          // does not exist yet
	Change       // its content differs
	Comment      // only its comments or blank lines differ
	Drop         // is no longer wanted
)

// String returns the word used in the plan.
func (k Kind) String() string { return [...]string{"same", "add", "change", "comment", "remove"}[k] }

// Kind compares the old and new content. Only units have comments.
func (f File) Kind() Kind {
	switch {
	case f.Old == nil && f.New == nil:
		return Same
	case f.Old == nil:
		return Add
	case f.New == nil:
		return Drop
	case bytes.Equal(f.Old, f.New):
		return Same
	case f.Unit() && slices.Equal(said(f.Old, nil), said(f.New, nil)):
		return Comment
	}
	return Change
}

// Restarts reports whether a process that was started from the old text differs from one started from the new one. The
// sections that define when and why a unit is started are read at every start, so a change there needs no restart.
func (f File) Restarts() bool {
	read := []string{"Unit", "Install"}
	return f.Kind() == Change && f.Unit() && !slices.Equal(said(f.Old, read), said(f.New, read))
}

// said lists the directives of a unit, except for the sections to leave out. A text that cannot be parsed is compared byte
// for byte.
func said(text []byte, without []string) []unit.Entry {
	entries, err := unit.Check(text)
	if err != nil {
		return []unit.Entry{{Value: string(text)}}
	}
	return slices.DeleteFunc(entries, func(e unit.Entry) bool { return slices.Contains(without, e.Section) })
}

// Names returns the values of a directive that is a list of units.
func Names(text []byte, section, key string) []string {
	var out []string
	entries, _ := unit.Check(text)
	for _, e := range entries {
		if e.Section == section && e.Key == key {
			out = append(out, strings.Fields(e.Value)...)
		}
	}
	return out
}

// mentions reports whether a unit contains a name: one of its words is the name, or a path that ends in it.
func mentions(text []byte, name string) bool {
	words := map[string]bool{}
	for _, word := range bytes.FieldsFunc(text, func(r rune) bool { return r <= ' ' || strings.ContainsRune(`"'=:,;\`, r) }) {
		words[string(word)] = true
		words[path.Base(string(word))] = true
	}
	return slices.ContainsFunc(names.Spellings(name), func(spelling string) bool { return words[spelling] })
}
