package main

import "github.com/compose2unit/compose2unit/runtime/folder/foldertest"

var (
	unitOf = foldertest.UnitOf
	file   = foldertest.File
	put    = foldertest.Put
	same   = foldertest.Same
	tree   = foldertest.Tree
)
