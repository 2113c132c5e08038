package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder/foldertest"
)

var (
	unitOf = foldertest.UnitOf
	file   = foldertest.File
	put    = foldertest.Put
	same   = foldertest.Same
)

// script returns one of our scripts.
func script(name string) runtime.File {
	return runtime.File{Path: "shop/" + name, Mode: 0o600, Script: true, Data: []byte("#!/bin/sh\n" + scriptMark(name) + "# " + name + "\n")}
}

func shop(root string, files ...runtime.File) Output {
	return Output{Root: root, Project: "shop", Files: files}
}

// content returns all regular files below a folder with their content, and everything else by its kind.
func content(t *testing.T, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == root {
			return err
		}
		name, _ := filepath.Rel(root, path)
		if filepath.Base(name) == List {
			return nil // see TestTheList
		}
		if !entry.Type().IsRegular() {
			out[name] = kindOf(entry.Type())
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

func mustWrite(t *testing.T, w Output) Result {
	t.Helper()
	done, err := w.Write()
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func TestModesDoNotDependOnTheUmask(t *testing.T) {
	old := syscall.Umask(0o027)
	defer syscall.Umask(old)
	root := filepath.Join(t.TempDir(), "deep", "out")
	mustWrite(t, shop(root, file("shop-web.service", unitOf("shop", "web.env")), file("shop/web.env", "A=1\n")))
	for name, want := range map[string]fs.FileMode{"shop-web.service": 0o644, "shop/web.env": 0o600, "shop": 0o700} {
		info, err := os.Stat(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		same(t, name, info.Mode().Perm(), want)
	}
}

func TestAnUnchangedFileIsNotTouched(t *testing.T) {
	root := t.TempDir()
	want := shop(root, file("shop-web.service", unitOf("shop", "web.env")), file("shop/web.env", "A=1\n"))
	mustWrite(t, want)
	before, _ := os.Stat(filepath.Join(root, "shop-web.service"))
	same(t, "second run", mustWrite(t, want), Result{Wrote: 0, Same: 2})
	after, _ := os.Stat(filepath.Join(root, "shop-web.service"))
	if !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
		t.Error("the second run replaced a file that was as wanted")
	}
}

func TestStaleFilesOfTheProjectGoAndAllOthersStay(t *testing.T) {
	root := t.TempDir()
	mustWrite(t, shop(root,
		file("shop-old.service", unitOf("shop", "old.env", "sub/old.json")), file("shop/old.env", "OLD=1\n"), file("shop/sub/old.json", "{}"),
		file("shop-web.service", unitOf("shop", "web.env")), file("shop/web.env", "A=1\n")))
	foreign := map[string]string{
		"README":                    "mine\n",
		"shop-mine.service":         "[Service]\nExecStart=/bin/true\n",
		"store-web.service":         unitOf("store"),
		"shop/notes.txt":            "written by hand\n",
		"shop-.service.d/mine.conf": "[Service]\nNice=5\n",
	}
	for name, text := range foreign {
		put(t, root, name, text)
	}
	done := mustWrite(t, shop(root, file("shop-web.service", unitOf("shop", "web.env")), file("shop/web.env", "A=2\n")))
	same(t, "counts", done, Result{Wrote: 1, Same: 1, Removed: 3})
	foreign["shop"], foreign["shop-.service.d"] = "a folder", "a folder"
	foreign["shop-web.service"], foreign["shop/web.env"] = unitOf("shop", "web.env"), "A=2\n"
	same(t, "folder", content(t, root), foreign)
}

// A unit that binds /data/notes.txt does not make <project>/notes.txt ours to remove.
func TestANameElsewhereDoesNotMakeAPrivateFileOurs(t *testing.T) {
	root := t.TempDir()
	text := "[Unit]\nX-ComposeProject=shop\n[Service]\nExecStart=docker --volume /data/notes.txt:/n\n"
	put(t, root, "shop-web.service", text)
	put(t, root, "shop/notes.txt", "by hand\n")
	mustWrite(t, shop(root, file("shop-web.service", unitOf("shop"))))
	same(t, "notes", content(t, root)["shop/notes.txt"], "by hand\n")
}

func TestAForeignFileInTheWayIsRefusedAndNothingIsWritten(t *testing.T) {
	for name, in := range map[string]struct{ path, text, want string }{
		"no mark":        {"shop-web.service", "[Service]\n", `nothing marks it as part of project "shop"`},
		"other project":  {"shop-web.service", unitOf("store"), `belongs to project "store"`},
		"private":        {"shop/web.env", "MINE=1\n", `nothing marks it as part of project "shop"`},
		"mark elsewhere": {"shop-web.service", "[Service]\nX-ComposeProject=shop\n", "nothing marks it as part of project"},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			put(t, root, in.path, in.text)
			before := content(t, root)
			_, err := shop(root, file("shop-a.service", unitOf("shop")), file("shop-web.service", unitOf("shop", "web.env")), file("shop/web.env", "A=1\n")).Write()
			if err == nil || !strings.Contains(err.Error(), in.want) || !strings.Contains(err.Error(), in.path) {
				t.Errorf("error %v, want one that says %q", err, in.want)
			}
			same(t, "folder", content(t, root), before)
		})
	}
}

func TestSymlinksAreNotFollowed(t *testing.T) {
	for name, link := range map[string]string{"a unit": "shop-web.service", "the private folder": "shop"} {
		t.Run(name, func(t *testing.T) {
			root, outside := t.TempDir(), t.TempDir()
			put(t, outside, "web.env", "OUTSIDE\n")
			target := outside
			if link != "shop" {
				target = filepath.Join(outside, "web.env")
			}
			if err := os.Symlink(target, filepath.Join(root, link)); err != nil {
				t.Fatal(err)
			}
			_, err := shop(root, file("shop-web.service", unitOf("shop", "web.env")), file("shop/web.env", "A=1\n")).Write()
			if err == nil || !strings.Contains(err.Error(), "symbolic link") {
				t.Errorf("error %v, want one about a symbolic link", err)
			}
			same(t, "outside", content(t, outside), map[string]string{"web.env": "OUTSIDE\n"})
		})
	}
}

func TestOpenModesAreTightened(t *testing.T) {
	root := t.TempDir()
	want := shop(root, file("shop-web.service", unitOf("shop", "web.env")), file("shop/web.env", "A=1\n"))
	mustWrite(t, want)
	for name, mode := range map[string]fs.FileMode{"shop": 0o755, "shop/web.env": 0o644} {
		if err := os.Chmod(filepath.Join(root, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	p, err := want.Plan()
	if err != nil {
		t.Fatal(err)
	}
	text, err := want.Diff(p, nil)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "-check", strings.ReplaceAll(text, root+"/", ""),
		"shop/web.env: others can read it; its mode must be 0600\nshop: others can list it; its mode must be 0700\n")
	mustWrite(t, want)
	if p, err = want.Plan(); err != nil || len(p.Modes) > 0 || p.Open {
		t.Errorf("still open after a run: %+v %v", p, err)
	}
}

// Whatever step a run is killed after, the next run ends with the same result as an undisturbed one.
func TestAKilledRunIsFinishedByTheNext(t *testing.T) {
	old := func(root string) Output {
		return shop(root,
			file("shop-a.service", unitOf("shop", "a.env")), file("shop/a.env", "A=1\n"),
			file("shop-b.service", unitOf("shop", "b.env")), file("shop/b.env", "B=1\n"))
	}
	next := func(root string) Output {
		return shop(root,
			file("shop-a.service", unitOf("shop", "a2.env")), file("shop/a2.env", "A=2\n"),
			file("shop-c.service", unitOf("shop", "c.env")), file("shop/c.env", "C=1\n"))
	}
	clean := t.TempDir()
	mustWrite(t, next(clean))
	for kill := range steps {
		t.Run(fmt.Sprint("before step ", kill), func(t *testing.T) {
			root := t.TempDir()
			mustWrite(t, old(root))
			cut(t, next(root), kill)
			mustWrite(t, next(root))
			same(t, "folder", content(t, root), content(t, clean))
		})
	}
}

// steps is the number of steps of a run (change.apply).
const steps = 10

// cut kills a run before one of its steps.
func cut(t *testing.T, w Output, before int) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Fatal("the run was not cut at step ", before)
		}
	}()
	w.Before = func(step int) {
		if step == before {
			panic("cut")
		}
	}
	_, _ = w.Write()
}

