package golden

import (
	"regexp"
	"strings"
	"testing"
)

// Files that someone else may have written are opened in one package, which waits for no pipe and reads no device. For
// other files that open one, this gives the reason.
var opens = map[string]string{
	"cmd/compose2unit/browser_archive_js.go": "it reads the output of a run, from the memory of a page",
	"runtime/generator/write.go":             "writes files that must not exist, into the folder that systemd gives a generator",
	"translate/input/input.go":               "it is that package",
	"runtime/folder/tree.go":                 "it opens below a folder that is held, so that no link leads out of it; regular files only, and read by package input",
	"runtime/host/locked.go":                 "it makes and locks the note of a run, in a folder of root; read by package input",
}

// Developers' programs read the files of this repository, and test packages the files that tests have written.
var developers = regexp.MustCompile(`^(golden|docs|packaging|cmd/docgen)/|^runtime/[a-z]+/[a-z]+test/`)

func TestFilesAreOpenedInOnePlace(t *testing.T) {
	found := map[string]bool{}
	for _, line := range gitGrep(t, `\b(os\.(ReadFile|Open|OpenFile|OpenRoot|DirFS)|io\.ReadAll|ioutil\.)`, ":/*.go", ":/!*_test.go") {
		file, rest, _ := strings.Cut(line, ":")
		_, code, _ := strings.Cut(rest, ":")
		if strings.HasPrefix(strings.TrimSpace(code), "//") || developers.MatchString(file) {
			continue
		}
		if found[file] = true; opens[file] == "" {
			t.Errorf("%s: read it with package input, or say in this test why not", line)
		}
	}
	for file := range opens {
		if !found[file] {
			t.Errorf("%s opens nothing", file)
		}
	}
}
