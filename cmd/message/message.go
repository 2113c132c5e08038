// Package message formats counts, errors and paths for a person: what a command prints about anything but findings.
package message

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/diag/render"
)

// Counts returns "2 errors, 1 warning", or "no findings".
func Counts(report *diag.Report) string {
	var words []string
	for _, severity := range []diag.Severity{diag.Error, diag.Warning, diag.Note} {
		if n := report.Count(severity); n > 0 {
			words = append(words, Number(n, severity.String()))
		}
	}
	if len(words) == 0 {
		return "no findings"
	}
	return strings.Join(words, ", ")
}

// Number returns "1 unit" or "2 units".
func Number(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Errors returns the texts of an error: for several joined by errors.Join, each once.
func Errors(err error) []string {
	var texts []string
	said := map[string]bool{}
	for _, one := range apart(err) {
		if text := plain(one); !said[text] {
			said[text] = true
			texts = append(texts, text)
		}
	}
	return texts
}

// apart splits an error of errors.Join.
func apart(err error) []error {
	joined, is := err.(interface{ Unwrap() []error })
	if !is || fmt.Sprintf("%T", err) != fmt.Sprintf("%T", errors.Join(err)) {
		return []error{err}
	}
	var out []error
	for _, one := range joined.Unwrap() {
		out = append(out, apart(one)...)
	}
	return out
}

// plain turns Go's "open x: no such file or directory" into "x: no such file or directory", as a compiler prints it, and names
// the directory that cannot be created.
func plain(err error) string {
	text := err.Error()
	var path *fs.PathError
	if errors.As(err, &path) && text == path.Error() {
		text = path.Path + ": " + path.Err.Error()
		if path.Op == "mkdir" {
			text = path.Path + " cannot be created: " + path.Err.Error()
		}
	}
	return text
}

// Shell quotes a path for pasting into a shell, where no command takes it for a flag. A control character in it is shown, but
// cannot be pasted.
func Shell(text string) string {
	if strings.HasPrefix(text, "-") {
		text = "./" + text
	}
	if strings.IndexFunc(text, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("/._-+@", r))
	}) < 0 {
		return text
	}
	return "'" + strings.ReplaceAll(render.Visible(text), "'", `'\''`) + "'"
}