// A rename that fails reverts those before it.
func TestAFailingRunChangesNothing(t *testing.T) {
	root := t.TempDir()
	mustWrite(t, shop(root, file("shop-a.service", unitOf("shop", "a.env")), file("shop/a.env", "A=1\n")))
	before := content(t, root)
	w := shop(root, file("shop-a.service", unitOf("shop", "b.env")), file("shop-b.service", unitOf("shop")), file("shop/b.env", "B=1\n"))
	// A folder is created in place of the last file, so that its rename fails after all the others.
	w.Before = func(step int) {
		if step == 3 {
			if err := os.Mkdir(filepath.Join(root, "shop/b.env"), 0o755); err != nil {
				t.Error(err)
			}
		}
	}
	if _, err := w.Write(); err == nil {
		t.Fatal("a file replaced a folder")
	}
	before["shop/b.env"] = "a folder"
	same(t, "folder", content(t, root), before)
}

func TestFoldersMadeForAFailedRunGoAgain(t *testing.T) {
	parent := t.TempDir()
	w := shop(filepath.Join(parent, "a", "b"), file("shop/x", "x"))
	w.Files = append(w.Files, file("shop/"+strings.Repeat("y", 300), "y"))
	if _, err := w.Write(); err == nil {
		t.Fatal("a file has a name of 300 bytes")
	}
	same(t, "refused", content(t, parent), map[string]string{})

	wrong := errors.New("not ready")
	root := filepath.Join(parent, "a")
	put(t, root, "mine", "mine\n")
	if _, err := shop(root, file("shop/x", "x")).Update(func() error { return wrong }); !errors.Is(err, wrong) {
		t.Fatal(err)
	}
	same(t, "not ready", content(t, root), map[string]string{"mine": "mine\n"})
}
