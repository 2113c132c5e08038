package main

import (
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/lock"
	"github.com/compose2unit/compose2unit/translate/lock/registry"
)

// openLock reads the file of -locked, or starts that of -lock. It returns the source of digests, and the record to be written.
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

// writeLock atomically replaces the lock file.
func (o *options) writeLock(record *lock.Record) error {
	if record == nil {
		return nil
	}
	return folder.Replace(o.lock, record.Bytes(), 0o644)
}
