package golden

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// plainEnglish are phrasings that a text does not use, each with what it says instead: the vocabulary of the documentation of
// Go, systemd and Docker. A pattern that ends in an anchor or begins with one is about one kind of line.
var plainEnglish = []struct{ phrase, instead string }{
	{`\banew\b`, "recreated, rewritten, again, from scratch"},
	{`\bfor ever\b`, "forever"},
	{`\bby the way\b`, "implicitly, as a side effect; or leave it out"},
	{`\bpass(es|ed)? over\b`, "ignore, skip"},
	{`\b(is|are|be) told of\b`, "is reported, is given"},
	{`\b(its|their) sisters\b|\bits kin\b`, "name the others"},
	{`\bsomebody else'?s?\b`, "someone else, something else"},
	{`\bbelongs? into\b`, "belongs in"},
	{`\ba slip of the pen\b`, "a typo"},
	{`\bleft to itself\b`, "by default"},
	{`^\s*// \w+ says (that|whether)\b`, "X reports whether"},
	{`\b(is|are) no (boolean|calendar|attribute|route|interpolation|path|directory|number|version|secret|flag|error|failure)s?\b`, "is not a …"},
	{`\bits own beginning\b`, "host bits are set"},
	{`\bcannot be said\b`, "cannot be expressed"},
	{`\bmust be a text\b`, "must be a string"},
}

// notRevised are places that have not been revised yet. Take one out when it has been.
var notRevised = regexp.MustCompile(`^(golden/words_test\.go|runtime/[a-z]+/(scripts|testdata)/)`)

// exceptions are lines that mean something else.
var meansElse = regexp.MustCompile(`^func anew|anew\(`)

// Findings, help, documentation and comments are in plain English.
func TestPlainEnglish(t *testing.T) {
	out, err := exec.Command("git", "ls-files", "--full-name", "--", ":/*.go", ":/*.md", ":/*.sh", ":/*.tmpl", ":/Makefile", ":/runtime/*/scripts/*").Output()
	if err != nil {
		t.Fatal(err)
	}
	laws := make([]*regexp.Regexp, len(plainEnglish))
	for i, p := range plainEnglish {
		laws[i] = regexp.MustCompile(p.phrase)
	}
	for _, file := range strings.Fields(string(out)) {
		if notRevised.MatchString(file) {
			continue
		}
		text, err := os.ReadFile(filepath.Join("..", file))
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(text), "\n") {
			for i, law := range laws {
				if found := law.FindString(line); found != "" && !meansElse.MatchString(line) {
					t.Errorf("%s:%d: %q: say %s", file, n+1, strings.TrimSpace(found), plainEnglish[i].instead)
				}
			}
		}
	}
}
