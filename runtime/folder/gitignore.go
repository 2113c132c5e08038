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

// The private folder carries a .gitignore that lets the scripts through and nothing else: what holds no value of the
// project is committed, and a file that a later version adds is not, until somebody decided that it may be. With
// -env-files-only there is none: all values are in the Compose file, which is committed as well.

// Gitignore is the name of the file.
const Gitignore = ".gitignore"

// gitignoreHead begins the file. One that begins otherwise is the user's own, and stays.
const gitignoreHead = "# Made by compose2unit: values stay out of git, the scripts are the same for every project.\n"

// WithGitignore adds the .gitignore to what the folder should hold, unless all of it is published, or the user has one of
// his own there.
func (w Output) WithGitignore() Output {
	names := []string{Gitignore}
	inside := false
	for _, file := range w.Files {
		if !strings.HasPrefix(file.Path, w.Project+"/") {
			continue
		}
		inside = true
		if file.Script {
			names = append(names, strings.TrimPrefix(file.Path, w.Project+"/"))
		}
	}
	name := path.Join(w.Project, Gitignore)
	if data, err := os.ReadFile(w.At(name)); !inside || w.Published || err == nil && !ownGitignore(data) {
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

// inGit reports whether the output folder lies in a checkout, so that a file may be missing because git does not carry it,
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

// Uncommitted are the private files that are missing in a checkout because the .gitignore keeps them out of it.
func (w Output) Uncommitted(p *Plan) map[string]bool {
	out := map[string]bool{}
	if !w.inGit() {
		return out
	}
	data, err := os.ReadFile(w.At(path.Join(w.Project, Gitignore)))
	if err != nil || !ownGitignore(data) {
		return out
	}
	for _, file := range p.Write {
		if Private(file) && p.fresh[file.Path] {
			out[file.Path] = true
		}
	}
	return out
}

// KeptFromGit is the .gitignore that keeps values of the project out of the checkout in which the folder lies, or "".
func (w Output) KeptFromGit() string {
	name := w.At(path.Join(w.Project, Gitignore))
	if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) || !w.inGit() {
		return ""
	}
	if !slices.ContainsFunc(w.Files, Private) {
		return ""
	}
	return name
}
