//go:build !js

package generator

import (
	"io/fs"
	"syscall"
)

// ownerOf returns the owner of a file (stat(2), st_uid), if it is known.
func ownerOf(info fs.FileInfo) (uid uint32, known bool) {
	stat, known := info.Sys().(*syscall.Stat_t)
	if !known {
		return 0, false
	}
	return stat.Uid, true
}
