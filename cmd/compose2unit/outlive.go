package main

import (
	"errors"
	"io"
	"syscall"
)

// outliving returns the speech of a command that changes the machine. A change that is half done when `| head` has read enough would
// be completed only by the next run; so what nobody reads any more is dropped.
func (s speech) outliving(w *world) speech {
	if w.outlive != nil {
		w.outlive()
	}
	s.out, s.err = &unread{Writer: s.out}, &unread{Writer: s.err}
	return s
}

// unread is a writer that drops what is written to a closed pipe.
type unread struct {
	io.Writer
	closed bool
}

func (u *unread) Write(p []byte) (int, error) {
	if u.closed {
		return len(p), nil
	}
	n, err := u.Writer.Write(p)
	if errors.Is(err, syscall.EPIPE) {
		u.closed = true
		return len(p), nil
	}
	return n, err
}
