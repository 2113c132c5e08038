// Package input reads files that untrusted parties name or wrote: Compose files and everything they refer to, env files, label
// files, profiles, lock files, installed units.
//
// It guarantees that a read ends and is limited. A file is opened once, without waiting for a writer, and checked through the
// open handle: only a regular file is read, and only up to a limit. For a device, a pipe, a socket or a folder it returns an
// error that names the file. It does not interpret what is read. A law test (golden/input_laws_test.go) requires that
// production code opens files nowhere else.
package input

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Limit is the maximum size of one kind of file in bytes.
type Limit int64

// The kinds of files.
const (
	// Compose is a Compose file.
	Compose Limit = 32 << 20
	// Env is an env file or label file.
	Env Limit = 4 << 20
	// Seccomp is a seccomp profile. Docker's default profile has 13 KiB (moby profiles/seccomp/default.json).
	Seccomp Limit = 1 << 20
	// Lock is a lock file, one line for each image.
	Lock Limit = 16 << 20
	// Unit is a unit, a script or a private file of the output folder. The content of a config may be as large as its Compose
	// file.
	Unit Limit = Compose
	// Table is a kernel table in /proc; a router's routing table is long.
	Table Limit = 64 << 20
)

// String returns the limit in human-readable form.
func (l Limit) String() string {
	if l < 1<<20 {
		return fmt.Sprintf("%d bytes", int64(l))
	}
	return fmt.Sprintf("%d MiB", l>>20)
}

// The reasons why a file is refused, for errors.Is.
var (
	ErrDirectory = errors.New("is a directory")
	ErrIrregular = errors.New("is not a regular file")
	ErrTooLarge  = errors.New("is too large")
)

// Error reports which file is refused, and why.
type Error struct {
	Name  string
	Limit Limit
	Err   error // one of the above
}

// Error returns a sentence that begins with the name of the file.
func (e *Error) Error() string {
	if e.Err == ErrTooLarge {
		return fmt.Sprintf("%s is larger than %s", e.Name, e.Limit)
	}
	return e.Name + " " + e.Err.Error()
}

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// ReadFile reads a regular file of at most limit bytes; /dev/null is empty. Its error is an [*Error], or that of the operating
// system.
func ReadFile(path string, limit Limit) ([]byte, error) {
	if path == os.DevNull {
		return nil, nil
	}
	f, err := open(path, limit)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadAll(f, path, limit)
}

// ReadAll reads a stream of at most limit bytes. Its error is an [*Error], or that of the stream.
func ReadAll(in io.Reader, name string, limit Limit) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, int64(limit)+1))
	if err == nil && len(data) > int(limit) {
		return nil, &Error{name, limit, ErrTooLarge}
	}
	return data, err
}

// Check returns the error with which [ReadFile] would refuse a file. It is for files that a library opens itself.
func Check(path string, limit Limit) error {
	if path == os.DevNull {
		return nil
	}
	f, err := open(path, limit)
	if err != nil {
		return err
	}
	return f.Close()
}

// patience is the time limit for the few regular files whose content never arrives, such as /proc/kmsg.
const patience = 10 * time.Second

// open opens a regular file. The name is checked before as well, because opening a device can have effects; what holds for the
// name then need not hold for the handle.
func open(path string, limit Limit) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if err := check(path, info, limit); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDONLY|NonBlock, 0)
	if err != nil {
		return nil, err
	}
	if info, err = f.Stat(); err == nil {
		err = check(path, info, limit)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	_ = f.SetReadDeadline(time.Now().Add(patience)) // files on disk do not support deadlines
	return f, nil
}

func check(path string, info os.FileInfo, limit Limit) error {
	switch {
	case info.IsDir():
		return &Error{path, limit, ErrDirectory}
	case !info.Mode().IsRegular():
		return &Error{path, limit, ErrIrregular}
	case info.Size() > int64(limit):
		return &Error{path, limit, ErrTooLarge}
	}
	return nil
}
