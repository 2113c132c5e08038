package generator

import "io/fs"

// ownerOf knows no owner: the files of a browser have none.
func ownerOf(fs.FileInfo) (uid uint32, known bool) { return 0, false }
