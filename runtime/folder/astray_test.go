package folder

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// The owner of the output folder can replace the private folder with a link while root writes. Nothing may be created,
// changed or removed at the link's target, not even for a moment: that would change the modification time of that folder.
func TestASwappedFolderLeadsNobodyAstray(t *testing.T) {
	for name, target := range map[string]string{"outside": "../outside", "inside": "closed"} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			root := filepath.Join(parent, "out")
			outside := filepath.Join(root, target)
			put(t, outside, "web.env", "OUTSIDE\n")
			before, err := os.Stat(outside)
			if err != nil {
				t.Fatal(err)
			}
			put(t, root, "shop/notes", "mine\n")
			link := filepath.Join(root, "link")
			if err := os.Symlink(target, link); err != nil {
				t.Fatal(err)
			}
			stop, swaps := make(chan bool), atomic.Int64{}
			go func() {
				defer close(stop)
				for swaps.Load() >= 0 {
					_ = unix.Renameat2(unix.AT_FDCWD, link, unix.AT_FDCWD, filepath.Join(root, "shop"), unix.RENAME_EXCHANGE)
					swaps.Add(1)
				}
			}()
			done := 0
			for i := range 300 {
				files := []string{"A=1\n", "A=2\n"}
				_, err := shop(root, file("shop-web.service", unitOf("shop")), file("shop/web.env", files[i%2]), file("shop/b.env", files[i%2])).Write()
				if err == nil {
					done++
				}
			}
			swaps.Store(-1 << 62)
			<-stop
			after, err := os.Stat(outside)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "where the link leads", content(t, outside), map[string]string{"web.env": "OUTSIDE\n"})
			if info, err := os.Stat(filepath.Join(outside, "web.env")); err != nil || info.Mode().Perm() != 0o644 {
				t.Error("mode: ", info.Mode(), err)
			}
			if !before.ModTime().Equal(after.ModTime()) {
				t.Error("something was made where the link leads")
			}
			t.Logf("%d of 300 runs were done", done)
		})
	}
}

// A pipe, a device or a link in place of a file is neither waited for nor read.
func TestWhatIsNoFileIsNotRead(t *testing.T) {
	for _, name := range []string{"shop-web.service", "shop/web.env", "shop/create", "shop/" + Gitignore, "shop/" + List, lockName} {
		for what, make := range map[string]func(path string) error{
			"pipe":   func(path string) error { return syscall.Mkfifo(path, 0o600) },
			"device": func(path string) error { return os.Symlink("/dev/zero", path) },
			"loop":   func(path string) error { return os.Symlink(filepath.Base(path), path) },
		} {
			t.Run(name+" "+what, func(t *testing.T) {
				root := t.TempDir()
				put(t, root, "shop/notes", "mine\n")
				if err := make(filepath.Join(root, name)); err != nil {
					t.Fatal(err)
				}
				w := shop(root, file("shop-web.service", unitOf("shop")), file("shop/web.env", "A=1\n"), script("create")).WithGitignore()
				if _, err := w.Write(); (err == nil) != (name == "shop/"+Gitignore) {
					t.Error(err)
				}
				if info, err := os.Lstat(filepath.Join(root, name)); err != nil || info.Mode().IsRegular() {
					t.Error("it was replaced")
				}
			})
		}
	}
}

// Everyone who can read the folder can lock it, but no run waits for such a lock.
func TestALockOnTheFolderIsNoLock(t *testing.T) {
	root := t.TempDir()
	dir, err := os.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		_, err := shop(root, file("shop/web.env", "A=1\n")).Write()
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("someone else's lock was waited for")
	}
}

// A run waits for another one, reports it after a moment, and leaves no lock.
func TestARunWaitsForAnother(t *testing.T) {
	defer func(was time.Duration) { patience = was }(patience)
	patience = 10 * time.Millisecond
	root := t.TempDir()
	first := shop(root, file("shop/web.env", "A=1\n"))
	second := shop(root, file("shop/web.env", "A=2\n"))
	waits, done := make(chan string, 1), make(chan error, 1)
	second.Waiting = func(path string) { waits <- path }
	if _, err := first.Update(func() error {
		if info, err := os.Stat(filepath.Join(root, lockName)); err != nil || info.Mode().Perm() != 0o600 {
			t.Error("the lock: ", info, err)
		}
		go func() {
			_, err := second.Write()
			done <- err
		}()
		if path := <-waits; path != filepath.Join(root, lockName) {
			t.Error(path)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	same(t, "folder", content(t, root), map[string]string{"shop": "a folder", "shop/web.env": "A=2\n"})
}

// The lock of a run that was killed is taken over, and removed by the next run.
func TestTheLockOfAKilledRunGoes(t *testing.T) {
	root := t.TempDir()
	w := shop(root, file("shop/web.env", "A=1\n"))
	mustWrite(t, w)
	put(t, root, lockName, "")
	mustWrite(t, w)
	same(t, "folder", content(t, root), map[string]string{"shop": "a folder", "shop/web.env": "A=1\n"})
}

// A run that has nothing to do writes nothing, so the folder need not be writable.
func TestNothingToDoWritesNothing(t *testing.T) {
	root := t.TempDir()
	w := shop(root, file("shop/web.env", "A=1\n"))
	mustWrite(t, w)
	before, _ := os.Stat(root)
	mustWrite(t, w)
	if after, _ := os.Stat(root); !after.ModTime().Equal(before.ModTime()) {
		t.Error("the folder was written to")
	}
}

func TestANameThatIsTooLongIsSaidPlainly(t *testing.T) {
	long := strings.Repeat("n", 250)
	root := t.TempDir()
	put(t, root, "mine", "")
	_, err := shop(root, file("shop-"+long+".service", ""), file("shop/config-"+long, ""), file("shop/a.env", "")).Write()
	if err == nil || strings.Count(err.Error(), "is too long for a file name (255 bytes)") != 2 || errors.Is(err, syscall.ENAMETOOLONG) {
		t.Error(err)
	}
	same(t, "folder", content(t, root), map[string]string{"mine": ""})
	if err := Replace(filepath.Join(root, long), []byte("x"), 0o644); err == nil {
		same(t, "a name that fits", content(t, root)[long], "x")
	}
}
