// Package folder keeps the folder into which a project's files are written: it says which files there are the project's,
// compares them with what is wanted, and replaces them so that a run which fails or is killed leaves nothing half done.
// It knows no Compose file, no engine and no command line.
//
// Whose a file is, there being no list of what was written:
//
//   - A unit (or a drop-in) is the project's when its [Unit] section says X-ComposeProject=<project>.
//   - A file of the private folder <project>/ is the project's when a unit of the project names it, or a script there
//     that is the project's. Secrets and configs are the user's bytes and carry no mark, but nothing is written there
//     that nothing uses.
//   - The private folder's .gitignore is ours when it begins as we begin it.
//   - A file whose name is ours while it is being written (tempPrefix) is what a killed run left behind.
//
// Everything else is somebody else's and is never touched; where a wanted file would replace one, the run refuses.
package folder

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/host"
)

// Output is what the folder should hold for one project.
type Output struct {
	// Root is the folder, Project the project's name and that of the private folder below.
	Root, Project string
	// ConfigDir is where units look for private files on the target, if not beside themselves.
	ConfigDir string
	// Sources is where the sources of a generator lie (host.IsSource); empty is Root as well.
	Sources string
	Files   []runtime.File
	// Published reports whether the files of values may be committed: none is in them that is not in the Compose files.
	Published bool
	// Before, if set, is called before each step of a run, from 0. A test cuts the power there, by a panic.
	Before func(step int)
}

// Plan is what it takes to get there.
type Plan struct {
	// Write are the files that are missing or differ, Modes those with the right bytes and the wrong mode.
	Write, Modes []runtime.File
	// Stale are the files of an earlier run that are no longer wanted; Debris is what a killed run left, by whole paths.
	Stale, Debris []string
	// Same counts the files that are as wanted.
	Same int
	// Open reports whether the private folder exists and others can look into it.
	Open  bool
	fresh map[string]bool
}

// Fresh reports whether a wanted file does not exist yet.
func (p *Plan) Fresh(path string) bool { return p.fresh[path] }

// Empty reports whether there is nothing to do.
func (p *Plan) Empty() bool {
	return len(p.Write)+len(p.Stale)+len(p.Modes)+len(p.Debris) == 0 && !p.Open
}

// unitSuffixes are the kinds of files that can carry the project's mark.
var unitSuffixes = []string{
	".service", ".target", ".timer", ".socket", ".path", ".mount", ".slice",
	".container", ".network", ".volume", ".build", ".image", ".pod", ".kube",
}

// Plan looks at the folder and compares. Its errors are [ForeignError]s that name every foreign file in the way, or the
// machine's.
func (w Output) Plan() (*Plan, error) {
	f, err := w.scan()
	if err != nil {
		return nil, err
	}
	p := &Plan{Debris: f.debris, Open: f.open, fresh: map[string]bool{}}
	var foreign []error
	want := map[string]bool{}
	for _, file := range w.Files {
		want[file.Path] = true
		switch err := f.compare(p, file); {
		case errors.As(err, new(ForeignError)):
			foreign = append(foreign, err)
		case err != nil:
			return nil, err
		}
	}
	if len(foreign) > 0 {
		return nil, errors.Join(foreign...)
	}
	for name := range f.owned {
		if !want[name] && f.removable(name) {
			p.Stale = append(p.Stale, name)
		}
	}
	slices.Sort(p.Stale)
	return p, nil
}

// ForeignError is a file that stands where one of ours should go.
type ForeignError struct{ Path, Why string }

func (e ForeignError) Error() string {
	return e.Path + ": " + e.Why + "; it is left alone: move it away, or choose another -output"
}

// found is what the folder holds.
type found struct {
	Output
	owned  map[string]bool // regular files that are ours, relative, with slashes
	named  map[string]bool // private files that a unit of ours names by the folder's own path
	said   map[string]bool // last parts of any path in a unit of ours: enough to replace a file, not to remove it
	inside []string        // regular files of the private folder
	debris []string
	open   bool
}

