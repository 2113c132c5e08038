package source

import (
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

var lineOf = lazyregexp.New(`\bline (\d+)(?:[,:] column (\d+))?`)

// Syntax converts a YAML error to a finding: its line becomes the position.
func Syntax(file string, err error) diag.Finding {
	f := diag.ScopeAt(nil, diag.Pos{File: file}).Finding(diag.Error, diag.Syntax, strings.TrimPrefix(err.Error(), "yaml: "))
	if at := lineOf.FindStringSubmatchIndex(f.Text); at != nil {
		f.Pos.Line, _ = strconv.Atoi(f.Text[at[2]:at[3]])
		f.Text = strings.TrimLeft(f.Text[:at[0]]+f.Text[at[1]:], ": ")
	}
	f.Text = strings.TrimSpace(f.Text)
	f.Hint = syntaxHint(f.Text)
	return f
}

// syntaxHint returns what is usually wrong where the YAML parser prints the message, or "".
func syntaxHint(text string) string {
	for _, h := range syntaxHints {
		if strings.Contains(text, h.message) {
			return h.hint
		}
	}
	return ""
}

const (
	notText   = "is this a text file?"
	notClosed = "is a quote or bracket not closed?"
	misplaced = "check the indentation of this line and of those above, and that nothing follows a closing quote"
)

// syntaxHints has parts of yaml.v3's messages (scannerc.go, parserc.go, readerc.go, decode.go), and what the writer usually did.
var syntaxHints = []struct{ message, hint string }{
	{"control characters are not allowed", notText},
	{"invalid leading UTF-8", notText},
	{"invalid trailing UTF-8", notText},
	{"invalid Unicode", notText},
	{"incomplete UTF-8", notText},
	{"a tab character", "indent with spaces, not with tabs"},
	{"cannot start any token", "indent with spaces, and quote values that begin with a special character"},
	{"unexpected end of stream", notClosed},
	{"mapping values are not allowed", "check the indentation, and that each key ends with a colon; quote values that contain a colon"},
	{"did not find expected key", misplaced},
	{"did not find expected '-' indicator", misplaced},
	{"block sequence entries are not allowed", "begin a list on the line after its key"},
	{"did not find expected ',' or ", notClosed},
	{"did not find expected node content", notClosed},
	{"could not find expected ':'", "a key ends with a colon and a space, and a quoted text ends on its line"},
	{"did not find expected alphabetic or numeric character", "quote values that begin with * or &"},
	{"unknown anchor", "define the anchor with & before it is used, or quote the value if it is not an alias"},
	{"unknown escape character", "a backslash is literal in 'single quotes'; write \\\\ in \"double quotes\""},
}
