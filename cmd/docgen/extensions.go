package main

import (
	"slices"
	"strings"
	"text/template"

	"github.com/compose2unit/compose2unit/cmd/docgen/help"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/settings"
)

// extensionPage returns the section 5 man page of an extension key of the Compose file, from the table that the translation
// uses.
func extensionPage(name string, keys []translate.Extension) []byte {
	return fill(name, struct {
		Keys     []translate.Extension
		Settings []help.Flag
	}{keys, projectSettings()}, template.FuncMap{
		"text": roffText, "code": roffCode, "arg": roffArg,
		"in": func(e translate.Extension) string { return strings.Join(e.In, ", ") },
	})
}

// projectSettings are the flags that are settings of a project as well, in the order of the help, which tells what they mean.
func projectSettings() []help.Flag {
	return slices.DeleteFunc(help.Command{Page: commands()[0].Page}.Flags(), func(f help.Flag) bool { return !slices.Contains(settings.Names, f.Names[0]) })
}
