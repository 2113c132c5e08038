package main

import (
	"runtime/debug"
)

// release is set by the linker (-X main.release=v1.2.3); a build with `go install` knows its version by itself.
var release string

// version is the line of -version. It never reaches a unit: the same project gives the same bytes from any version
// that means the same.
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
