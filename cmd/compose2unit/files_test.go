package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/compose2unit/compose2unit/runtime/folder/foldertest"
)

var (
	unitOf = foldertest.UnitOf
	file   = foldertest.File
	put    = foldertest.Put
	same   = foldertest.Same
)

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
