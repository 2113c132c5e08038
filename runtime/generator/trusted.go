package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// maxLinks is the number of symbolic links that are followed, as in path_resolution(7).
const maxLinks = 40

// Untrusted is a file that may not decide what root runs: others than root can change or replace it.
type Untrusted struct {
	File string
	// Reason is a sentence, and Hint what makes the file trusted; it is empty if it cannot be determined who can write the file.
	Reason, Hint string
}

// trusted reports whether a file exists, and returns an [Untrusted] unless only the superuser can write it and every directory and
// symbolic link that leads to it.
//
// A directory that others can write is accepted if it has the sticky bit, because they cannot replace the entries of the
// superuser in it (unlink(2), EPERM). The group bits of a file with an access control list are its mask (acl(5)), so writers that
// a list adds are found as well.
func (m Manager) trusted(path string) (exists bool, wrong *Untrusted) {
	w := walk{at: "/", super: m.superuser()}
	if m.Root != "" {
		w.at = filepath.Clean(m.Root)
	}
	rest, err := filepath.Rel(w.at, path)
	if err == nil {
		err = w.follow(strings.Split(rest, "/"))
	}
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return false, nil
	case err != nil:
		wrong = &Untrusted{Reason: "it cannot be determined who can write the file: " + err.Error()}
	default:
		wrong = w.wrong
	}
	if wrong != nil {
		wrong.File = path
	}
	return true, wrong
}

// superuser returns the owner of the machine's files. In a machine that lies in a folder, it is the owner of that folder.
func (m Manager) superuser() func(uid uint32) bool {
	owner := uint32(0)
	if m.Root != "" {
		if info, err := os.Stat(m.Root); err == nil {
			owner, _ = ownerOf(info)
		}
	}
	return func(uid uint32) bool { return uid == 0 || uid == owner }
}

// walk follows a path, one component at a time.
type walk struct {
	at    string
	super func(uid uint32) bool
	links int
	wrong *Untrusted // the first
}

// follow checks the directory that is reached, and goes on to the other components.
func (w *walk) follow(rest []string) error {
	if info, err := os.Lstat(w.at); err != nil {
		return err
	} else if len(rest) > 0 && !info.IsDir() {
		return &fs.PathError{Op: "open", Path: w.at, Err: syscall.ENOTDIR}
	} else {
		w.check(info)
	}
	if len(rest) == 0 {
		return nil
	}
	next := filepath.Join(w.at, rest[0]) // without links before a "..": it is what is reached
	info, err := os.Lstat(next)
	if err != nil {
		return err
	}
	if info.Mode()&fs.ModeSymlink == 0 {
		w.at = next
		return w.follow(rest[1:])
	}
	if w.links++; w.links > maxLinks {
		return &fs.PathError{Op: "open", Path: next, Err: syscall.ELOOP}
	}
	w.owned(next, info)
	to, err := os.Readlink(next)
	if err != nil {
		return err
	}
	if filepath.IsAbs(to) {
		w.at = "/"
	}
	return w.follow(append(strings.Split(to, "/"), rest[1:]...))
}

// owned notes an owner other than the superuser.
func (w *walk) owned(path string, info fs.FileInfo) {
	if uid, known := ownerOf(info); !known || !w.super(uid) {
		w.refuse(fmt.Sprintf("%s belongs to the user with the ID %d", path, uid), "make root its owner: chown -h root "+path)
	}
}

// check notes who else can change what was reached.
func (w *walk) check(info fs.FileInfo) {
	w.owned(w.at, info)
	sticky := info.IsDir() && info.Mode()&fs.ModeSticky != 0
	if info.Mode()&0o022 != 0 && !sticky {
		w.refuse(fmt.Sprintf("%s has the mode %04o", w.at, info.Mode().Perm()), "let only root write to it: chmod go-w "+w.at)
	}
}

func (w *walk) refuse(why, hint string) {
	if w.wrong == nil {
		w.wrong = &Untrusted{Reason: "the file is not read, because others than root can change or replace it: " + why, Hint: hint}
	}
}
