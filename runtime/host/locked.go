//go:build !js

package host

import (
	"os"
	"syscall"
)

// locked opens or creates a file and locks it. It fails with [ErrBusy] if another process holds the lock.
func locked(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, ErrBusy
	}
	return file, nil
}
