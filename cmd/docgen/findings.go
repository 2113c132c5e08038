package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// findings is the page of codes.
func findings(codes map[diag.Code]string) []byte {
	var b bytes.Buffer
	made(&b)
	fmt.Fprintf(&b, `
# Findings

A finding is one line: place, severity, attribute, sentence, and its code in brackets. A code never changes its meaning.

| code | meaning |
|---|---|
`)
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		fmt.Fprintf(&b, "| `%s` | %s |\n", code, cell(codes[code]))
	}
	return b.Bytes()
}
