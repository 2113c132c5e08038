package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	link   = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	legacy = regexp.MustCompile(`name: "([a-z-]+)"`)
)

// A link of the documentation leads to a file that is there.
func TestLinks(t *testing.T) {
	pages, _ := filepath.Glob("*.md")
	top, _ := filepath.Glob(filepath.Join(repository, "*.md"))
	for _, page := range append(pages, top...) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s links to %s: %v", page, m[1], err)
			}
		}
	}
}

// The index in the README lists every page.
func TestReadmeListsEveryPage(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(repository, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, index, _ := strings.Cut(string(readme), "\n## Documentation\n")
	pages, _ := filepath.Glob("*.md")
	for _, page := range pages {
		if !strings.Contains(index, "](docs/"+page+")") {
			t.Errorf("README.md: the section Documentation does not list docs/%s", page)
		}
	}
}

// Whoever comes from compose2nix finds each of its flags that changes nothing here.
func TestReadmeNamesEveryFlagOfCompose2nix(t *testing.T) {
	source, err := os.ReadFile(filepath.Join(repository, "cmd/compose2unit/legacy.go"))
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(repository, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	names := legacy.FindAllStringSubmatch(string(source), -1)
	if len(names) == 0 {
		t.Fatal("legacy.go has changed its form: no flag found")
	}
	for _, m := range names {
		if flag := "`-" + strings.ReplaceAll(m[1], "-", "_") + "`"; !strings.Contains(string(readme), flag) {
			t.Errorf("README.md does not say what happens to %s", flag)
		}
	}
}
