package main

import (
	"fmt"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/folder"
)

// listing is -list: the project's name, and a line for each file with what it is. Programs read it: neither names of
// units nor those of private files have a space in them.
func listing(w folder.Output) string {
	var b strings.Builder
	fmt.Fprintf(&b, "project %s\n", w.Project)
	for _, file := range w.Files {
		fmt.Fprintf(&b, "%s %s\n", w.Kind(file), file.Path)
	}
	return b.String()
}
