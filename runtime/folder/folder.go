// Package folder manages the folder into which a project's files are written: it determines which files there belong to the
// project, compares them with what is wanted, and replaces them so that a run which fails or is killed leaves nothing half
// done. It knows no Compose file, no engine and no command line.
//
// A file's owner is determined as follows:
//
//   - A unit (or a drop-in) is the project's if its [Unit] section has X-ComposeProject=<project>.
//   - A script in the private folder <project>/ is the project's if its head contains the mark with its own name.
//   - The private folder's .gitignore is ours if it starts with our header.
//   - Any other file of the private folder is the project's if the list there names it ([List]). Env files, secrets and
//     configs are the user's bytes and carry no mark. That a unit names a file proves nothing: users have their own there, too.
//   - A file with a temporary name (tempPrefix) was left by a killed run.
//
// All other files are foreign and never touched; if a wanted file would replace one, the run fails. Only regular files are
// opened, and no symbolic link is followed below the folder (see tree).
package folder

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// Output is the desired content of the folder for one project.
type Output struct {
	// Root is the folder, Project the name of the project and of the private folder in it.
	Root, Project string
	// ConfigDir is where units look for private files on the target; if empty, beside themselves.
	ConfigDir string
	// Copies reports whether the values are also copied there ([Output.Configure]), rather than by whoever installs them.
	Copies bool
	// Sources is the folder of a generator's source files (names.IsSource); if empty, it is Root as well.
	Sources string
	// Others and OtherSources are further folders from which systemd reads units and a generator reads sources (package
	// host).
	Others, OtherSources []string
	Files                []runtime.File
	// Alone is set if nobody else writes into the private folder, as in the folder of a generator: all its files are the
	// project's.
	Alone bool
	// Runtime is the name of the runtime that made the files. Write does not replace those of another one, unless Force is
	// set.
	Runtime string
	Force   bool
	// Published reports whether files with values may be committed: all their values are in the Compose files, too.
	Published bool
	// Waiting, if set, is called when a run has waited a moment for another run that holds the lock at path.
	Waiting func(path string)
	// Before, if set, is called before each step of a run, counted from 0. A test simulates a power failure there, by a
	// panic.
	Before func(step int)
}

// Plan is the set of changes to reach the desired content.
type Plan struct {
	// Write are the files that are missing or differ, Modes those with the right content and the wrong mode.
	Write, Modes []runtime.File
	// Stale are the files of an earlier run that are no longer wanted.
	Stale []string
	// Same counts the files that are as wanted.
	Same int
	// MadeFor is the runtime that made the existing files, if they record it.
	MadeFor string
	// Open reports whether the private folder exists and is accessible to others.
	Open     bool
	fresh    map[string]bool
	debris   []spot          // left by a killed run
	list     map[string]bool // the names in the list
	listText []byte          // nil if there is no list
	units    map[string][]byte
}

// Fresh reports whether a wanted file does not exist yet.
func (p *Plan) Fresh(path string) bool { return p.fresh[path] }

// Empty reports whether there is nothing to do.
func (p *Plan) Empty() bool {
	return len(p.Write)+len(p.Stale)+len(p.Modes)+len(p.debris) == 0 && !p.Open
}

// Plan compares the folder with the desired content. Its errors are [ForeignError]s that name every foreign file in the
// way, and I/O errors.
func (w Output) Plan() (*Plan, error) {
	h, err := w.hold()
	if err != nil {
		return nil, err
	}
	defer h.close()
	return h.plan()
}

func (h *held) plan() (*Plan, error) {
	f, err := h.scan()
	if err != nil {
		return nil, err
	}
	p := &Plan{Open: f.open, fresh: map[string]bool{}, debris: f.debris, list: f.list, listText: f.listText, units: f.units, MadeFor: f.madeFor()}
	var refused []error
	if err := f.taken(); err != nil {
		refused = append(refused, err)
	}
	want := map[string]bool{}
	for _, file := range h.Files {
		want[file.Path] = true
		switch err := f.compare(p, file); {
		case errors.As(err, new(ForeignError)), errors.As(err, new(tooLong)):
			refused = append(refused, err)
		case err != nil:
			return nil, err
		}
	}
	if err := errors.Join(append(refused, h.hides(p))...); err != nil {
		return nil, err
	}
	for name := range f.owned {
		if !want[name] {
			p.Stale = append(p.Stale, name)
		}
	}
	slices.Sort(p.Stale)
	return p, nil
}

// ForeignError is the error for a foreign file in place of one of ours.
type ForeignError struct{ Path, Why string }

func (e ForeignError) Error() string {
	return e.Path + ": " + e.Why + "; it is left untouched: move it away, or choose another -output"
}

// compare adds one wanted file to the plan.
func (f *found) compare(p *Plan, file runtime.File) error {
	if len(path.Base(file.Path)) > maxName {
		return tooLong(f.At(file.Path))
	}
	if err := f.parents(p, file.Path); err != nil {
		return err
	}
	at := f.spot(file.Path)
	info, err := at.lstat()
	if errors.Is(err, fs.ErrNotExist) {
		p.Write, p.fresh[file.Path] = append(p.Write, file), true
		return nil
	}
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return ForeignError{at.String(), "is " + kindOf(info.Mode()) + " that compose2unit did not create"}
	}
	data, err := at.read()
	switch {
	case err == nil && bytes.Equal(data, file.Data):
		if info.Mode().Perm() != file.Mode.Perm() {
			p.Modes = append(p.Modes, file)
			return nil
		}
		p.Same++
	case !f.owned[file.Path]:
		return ForeignError{at.String(), "already exists, and " + f.strangeness(data)}
	case err != nil:
		return err
	default:
		p.Write = append(p.Write, file)
	}
	return nil
}

// strangeness returns why a file is not ours.
func (f *found) strangeness(data []byte) string {
	switch mark := markOf(data); mark {
	case "":
		return fmt.Sprintf("nothing marks it as part of project %q", f.Project)
	default:
		return fmt.Sprintf("belongs to project %q", mark)
	}
}

// parents rejects a wanted path that leads through a symbolic link or a file, so that nothing is written outside the
// folder.
func (f *found) parents(p *Plan, name string) error {
	dir := path.Dir(name)
	if dir == "." || p.fresh[dir] {
		return nil
	}
	if err := f.parents(p, dir); err != nil {
		return err
	}
	info, err := f.folder(dir).lstat()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.fresh[dir] = true
	case err != nil:
		return err
	case !info.IsDir():
		return ForeignError{f.At(dir), notFolder(info.Mode()).Error()}
	}
	return nil
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	case mode.IsRegular():
		return "a file"
	}
	return "a special file"
}

// At returns the path of a file of the output folder on this machine, which is also its name in messages.
func (w Output) At(name string) string {
	if w.Sources != "" && !strings.Contains(name, "/") && names.IsSource(name) {
		return filepath.Join(w.Sources, name)
	}
	return filepath.Join(w.Root, filepath.FromSlash(name))
}

// IsPrivate reports whether a path is in the project's private folder.
func (w Output) IsPrivate(name string) bool { return strings.HasPrefix(name, w.Project+"/") }

// Private reports whether a file holds values: what not everyone may read is not shown in a diff either. The scripts have
// the same mode, but are not secret.
func Private(file runtime.File) bool { return file.Mode.Perm()&0o077 == 0 && !file.Script }
