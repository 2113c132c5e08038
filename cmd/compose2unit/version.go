package main

import (
	"runtime/debug"
)

// release is set by the linker (-X main.release=v1.2.3); a build with `go install` knows its version.
var release string

// version returns the line of -version. It is never part of a unit: the same project gives the same bytes with any version that
// produces equivalent units.
func version() string {
	name := release
	if info, ok := debug.ReadBuildInfo(); ok && name == "" {
		name = info.Main.Version
	}
	if name == "" {
		name = "(devel)"
	}
	return "compose2unit " + name + "\n"
}
