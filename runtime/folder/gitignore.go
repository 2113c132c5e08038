package folder

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
)

// The private folder contains a .gitignore that admits the scripts and nothing else: files without values of the project
// are committed, and a file that a later version adds is not, until someone decides that it may be. If all values are in
// the Compose files, which are committed as well, the files with values are admitted, too: a host that pulls needs them.
// The body of an API call is excluded even then, as it contains the complete definition of a container; if there is none,
// nothing is left to exclude, and there is no .gitignore.

// Gitignore is the name of the file.
const Gitignore = ".gitignore"

// carried reports whether the .gitignore admits a file of the private folder.
func (w Output) carried(file runtime.File) bool { return file.Script || w.Published && !file.Call }

// gitignoreHead is the start of the file. A file that starts differently is the user's own and is kept.
const gitignoreHead = "# Made by compose2unit: values stay out of git, the scripts are the same for every project.\n"

// WithGitignore adds the .gitignore to the desired content, unless the user has one of their own there.
func (w Output) WithGitignore() Output {
	names := []string{Gitignore}
	if w.Published {
		names = append(names, List) // it names what is committed here
	}
	needed := false
	for _, file := range w.Files {
		if !w.IsPrivate(file.Path) {
			continue
		}
		needed = needed || !w.Published || !w.carried(file)
		if w.carried(file) {
			names = append(names, strings.TrimPrefix(file.Path, w.Project+"/"))
		}
	}
	name := path.Join(w.Project, Gitignore)
	if data, err := w.Read(name); !needed || !ownGitignore(data) && !errors.Is(err, fs.ErrNotExist) {
		return w
	}
	text := gitignoreHead + "/*\n"
	for _, name := range names {
		text += "!/" + name + "\n"
	}
	w.Files = append([]runtime.File{{Path: name, Mode: 0o600, Data: []byte(text), Script: true}}, w.Files...)
	return w
}

func ownGitignore(data []byte) bool { return bytes.HasPrefix(data, []byte(gitignoreHead)) }

// inGit reports whether the output folder is in a checkout, in which a file may be missing because git does not carry it,
// and modes may be git's.
func (w Output) inGit() bool {
	dir, err := filepath.Abs(w.Root)
	if err != nil {
		return false
	}
	for {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return false
		}
		dir = parent
	}
}

// Uncommitted returns the private files that are missing in a checkout because the .gitignore excludes them.
func (w Output) Uncommitted(p *Plan) map[string]bool {
	out := map[string]bool{}
	if !w.inGit() {
		return out
	}
	data, err := w.Read(path.Join(w.Project, Gitignore))
	if err != nil || !ownGitignore(data) {
		return out
	}
	for _, file := range p.Write {
		if Private(file) && p.fresh[file.Path] && !w.carried(file) {
			out[file.Path] = true
		}
	}
	return out
}

// KeptFromGit returns the .gitignore that excludes values of the project from the checkout that contains the folder, or "".
func (w Output) KeptFromGit() string {
	name := w.At(path.Join(w.Project, Gitignore))
	if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) || !w.inGit() {
		return ""
	}
	if !slices.ContainsFunc(w.Files, func(file runtime.File) bool { return Private(file) && !w.carried(file) }) {
		return ""
	}
	return name
}
