package folder

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// found is the current content of the folder.
type found struct {
	*held
	owned    map[string]bool // our regular files, relative, with slashes
	list     map[string]bool // the names in the list; nil if there is no list
	listText []byte
	units    map[string][]byte // the texts of our units
	debris   []spot
	open     bool
	others   []string // what is in the private folder and not ours, folders as well
}

// isMarked reports whether a file is of a kind that can carry the project's mark.
func isMarked(name string) bool {
	switch path.Ext(name) {
	case ".service", ".target", ".timer", ".socket", ".path", ".mount", ".slice":
		return true
	}
	return names.IsSource(name)
}

// scan reads the output folder, which need not exist.
func (h *held) scan() (*found, error) {
	f, err := h.scanMarked()
	if err != nil {
		return nil, err
	}
	if err := f.readList(); err != nil {
		return nil, err
	}
	return f, f.scanPrivate()
}

// Owned returns the project's units in the folder, sorted: neither drop-ins nor private files. It does not open the private folder,
// which only its owner may read.
func (w Output) Owned() ([]string, error) {
	h, err := w.hold()
	if err != nil {
		return nil, err
	}
	defer h.close()
	f, err := h.scanMarked()
	if err != nil {
		return nil, err
	}
	var out []string
	for name := range f.owned {
		if !strings.Contains(name, "/") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, nil
}

// scanMarked reads the project's units and their drop-ins.
func (h *held) scanMarked() (*found, error) {
	f := &found{held: h, owned: map[string]bool{}, units: map[string][]byte{}}
	for _, t := range h.trees() {
		if err := f.scanUnits(t); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// scanUnits reads the files of a folder that belong there: if there are two folders, each has its own kinds.
func (f *found) scanUnits(t *tree) error {
	entries, err := spot{t, "."}.entries()
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case isTemp(entry):
			f.debris = append(f.debris, spot{t, name})
		case f.spot(name).in != t:
		case entry.IsDir() && strings.HasSuffix(name, ".d"):
			err = f.scanDropIns(name)
		case isMarked(name):
			err = f.scanUnit(name, entry)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// temp matches the names of temporary files (change.temp).
var temp = lazyregexp.New("^" + regexp.QuoteMeta(tempPrefix) + "[0-9]+-[0-9]+$")

func isTemp(entry fs.DirEntry) bool {
	return entry.Type().IsRegular() && temp.MatchString(entry.Name())
}

// scanUnit reads a unit and records it if it is ours. Symbolic links are not followed: they are foreign.
func (f *found) scanUnit(name string, entry fs.DirEntry) error {
	if !entry.Type().IsRegular() {
		return nil
	}
	data, err := f.spot(name).read()
	if errors.Is(err, fs.ErrPermission) {
		return nil // we cannot read it, so we did not write it
	}
	if err != nil {
		return err
	}
	if markOf(data) == f.Project {
		f.owned[name], f.units[name] = true, data
	}
	return nil
}

func (f *found) scanDropIns(dir string) error {
	entries, err := f.folder(dir).entries()
	if errors.Is(err, fs.ErrPermission) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		switch {
		case isTemp(entry):
			f.debris = append(f.debris, f.spot(name))
		case path.Ext(name) == ".conf":
			err = f.scanUnit(name, entry)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// folders returns the folders that can hold our private files.
func (f *found) folders() []string {
	dirs := map[string]bool{f.Project: true}
	for name := range f.list {
		dirs[path.Dir(name)] = true
	}
	for name := range f.values() {
		dirs[path.Dir(name)] = true
	}
	return slices.Sorted(maps.Keys(dirs))
}

// scanPrivate reads the private folder, and those folders below it that contain our files.
func (f *found) scanPrivate() error {
	older := f.list == nil
	var others []string
	for _, dir := range f.folders() {
		entries, err := f.folder(dir).entries()
		if err != nil {
			return err
		}
		for _, entry := range entries {
			name := path.Join(dir, entry.Name())
			ours, err := f.isOurs(name, entry)
			if err != nil {
				return err
			}
			switch {
			case isTemp(entry):
				f.debris = append(f.debris, f.spot(name))
			case ours:
				f.owned[name] = true
				older = older && path.Base(name) == Gitignore
			case entry.Type().IsRegular() && entry.Name() != List:
				others = append(others, name)
			}
			if dir == f.Project && !ours && !isTemp(entry) && entry.Name() != List {
				f.others = append(f.others, name)
			}
		}
	}
	if info, err := f.folder(f.Project).lstat(); err == nil && info.IsDir() {
		f.open = info.Mode().Perm()&0o077 != 0
	}
	if older {
		return f.scanOlder(others)
	}
	return nil
}

// taken returns an error if there was a folder of the private one's name before there was anything of ours: it would be closed to
// others, and a .gitignore would hide from git what is in it. With a .gitignore of the user's it has been made for this.
func (f *found) taken() error {
	if len(f.others) == 0 || f.listText != nil || !f.privates() || slices.Contains(f.others, path.Join(f.Project, Gitignore)) {
		return nil
	}
	for name := range f.owned {
		if f.IsPrivate(name) {
			return nil
		}
	}
	return ForeignError{f.At(f.Project), "is a folder in which nothing is of project " + strconv.Quote(f.Project) + ", such as " + path.Base(f.others[0])}
}

// isOurs reports whether an entry of the private folder is the project's: the list names it, or it carries the mark.
func (f *found) isOurs(name string, entry fs.DirEntry) (bool, error) {
	switch {
	case !entry.Type().IsRegular() || entry.Name() == List:
		return false, nil
	case f.list[name], f.Alone:
		return true, nil
	case path.Dir(name) != f.Project || entry.Name() != Gitignore && path.Ext(name) != "":
		return false, nil
	}
	data, err := f.spot(name).read()
	if errors.Is(err, fs.ErrPermission) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return entry.Name() == Gitignore && ownGitignore(data) || isScript(name, data), nil
}

// markOf returns the project that a unit belongs to according to its mark, or "".
func markOf(data []byte) string { return entryOf(data, "X-ComposeProject=") }
