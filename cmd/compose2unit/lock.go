package main

import (
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/lock"
	"github.com/compose2unit/compose2unit/translate/lock/registry"
)

// openLock reads the file of -locked, or begins that of -lock: what is asked for digests, and what is to be written.
func (o *options) openLock(dir string) (translate.Lock, *lock.Record, error) {
	switch {
	case o.lock != "":
		record := lock.NewRecord(registry.Resolve)
		return record, record, nil
	case o.locked != "":
		file, err := lock.Open(dir, o.locked)
		return file, nil, err
	}
	return nil, nil, nil
}

// writeLock puts a new lock file in the place of an old one, whole or not at all.
func (o *options) writeLock(record *lock.Record) error {
	if record == nil {
		return nil
	}
	return folder.Replace(o.lock, record.Bytes(), 0o644)
}
