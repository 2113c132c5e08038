package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
)

// The private folder carries a .gitignore that lets the scripts through and nothing else: what holds no value of the
// project is committed, and a file that a later version adds is not, until somebody decided that it may be. With
// -env-files-only there is none: all values are in the Compose file, which is committed as well.

const gitignore = ".gitignore"

// gitignoreHead begins the file. One that begins otherwise is the user's own, and stays.
const gitignoreHead = "# Made by compose2unit: values stay out of git, the scripts are the same for every project.\n"

// withGitignore adds the .gitignore to what the output folder should hold.
func (w wanted) withGitignore() wanted {
	names := []string{gitignore}
	inside := false
	for _, file := range w.files {
		if !strings.HasPrefix(file.Path, w.project+"/") {
			continue
		}
		inside = true
		if file.Script {
			names = append(names, strings.TrimPrefix(file.Path, w.project+"/"))
		}
	}
	name := path.Join(w.project, gitignore)
	if data, err := os.ReadFile(w.at(name)); !inside || w.published || err == nil && !ownGitignore(data) {
		return w
	}
	text := gitignoreHead + "/*\n"
	for _, name := range names {
		text += "!/" + name + "\n"
	}
	w.files = append([]runtime.File{{Path: name, Mode: 0o600, Data: []byte(text), Script: true}}, w.files...)
	return w
}

func ownGitignore(data []byte) bool { return bytes.HasPrefix(data, []byte(gitignoreHead)) }

// inGit says that the output folder lies in a checkout, so that a file may be missing because git does not carry it,
// and modes may be git's.
func (w wanted) inGit() bool {
	dir, err := filepath.Abs(w.root)
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

// uncommitted are the private files that are missing in a checkout because the .gitignore keeps them out of it.
func (w wanted) uncommitted(p *plan) map[string]bool {
	out := map[string]bool{}
	if !w.inGit() {
		return out
	}
	data, err := os.ReadFile(w.at(path.Join(w.project, gitignore)))
	if err != nil || !ownGitignore(data) {
		return out
	}
	for _, file := range p.write {
		if private(file) && p.fresh[file.Path] {
			out[file.Path] = true
		}
	}
	return out
}

// gitNote says where the project's values are, for somebody who is about to commit the folder.
func (w wanted) gitNote() string {
	name := path.Join(w.project, gitignore)
	if _, err := os.Lstat(w.at(name)); errors.Is(err, fs.ErrNotExist) || !w.inGit() {
		return ""
	}
	for _, file := range w.files {
		if private(file) {
			return fmt.Sprintf("git:      %s keeps the values out; they are made where compose2unit runs again\n", visible(w.shown(name)))
		}
	}
	return ""
}
