package generator

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/names"
)

// usersFolder is the folder below /etc/compose and /usr/share/compose that holds the projects of users, as in
// /etc/containers/systemd/users of podman's generator. No project of the system can have its name.
const usersFolder = "users"

// SystemRoots are the folders in which the projects of the system lie, the first of which wins (as with unit files,
// systemd.unit(5): the administrator's, those of this boot, the packages').
var SystemRoots = []string{"/etc/compose", "/run/compose", "/usr/share/compose"}

// UserRoots returns those of a user, whose configuration folder is config ($XDG_CONFIG_HOME or ~/.config; empty is none).
func UserRoots(config string) []string {
	roots := []string{"/etc/compose/" + usersFolder, "/usr/share/compose/" + usersFolder}
	if config == "" {
		return roots
	}
	return append([]string{filepath.Join(config, "compose")}, roots...)
}

// Project is a folder with a Compose file.
type Project struct {
	// Name is the folder's, and the project's.
	Name string
	// Dir is the folder by the path at which it was found; it may be a symbolic link.
	Dir string
	// File is the Compose file in it.
	File string
}

// Place is a folder that has a project's name, or a link that masks it.
type Place struct {
	Project
	// Masks is set for a symbolic link to /dev/null: there is no project of its name, whatever later roots hold.
	Masks bool
	// Unreadable is set for a folder that this user may not read: whether a Compose file is in it is not known, and it hides none.
	Unreadable bool
}

// Find returns the projects in some roots, sorted by name. Of two of one name the one in the earlier root is used, whole; a
// folder that is a symbolic link to /dev/null masks it. The error and what is no project are as of [Places].
func Find(roots, files []string) ([]Project, error) {
	places, err := Places(roots, files)
	return Effective(places), err
}

// Effective returns the projects that the places of [Places] amount to: the first of each name, unless it is masked.
func Effective(places []Place) []Project {
	var list []Project
	last := ""
	for _, p := range places {
		if p.Unreadable {
			continue
		}
		if p.Name != last && !p.Masks {
			list = append(list, p.Project)
		}
		last = p.Name
	}
	return list
}

// Places returns all folders of projects in some roots, sorted by name; those of one name are in the order of the roots, and the
// first is the one that counts. Files are the names that a Compose file may have, in the order in which they are looked for; a
// folder without one is no project and hides none. The error joins what could not be read and a [NameError] for each folder whose
// name no project can have; the places beside them are returned.
func Places(roots, files []string) ([]Place, error) {
	var found []Place
	var wrong []error
	for _, root := range roots {
		entries, err := os.ReadDir(root)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			wrong = append(wrong, err)
		}
		for _, entry := range entries {
			name, dir := entry.Name(), filepath.Join(root, entry.Name())
			if strings.HasPrefix(name, ".") || name == usersFolder && slices.Contains(SystemRoots, root) {
				continue
			}
			file, masks, unreadable := "", masked(dir), false
			if !masks {
				file, unreadable = first(dir, files)
			}
			switch {
			case !masks && file == "":
			case names.CheckProject(name) == nil:
				found = append(found, Place{Project{Name: name, Dir: dir, File: filepath.Join(dir, file)}, masks, unreadable})
			case !masks:
				wrong = append(wrong, NameError{dir, names.CheckProject(name)})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Place) int { return strings.Compare(a.Name, b.Name) })
	return found, errors.Join(wrong...)
}

// masked reports whether a folder is a symbolic link to /dev/null (systemd.unit(5), masking).
func masked(dir string) bool {
	to, err := filepath.EvalSymlinks(dir)
	return err == nil && to == os.DevNull
}

// NameError is the error for a folder with a Compose file whose name no project can have. It concerns no other project.
type NameError struct {
	Dir string
	Err error
}

func (e NameError) Error() string { return e.Dir + ": " + e.Err.Error() }

// Unwrap returns what is wrong with the name.
func (e NameError) Unwrap() error { return e.Err }

// Misnamed splits the error of [Places] into its [NameError]s and the others.
func Misnamed(err error) (misnamed, others error) {
	all, is := err.(interface{ Unwrap() []error })
	if !is {
		return nil, err
	}
	for _, one := range all.Unwrap() {
		if errors.As(one, new(NameError)) {
			misnamed = errors.Join(misnamed, one)
		} else {
			others = errors.Join(others, one)
		}
	}
	return misnamed, others
}

// first returns the first of the files that is in a folder, or may be in one that cannot be read.
func first(dir string, files []string) (name string, unreadable bool) {
	for _, name := range files {
		switch _, err := os.Stat(filepath.Join(dir, name)); {
		case err == nil:
			return name, false
		case errors.Is(err, fs.ErrPermission):
			return name, true
		}
	}
	return "", false
}

// Choose returns the projects with these names, or all where there are none. The error names one that does not exist; hint
// suggests one of those that do.
func Choose(projects []Project, wanted []string, hint func(name string, known []string) string) ([]Project, error) {
	if len(wanted) == 0 {
		return projects, nil
	}
	var known []string
	for _, p := range projects {
		known = append(known, p.Name)
	}
	var chosen []Project
	for _, name := range wanted {
		at := slices.Index(known, name)
		if at < 0 {
			text := "no project " + name
			if more := hint(name, known); more != "" {
				text += "; " + more
			}
			return nil, errors.New(text)
		}
		chosen = append(chosen, projects[at])
	}
	return chosen, nil
}
