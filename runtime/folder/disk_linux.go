package folder

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// fewFiles is how many files are flushed one by one; for more, one flush of the whole file system is faster,
// as the disk is waited for once.
const fewFiles = 32

// flush waits until files and folders are on the disk.
func flush(root string, names []string) error {
	if len(names) > fewFiles {
		dir, err := os.Open(root)
		if err != nil {
			return err
		}
		defer dir.Close()
		return os.NewSyscallError("syncfs", unix.Syncfs(int(dir.Fd())))
	}
	return flushEach(names)
}

// lock keeps two runs out of one output folder. The kernel lets go of it when the program ends, however it ends.
func lock(root string) (unlock func(), err error) {
	dir, err := os.Open(root)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(dir.Fd()), syscall.LOCK_EX); err != nil {
		dir.Close()
		return nil, &os.PathError{Op: "lock", Path: root, Err: err}
	}
	return func() { dir.Close() }, nil
}
