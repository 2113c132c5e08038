package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	link    = regexp.MustCompile(`\]\(([^)#:]*)(?:#([^)]*))?\)`)
	block   = regexp.MustCompile("(?ms)^```.*?^```$")
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
	unnamed = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)
	legacy  = regexp.MustCompile(`Name: "([a-z-]+)"`)
)

// A link in the documentation leads to an existing file, and to an existing heading in it.
func TestLinks(t *testing.T) {
	pages, _ := filepath.Glob("*.md")
	top, _ := filepath.Glob(filepath.Join(repository, "*.md"))
	for _, page := range append(pages, top...) {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			target := page
			if m[1] != "" {
				target = filepath.Join(filepath.Dir(page), m[1])
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s: %v", page, m[1], err)
			} else if m[2] != "" && !slices.Contains(anchors(t, target), m[2]) {
				t.Errorf("%s links to %s#%s, which has no such heading", page, m[1], m[2])
			}
		}
	}
}

// anchors returns the anchors of a page's headings on GitHub.
func anchors(t *testing.T, page string) (names []string) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range heading.FindAllStringSubmatch(block.ReplaceAllString(string(text), ""), -1) {
		names = append(names, strings.ReplaceAll(unnamed.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-"))
	}
	return names
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

// The README lists each flag of compose2nix that has no effect here.
func TestReadmeNamesEveryFlagOfCompose2nix(t *testing.T) {
	source, err := os.ReadFile(filepath.Join(repository, "cmd/cmdline/legacy.go"))
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
