package load

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// unnamed returns the path of a new file in memory (memfd_create(2)), which only this process can open by it (proc_pid_fd(5)), and
// a function that removes it. Nothing that a Compose file contains is written to a disk.
func unnamed(data []byte) (path string, remove func(), err error) {
	fd, err := unix.MemfdCreate("compose", unix.MFD_CLOEXEC)
	if err != nil {
		return "", nil, os.NewSyscallError("memfd_create", err)
	}
	f := os.NewFile(uintptr(fd), "compose")
	if _, err := f.Write(data); err != nil {
		f.Close()
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d", fd), func() { f.Close() }, nil
}
