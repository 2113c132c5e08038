package main

import (
	"fmt"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/folder"
)

// listing returns the output of -list: the project's name, and a line for each file with its kind. It is for programs: the
// names of units and of private files contain no spaces.
func listing(w folder.Output) string {
	var b strings.Builder
	fmt.Fprintf(&b, "project %s\n", w.Project)
	for _, file := range w.Files {
		fmt.Fprintf(&b, "%s %s\n", w.Kind(file), file.Path)
	}
	return b.String()
}
