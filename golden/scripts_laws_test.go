package golden_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// scriptLaws are forms that no script may use: each lets a value become words, a command, an option or a path of its own.
// What shellcheck reports (SC2086, SC2046) must not be disabled.
var scriptLaws = map[string]*regexp.Regexp{
	"an expansion that shellcheck must not see":            regexp.MustCompile(`shellcheck disable=.*SC20(86|46)`),
	"a loop over the words of an expansion":                regexp.MustCompile(`\bfor \w+ in (.* )?\$`),
	"eval":                                                 regexp.MustCompile(`\beval\b`),
	"a shell's command line that is not written out":       regexp.MustCompile(`\bsh -c\b`),
	"backticks":                                            regexp.MustCompile("`"),
	"read without -r":                                      regexp.MustCompile(`\bread (-[^r ]+ )*[^-]`),
	"an archive that is unpacked":                          regexp.MustCompile(`\btar (-[^O]*x|x)([^O]|$)*$|--extract`),
	"cp that takes a name for an option":                   regexp.MustCompile(`(^|[;&|({]|\bthen|\bdo|\t)\s*cp [^-]`),
	"rm -r of something that mktemp did not make":          regexp.MustCompile(`\brm -[a-z]*r[a-z]* (-- )?"?[^"$]|\brm -[a-z]*r[a-z]* "\$(\{)?([^s]|s[^t]|st[^a])`),
	"an argument of tar that is not quoted":                regexp.MustCompile(`\btar .* \$`),
	"a link, which a script would follow":                  regexp.MustCompile(`\bln -s`),
	"an echo that reads a value as options or backslashes": regexp.MustCompile(`\becho "?\$[a-z]*(said|loaded|answer|found|target)\b`),
}

// scriptExceptions are lines that use such a form, and the reason why they may.
var scriptExceptions = map[string]string{
	"for _ in 1 2 3 4 5; do": "the words are written out",
	"# shellcheck disable=SC2086 # names that `must unit` has checked have no blanks": "is_unit lets no blank and no pattern through, and the scripts that say so call it first",
}

func TestScriptsSpliceNothing(t *testing.T) {
	files, err := filepath.Glob("../runtime/*/scripts/*")
	if err != nil || len(files) < 30 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			code := strings.TrimSpace(line)
			line, _, _ = strings.Cut(line, " # ")
			if strings.HasPrefix(code, "#") && !strings.Contains(code, "shellcheck") || scriptExceptions[code] != "" {
				continue
			}
			for what, law := range scriptLaws {
				if law.MatchString(line) {
					t.Errorf("%s:%d: %s: %s", file, i+1, what, code)
				}
			}
		}
	}
}
