package main

import (
	"strings"
	"text/template"

	"github.com/compose2unit/compose2unit/translate"
)

// extensionPage returns the section 5 man page of an extension key of the Compose file, from the table that the translation
// uses.
func extensionPage(name string, keys []translate.Extension) []byte {
	return fill(name, struct{ Keys []translate.Extension }{keys}, template.FuncMap{
		"text": roffText, "code": roffCode,
		"in": func(e translate.Extension) string { return strings.Join(e.In, ", ") },
	})
}
