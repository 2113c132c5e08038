package main

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

// unitOf is a unit of the project that names private files.
func unitOf(project string, names ...string) string {
	text := "[Unit]\nX-ComposeProject=" + project + "\n[Service]\n"
	for _, name := range names {
		text += "ExecStart=/bin/sh \"%Y/" + project + "/" + name + "\" --env-file=%Y/" + project + "/" + name + " \\\n    x\n"
	}
	return text
}

func file(path, text string) runtime.File {
	mode := fs.FileMode(0o644)
	if strings.Contains(path, "/") {
		mode = 0o600
	}
	return runtime.File{Path: path, Mode: mode, Data: []byte(text)}
}

// tree is all regular files below a folder with their content, and whatever else there is by its kind.
func tree(t *testing.T, root string) map[string]string {
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

func put(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
