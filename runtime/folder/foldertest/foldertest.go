// Package foldertest provides helpers for tests of an output folder: files to write, and ways to inspect what was written.
package foldertest

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/compose2unit/compose2unit/runtime"
)

// UnitOf returns the text of a unit of the project that names private files.
func UnitOf(project string, names ...string) string {
	text := "[Unit]\nX-ComposeProject=" + project + "\n[Service]\n"
	for _, name := range names {
		text += "ExecStart=/bin/sh \"%Y/" + project + "/" + name + "\" --env-file=%Y/" + project + "/" + name + " \\\n    x\n"
	}
	return text
}

// File returns a unit, or a private file if its path has a folder.
func File(path, text string) runtime.File {
	mode := fs.FileMode(0o644)
	if strings.Contains(path, "/") {
		mode = 0o600
	}
	return runtime.File{Path: path, Mode: mode, Data: []byte(text)}
}

// Put writes a file below a folder, as a user would.
func Put(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Same fails the test if two values differ.
func Same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// Tree returns all regular files below a folder with their content, and everything else by its kind.
func Tree(t testing.TB, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == root {
			return err
		}
		name, _ := filepath.Rel(root, path)
		switch {
		case entry.IsDir():
			out[name] = "a folder"
			return nil
		case !entry.Type().IsRegular():
			out[name] = entry.Type().String()
			return nil
		}
		data, err := os.ReadFile(path)
		out[name] = string(data)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return out
}
