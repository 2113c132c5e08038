package main

import (
	"fmt"
	"path/filepath"

	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	reader "github.com/compose2unit/compose2unit/translate/input"
	lockfile "github.com/compose2unit/compose2unit/translate/lock"
	"github.com/compose2unit/compose2unit/translate/lock/registry"
)

// locking is what a run has to do with a lock file: nothing, reading it (-locked), or making it (-lock).
type locking struct {
	path   string
	file   *lockfile.File
	record *lockfile.Record
}

// openLock reads the file of -locked, or begins that of -lock.
func (o *options) openLock(dir string) (*locking, error) {
	l := &locking{path: o.lock}
	if o.lock != "" {
		l.record = lockfile.NewRecord(registry.Resolve)
	}
	if o.locked == "" {
		return l, nil
	}
	l.path = o.locked
	path := o.locked
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	data, err := reader.ReadFile(path, reader.Lock)
	if err != nil {
		return nil, err
	}
	if l.file, err = lockfile.Read(data); err != nil {
		return nil, fmt.Errorf("%s: %w", o.locked, err)
	}
	return l, nil
}

// images is who the translation asks for digests.
func (l *locking) images() translate.Lock {
	switch {
	case l.record != nil:
		return l.record
	case l.file != nil:
		return l.file
	}
	return nil
}

// stale reports images in the file that the project does not have any more, or not in this selection of services.
func (l *locking) stale(report *diag.Report) {
	if l.file == nil {
		return
	}
	for _, e := range l.file.Stale() {
		report.Add(diag.Finding{Severity: diag.Note, Code: diag.Stale, Pos: diag.Pos{File: l.path, Line: e.Line, Col: 1}, Path: e.Name,
			Text: "locked but no longer used by the project"})
	}
}

// write puts the new file in the place of an old one, whole or not at all.
func (l *locking) write() error {
	if l == nil || l.record == nil {
		return nil
	}
	return folder.Replace(l.path, l.record.Bytes(), 0o644)
}
