package cli

import (
	"regexp"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// Operated is the runtime.Operation of plain units. A runtime with a different file format overrides its methods.
type Operated struct {
	// Program is the engine's client.
	Program string
	// UserClient is as in [Engine].
	UserClient Word
}

// Client queries the engine as the units do: with -user, the client is given the address of the user's engine, regardless
// of the user's own configuration. If the user's runtime directory is unknown, no address is given.
func (o Operated) Client(run runtime.Run, userDir string) runtime.Client {
	c := client{program: o.Program, run: run}
	if o.UserClient != (Word{}) && userDir != "" {
		c.environ = []string{"env", o.UserClient.Spell(func(Word) string { return userDir })}
	}
	return c
}

// Runs looks for the option that names the container in the call of the create script.
func (o Operated) Runs(text []byte, container string) bool {
	return Says(text, "--container ", container)
}

// Says reports whether a line of a unit or source file has name after the words before: literally, or as a template spells
// it.
func Says(text []byte, before, name string) bool {
	forms := names.Spellings(name)
	for i, form := range forms {
		forms[i] = regexp.QuoteMeta(form)
	}
	return regexp.MustCompile(`(?m)` + before + `(` + strings.Join(forms, "|") + `)( |$)`).Match(text)
}

// How a unit names the network that it creates.
var (
	networkHash = lazyregexp.New(`(?m)^\s*--label com\.docker\.compose\.config-hash=([0-9a-f]+)`)
	networkKey  = lazyregexp.New(`(?m)^\s*--label com\.docker\.compose\.network=([^\s"']+)`)
)

// Network reads the labels that Compose sets on a network.
func (o Operated) Network(text []byte) (key, hash string) {
	return FirstMatch(networkKey, text), FirstMatch(networkHash, text)
}

// FirstMatch returns the first group of the first match of an expression, or "".
func FirstMatch(expression *lazyregexp.Regexp, text []byte) string {
	if m := expression.FindSubmatch(text); m != nil {
		return string(m[1])
	}
	return ""
}

// Sources returns the zero value: plain units need no generator.
func (o Operated) Sources() runtime.Sources { return runtime.Sources{} }
