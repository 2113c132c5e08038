package main

import (
	"bytes"
	"fmt"

	"github.com/compose2unit/compose2unit/translate"
)

// The lines in docs/development.md between which the passes are printed.
const (
	passesBegin = "<!-- passes: made by cmd/docgen (make docs) from translate/passes.go -->\n"
	passesEnd   = "<!-- end of passes -->\n"
)

// withPasses returns a page with the table of passes replaced by that of the code. It panics if the page has no place for it.
func withPasses(page []byte, passes []translate.Pass) []byte {
	head, rest, begins := bytes.Cut(page, []byte(passesBegin))
	_, tail, ends := bytes.Cut(rest, []byte(passesEnd))
	if !begins || !ends {
		panic("docgen: the page has no lines " + passesBegin + " and " + passesEnd)
	}
	var b bytes.Buffer
	b.Write(head)
	b.WriteString(passesBegin + "| pass | what it does, and why there |\n|---|---|\n")
	for _, p := range passes {
		fmt.Fprintf(&b, "| %s | %s |\n", p.Name, p.Reason)
	}
	b.WriteString(passesEnd)
	b.Write(tail)
	return b.Bytes()
}
