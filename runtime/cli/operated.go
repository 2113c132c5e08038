package cli

import (
	"regexp"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// Operated is the runtime.Operation of plain units. A runtime with files of another form has methods of its own beside it.
type Operated struct {
	// Program is the engine's client.
	Program string
	// UserClient is as in [Engine].
	UserClient Word
}

// Client asks the engine as the units do: with -user, it is told where the user's engine answers, whatever the user's own
// configuration says. Where nobody knows the user's runtime directory, nothing is told.
func (o Operated) Client(run runtime.Run, userDir string) runtime.Client {
	c := client{program: o.Program, run: run}
	if o.UserClient != (Word{}) && userDir != "" {
		c.environ = []string{"env", o.UserClient.Spell(func(Word) string { return userDir })}
	}
	return c
}

// Runs looks for the option of the create script.
func (o Operated) Runs(text []byte, container string) bool {
	return Says(text, "--container ", container)
}

// Says reports whether a line of a unit or source has a name behind some words: spelled out, or as a template writes it.
func Says(text []byte, before, name string) bool {
	forms := names.Spellings(name)
	for i, form := range forms {
		forms[i] = regexp.QuoteMeta(form)
	}
	return regexp.MustCompile(`(?m)` + before + `(` + strings.Join(forms, "|") + `)( |$)`).Match(text)
}

// What a unit says of the network that it creates.
var (
	networkHash = regexp.MustCompile(`(?m)^\s*--label com\.docker\.compose\.config-hash=([0-9a-f]+)`)
	networkKey  = regexp.MustCompile(`(?m)^\s*--label com\.docker\.compose\.network=([^\s"']+)`)
)

// Network reads the labels that Compose gives a network.
func (o Operated) Network(text []byte) (key, hash string) {
	return FirstMatch(networkKey, text), FirstMatch(networkHash, text)
}

// FirstMatch is what the first group of an expression matches first, or nothing.
func FirstMatch(expression *regexp.Regexp, text []byte) string {
	if m := expression.FindSubmatch(text); m != nil {
		return string(m[1])
	}
	return ""
}

// Sources is none: plain units need no generator.
func (o Operated) Sources() runtime.Sources { return runtime.Sources{} }
