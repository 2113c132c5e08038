package message

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"syscall"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
)

func TestCounts(t *testing.T) {
	var report diag.Report
	if got := Counts(&report); got != "no findings" {
		t.Error(got)
	}
	at := diag.NewScope(&report, func(path ...string) diag.Pos { return diag.Pos{File: "f"} })
	at.At("a").Error(diag.Invalid, "x")
	at.At("b").Error(diag.Invalid, "x")
	at.At("c").Note(diag.Invalid, "x")
	if got := Counts(&report); got != "2 errors, 1 note" {
		t.Error(got)
	}
}

// Each of several errors is on its own line, once; an error that names others in its text is not split.
func TestErrors(t *testing.T) {
	open := &fs.PathError{Op: "open", Path: "a", Err: syscall.ENOENT}
	for _, c := range []struct {
		err  error
		want []string
	}{
		{open, []string{"a: no such file or directory"}},
		{errors.Join(open, errors.Join(errors.New("b"), open)), []string{"a: no such file or directory", "b"}},
		{fmt.Errorf("%w; and %w", open, errors.New("b")), []string{"open a: no such file or directory; and b"}},
		{&fs.PathError{Op: "mkdir", Path: "a", Err: syscall.ENOTDIR}, []string{"a cannot be created: not a directory"}},
		{fmt.Errorf("writing: %w", syscall.ENOSPC), []string{"writing: no space left on device"}},
	} {
		if got := Errors(c.err); !slices.Equal(got, c.want) {
			t.Errorf("%v: got %q, want %q", c.err, got, c.want)
		}
	}
}

func TestShell(t *testing.T) {
	for text, want := range map[string]string{
		"out/a-b_c.d": "out/a-b_c.d",
		"my out":      "'my out'",
		"it's":        `'it'\''s'`,
		"a\x1b[2J":    `'a\x1b[2J'`,
		"":            "",
		"$(id)":       "'$(id)'",
		"-rf":         "./-rf",
	} {
		if got := Shell(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}
