package main

import (
	"syscall/js"

	"github.com/compose2unit/compose2unit/cmd/compose2unit/help"
	manual "github.com/compose2unit/compose2unit/cmd/docgen/help"
)

// without are the flags without a meaning in a page, which has its own output and no machine.
var without = map[string]bool{
	"inputs": true, "output": true, "check": true, "list": true, "force": true, "lock": true, "locked": true,
	"check-bind-mounts": true, "diagnostics": true, "color": true, "q": true, "version": true, "h": true,
}

// flagsOf returns the program's flags, as its help describes them, for the form in the page.
func flagsOf(js.Value) any {
	var out []any
	for _, section := range manual.Read(help.Usage).Sections {
		for _, f := range section.Flags {
			if without[f.Names[0]] {
				continue
			}
			var choices []any
			for _, word := range f.Words() {
				choices = append(choices, word)
			}
			out = append(out, map[string]any{
				"section": section.Title, "name": f.Names[0], "arg": f.Arg, "off": f.Off, "text": f.Text, "choices": choices,
			})
		}
	}
	return out
}
