package main

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

// Whose a file of the output folder is, there being no list of what was written:
//
//   - A unit (or a drop-in) is the project's when its [Unit] section says X-ComposeProject=<project>.
//   - A file of the private folder <project>/ is the project's when a unit of the project names it, or a script there
//     that is the project's. Secrets and configs are the user's bytes and carry no mark, but nothing is written there
//     that nothing uses.
//   - The private folder's .gitignore is ours when it begins as we begin it.
//   - A file whose name is ours while it is being written (tempPrefix) is what a killed run left behind.
//
// Everything else is somebody else's and is never touched; where a wanted file would replace one, the run refuses.

// wanted is what the output folder should hold for one project.
type wanted struct {
	root, project, configDir string
	// sources is where the files of podman's generator lie; empty is root as well.
	sources string
	files   []runtime.File
	// published says that all of it may be committed: no value is in it that is not in the Compose file.
	published bool
}

// plan is what it takes to get there.
type plan struct {
	write  []runtime.File // missing or different
	modes  []runtime.File // right bytes, wrong mode
	stale  []string       // of an earlier run, no longer wanted
	debris []string       // of a killed run; whole paths
	same   int
	open   bool // the private folder exists and others can look into it
	fresh  map[string]bool
}

// unitSuffixes are the kinds of files that can carry the project's mark.
var unitSuffixes = []string{
	".service", ".target", ".timer", ".socket", ".path", ".mount", ".slice",
	".container", ".network", ".volume", ".build", ".image", ".pod", ".kube",
}

// plan looks at the output folder and compares. Its errors name every foreign file in the way.
func (w wanted) plan() (*plan, error) {
	f, err := w.scan()
	if err != nil {
		return nil, err
	}
	p := &plan{debris: f.debris, open: f.open, fresh: map[string]bool{}}
	var foreign []error
	want := map[string]bool{}
	for _, file := range w.files {
		want[file.Path] = true
		switch err := f.compare(p, file); {
		case errors.As(err, new(foreignError)):
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
			p.stale = append(p.stale, name)
		}
	}
	slices.Sort(p.stale)
	return p, nil
}

// foreignError is a file that stands where one of ours should go.
type foreignError struct{ path, why string }

func (e foreignError) Error() string {
	return e.path + ": " + e.why + "; it is left alone: move it away, or choose another -output"
}

// folder is what was found in the output folder.
type folder struct {
	wanted
	owned  map[string]bool // regular files that are ours, relative, with slashes
	named  map[string]bool // private files that a unit of ours names by the folder's own path
	said   map[string]bool // last parts of any path in a unit of ours: enough to replace a file, not to remove it
	inside []string        // regular files of the private folder
	debris []string
	open   bool
}

// compare sorts one wanted file into the plan.
func (f *folder) compare(p *plan, file runtime.File) error {
	if err := f.parents(p, file.Path); err != nil {
		return err
	}
	info, err := os.Lstat(f.at(file.Path))
	if errors.Is(err, fs.ErrNotExist) {
		p.write, p.fresh[file.Path] = append(p.write, file), true
		return nil
	}
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return foreignError{f.shown(file.Path), "is " + kindOf(info.Mode()) + " that compose2unit did not make"}
	}
	data, err := os.ReadFile(f.at(file.Path))
	switch {
	case err == nil && bytes.Equal(data, file.Data):
		if info.Mode().Perm() != file.Mode.Perm() {
			p.modes = append(p.modes, file)
			return nil
		}
		p.same++
	case !f.owned[file.Path]:
		return foreignError{f.shown(file.Path), "is there already, and " + f.strangeness(data)}
	case err != nil:
		return err
	default:
		p.write = append(p.write, file)
	}
	return nil
}

// strangeness says why a file is not ours.
func (f *folder) strangeness(data []byte) string {
	switch mark := markOf(data); mark {
	case "":
		return fmt.Sprintf("nothing says that it belongs to project %q", f.project)
	default:
		return fmt.Sprintf("belongs to project %q", mark)
	}
}

// parents refuses a wanted path that leads through a symlink or a file, so that nothing is written outside the folder.
func (f *folder) parents(p *plan, name string) error {
	dir := path.Dir(name)
	if dir == "." || p.fresh[dir] {
		return nil
	}
	if err := f.parents(p, dir); err != nil {
		return err
	}
	info, err := os.Lstat(f.at(dir))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.fresh[dir] = true
	case err != nil:
		return err
	case !info.IsDir():
		return foreignError{f.shown(dir), "is " + kindOf(info.Mode()) + " where a folder must be"}
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
func (f *folder) remember(text []byte, folders ...string) {
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
				f.named[f.project+"/"+rest] = true
			}
		}
	}
}

// byUnits are the words by which units find the private folder: beside themselves, in the folder of units where a
// generator makes them elsewhere, or where -config-dir puts it.
func (f *folder) byUnits() []string {
	folders := []string{"%Y/" + f.project, "%E/systemd/system/" + f.project, "%E/systemd/user/" + f.project}
	if f.configDir != "" {
		folders = append(folders, f.configDir)
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

// at is where a file of the output folder lies on this machine.
func (w wanted) at(name string) string {
	if w.sources != "" && !strings.Contains(name, "/") && host.IsSource(name) {
		return filepath.Join(w.sources, name)
	}
	return filepath.Join(w.root, filepath.FromSlash(name))
}

// shown is how a file of the output folder is named to people.
func (w wanted) shown(name string) string { return w.at(name) }

// private says that a file holds values: what is not for every reader of the folder is for no diff either. The scripts
// are closed as well, but anybody may know them.
func private(file runtime.File) bool { return file.Mode.Perm()&0o077 == 0 && !file.Script }
