package folder

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// fewFiles is the largest number of files that are flushed one by one; for more, one flush of the whole file system is
// faster because it waits for the disk only once.
const fewFiles = 32

// flush waits until files and folders are on the disk.
func flush(spots []spot) error {
	if len(spots) <= fewFiles {
		return flushEach(spots)
	}
	flushed := map[*tree]bool{}
	for _, s := range spots {
		if flushed[s.in] {
			continue
		}
		flushed[s.in] = true
		dir, err := spot{s.in, "."}.handle()
		if err != nil {
			return err
		}
		err = unix.Syncfs(int(dir.Fd()))
		dir.Close()
		if err != nil {
			return os.NewSyscallError("syncfs", err)
		}
	}
	return nil
}

// patience is how long a run waits for a lock before it reports that it is waiting.
var patience = time.Second

// lock prevents two runs from using a folder at the same time. It locks a file that only the owner can open: everyone who
// can read the folder could hold a lock on the folder itself. The kernel releases the lock when the program ends, however
// it ends; the file is removed by this run, or by the next. A run that has to wait calls waiting once, with the lock's
// path.
func lock(t *tree, waiting func(path string)) (unlock func(), err error) {
	at := spot{t, lockName}
	for {
		file, err := at.openLock()
		if err != nil {
			return nil, err
		}
		if err := flock(file, func() { waiting(at.String()) }); err != nil {
			file.Close()
			return nil, &fs.PathError{Op: "lock", Path: at.String(), Err: err}
		}
		// The previous holder may have removed the file.
		held, err1 := file.Stat()
		there, err2 := at.lstat()
		if err1 == nil && err2 == nil && os.SameFile(held, there) {
			return func() { _ = at.remove(); file.Close() }, nil
		}
		file.Close()
		if err := errors.Join(err1, err2); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
}

// openLock opens the lock file, or creates it.
func (s spot) openLock() (f *os.File, err error) {
	err = s.do(func(dir *os.Root, base string) error {
		if info, err := dir.Lstat(base); err == nil && !info.Mode().IsRegular() {
			return errors.New("is " + kindOf(info.Mode()) + " and no lock")
		}
		f, err = dir.OpenFile(base, os.O_RDWR|os.O_CREATE|syscall.O_NONBLOCK, 0o600)
		return err
	})
	return f, err
}

// flock acquires a lock, and calls waiting if that takes a while.
func flock(file *os.File, waiting func()) error {
	fd := int(file.Fd())
	if err := syscall.Flock(fd, syscall.LOCK_EX|syscall.LOCK_NB); !errors.Is(err, syscall.EWOULDBLOCK) {
		return err
	}
	timer := time.AfterFunc(patience, waiting)
	defer timer.Stop()
	for {
		if err := syscall.Flock(fd, syscall.LOCK_EX); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
