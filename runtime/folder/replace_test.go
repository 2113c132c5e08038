package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/compose2unit/compose2unit/translate/input"
)

// Replace replaces files and links to files, and nothing else; its errors name the file that was asked for.
func TestReplaceReplacesFilesOnly(t *testing.T) {
	root := t.TempDir()
	at := func(name string) string { return filepath.Join(root, name) }
	for _, err := range []error{
		os.Mkdir(at("folder"), 0o755), syscall.Mkfifo(at("pipe"), 0o600), os.WriteFile(at("file"), nil, 0o600),
		os.Symlink("pipe", at("to-pipe")), os.Symlink("folder", at("to-folder")), os.Symlink("file", at("to-file")), os.Symlink("gone", at("to-nothing")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]error{
		"folder": syscall.EISDIR, "to-folder": syscall.EISDIR, "pipe": input.ErrIrregular, "to-pipe": input.ErrIrregular,
		"missing/x": fs.ErrNotExist, "file/x": syscall.ENOTDIR, "pipe/x": syscall.ENOTDIR,
		"file": nil, "to-file": nil, "to-nothing": nil, "new": nil,
	} {
		before, _ := os.Lstat(at(name))
		err := Replace(at(name), []byte("x"), 0o644)
		if !errors.Is(err, want) || (want == nil) != (err == nil) {
			t.Errorf("%s: %v, want %v", name, err, want)
		}
		var path *fs.PathError
		if errors.As(err, &path) && path.Path != at(name) && path.Path != filepath.Dir(at(name)) {
			t.Errorf("%s: the error names %s", name, path.Path)
		}
		if after, _ := os.Lstat(at(name)); err != nil && before != nil && !os.SameFile(before, after) {
			t.Errorf("%s was replaced", name)
		}
	}
	if data, err := os.ReadFile(at("to-file")); err != nil || string(data) != "x" {
		t.Errorf("%q, %v", data, err)
	}
}

// A pipe in place of the output folder is an error, and no run waits for a writer.
func TestAPipeIsNoFolder(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { _, err := shop(pipe).Plan(); ended <- err }()
	select {
	case err := <-ended:
		if !errors.Is(err, syscall.ENOTDIR) {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("it waits for the pipe")
	}
}

// A link to an open file, as /dev/stdout is, is not replaced, even if that file is a regular one.
func TestReplaceKeepsLinksToOpenFiles(t *testing.T) {
	root := t.TempDir()
	open, err := os.Create(filepath.Join(root, "open"))
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	link, chain := filepath.Join(root, "link"), filepath.Join(root, "chain")
	target := fmt.Sprintf("/proc/self/fd/%d", open.Fd())
	if _, err := os.Stat(target); err != nil {
		t.Skip(err)
	}
	if err := errors.Join(os.Symlink(target, link), os.Symlink("link", chain)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{link, chain} {
		if err := Replace(name, []byte("x"), 0o644); !errors.Is(err, input.ErrIrregular) {
			t.Error(name, err)
		}
		if info, err := os.Lstat(name); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s was replaced (%v)", name, err)
		}
	}
	for name, want := range map[string]bool{"/dev/stdout": true, "/proc/self/fd/1": true, "/dev/shm/x": false, link: true, open.Name(): false} {
		if ofSystem(name) != want {
			t.Errorf("%s: %t", name, !want)
		}
	}
}
