// Command docgen generates the parts of the documentation that are derived from code: docs/attributes.md from the rows of every
// runtime, docs/findings.md from the codes, docs/names.md from the table of grammars, the passes in docs/development.md,
// compose2unit(1) and the shell completions from the help, the picture of the sample, and the man pages of the extension keys
// from their tables. It contains no information itself: what is not in a row, a code, the help or the schema is not printed,
// except for the sentences that explain how to read a table, and the parts of the man pages that belong to no flag or key.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/grammar"
)

//go:generate go run . -output ../..

func main() {
	output := flag.String("output", ".", "the folder of the repository")
	flag.Parse()
	development, err := os.ReadFile(filepath.Join(*output, developmentPage))
	if err != nil {
		fmt.Fprintln(os.Stderr, "docgen:", err)
		os.Exit(1)
	}
	for name, text := range pages(*output, development) {
		if err := os.WriteFile(filepath.Join(*output, name), text, 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "docgen:", err)
			os.Exit(1)
		}
	}
}

const developmentPage = "docs/development.md"

// pages returns the generated files of a repository by name. Development is the page of which only a part is generated.
func pages(repository string, development []byte) map[string][]byte {
	return map[string][]byte{
		"docs/shop.svg":                               picture(filepath.Join(repository, "golden", "project", "shop")),
		"docs/attributes.md":                          attributes(all.Choices),
		developmentPage:                               withPasses(development, translate.Passes()),
		"docs/findings.md":                            findings(diag.Codes),
		"docs/names.md":                               names(grammar.Rows()),
		"packaging/dist/compose2unit.1":               manPage(diag.Codes),
		"packaging/dist/x-compose2unit.5":             extensionPage("x-compose2unit.5", translate.Extensions()),
		"packaging/dist/x-systemd.5":                  extensionPage("x-systemd.5", translate.SystemdSections()),
		"packaging/dist/completion/compose2unit.bash": completion("bash", plainText),
		"packaging/dist/completion/_compose2unit":     completion("zsh", zshText),
		"packaging/dist/completion/compose2unit.fish": completion("fish", fishText),
	}
}

// made writes the first line of every page.
func made(b *bytes.Buffer) {
	b.WriteString("<!-- Made by cmd/docgen (make docs); edit the rows and codes, not this. -->\n")
}