// compare sorts one wanted file into the plan.
func (f *found) compare(p *Plan, file runtime.File) error {
	if err := f.parents(p, file.Path); err != nil {
		return err
	}
	info, err := os.Lstat(f.At(file.Path))
	if errors.Is(err, fs.ErrNotExist) {
		p.Write, p.fresh[file.Path] = append(p.Write, file), true
		return nil
	}
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return ForeignError{f.At(file.Path), "is " + kindOf(info.Mode()) + " that compose2unit did not make"}
	}
	data, err := os.ReadFile(f.At(file.Path))
	switch {
	case err == nil && bytes.Equal(data, file.Data):
		if info.Mode().Perm() != file.Mode.Perm() {
			p.Modes = append(p.Modes, file)
			return nil
		}
		p.Same++
	case !f.owned[file.Path]:
		return ForeignError{f.At(file.Path), "is there already, and " + f.strangeness(data)}
	case err != nil:
		return err
	default:
		p.Write = append(p.Write, file)
	}
	return nil
}

// strangeness says why a file is not ours.
func (f *found) strangeness(data []byte) string {
	switch mark := markOf(data); mark {
	case "":
		return fmt.Sprintf("nothing says that it belongs to project %q", f.Project)
	default:
		return fmt.Sprintf("belongs to project %q", mark)
	}
}

// parents refuses a wanted path that leads through a symlink or a file, so that nothing is written outside the folder.
func (f *found) parents(p *Plan, name string) error {
	dir := path.Dir(name)
	if dir == "." || p.fresh[dir] {
		return nil
	}
	if err := f.parents(p, dir); err != nil {
		return err
	}
	info, err := os.Lstat(f.At(dir))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.fresh[dir] = true
	case err != nil:
		return err
	case !info.IsDir():
		return ForeignError{f.At(dir), "is " + kindOf(info.Mode()) + " where a folder must be"}
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

// remember collects the files that the text of a unit or script names below one of some folders. Names of private files
// need no quoting, so a run of the bytes that names and paths are made of holds each of them whole.
func (f *found) remember(text []byte, folders ...string) {
	for _, word := range bytes.FieldsFunc(text, func(r rune) bool {
		return r <= ' ' || strings.ContainsRune(`"'=:,;\`, r)
	}) {
		word := string(word)
		i := strings.LastIndexByte(word, '/')
		if i < 0 {
			continue
		}
		f.said[word[i+1:]] = true
		for _, folder := range folders {
			if rest, ok := strings.CutPrefix(word, folder+"/"); ok {
				f.named[f.Project+"/"+rest] = true
			}
		}
	}
}

// byUnits are the words by which units find the private folder: beside themselves, in the folder of units where a
// generator makes them elsewhere, or where -config-dir puts it.
func (f *found) byUnits() []string {
	folders := []string{"%Y/" + f.Project, "%E/systemd/system/" + f.Project, "%E/systemd/user/" + f.Project}
	if f.ConfigDir != "" {
		folders = append(folders, f.ConfigDir)
	}
	return folders
}

// markOf is the project that a unit says it belongs to, or "".
func markOf(data []byte) string {
	section := ""
	for line := range bytes.Lines(data) {
		text := strings.TrimSpace(string(line))
		if strings.HasPrefix(text, "[") {
			section = text
			continue
		}
		if mark, ok := strings.CutPrefix(text, "X-ComposeProject="); ok && section == "[Unit]" {
			return strings.TrimSpace(mark)
		}
	}
	return ""
}

// At is where a file of the output folder lies on this machine, which is also how it is named to people.
func (w Output) At(name string) string {
	if w.Sources != "" && !strings.Contains(name, "/") && host.IsSource(name) {
		return filepath.Join(w.Sources, name)
	}
	return filepath.Join(w.Root, filepath.FromSlash(name))
}

// IsPrivate reports whether a path lies in the project's private folder.
func (w Output) IsPrivate(name string) bool { return strings.HasPrefix(name, w.Project+"/") }

// Private reports whether a file holds values: what is not for every reader of the folder is for no diff either. The scripts
// are closed as well, but anybody may know them.
func Private(file runtime.File) bool { return file.Mode.Perm()&0o077 == 0 && !file.Script }
