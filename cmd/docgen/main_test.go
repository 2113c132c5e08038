package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"
	"github.com/google/go-cmp/cmp"

	"github.com/compose2unit/compose2unit/runtime/all"
)

// The committed pages match the rows and codes.
func TestPagesAreCurrent(t *testing.T) {
	development, err := os.ReadFile(filepath.Join("..", "..", developmentPage))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range pages(filepath.Join("..", ".."), development) {
		got, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(got), string(want)); diff != "" {
			t.Errorf("%s is not what the code says; `make docs` rewrites it:\n%s", name, diff)
		}
	}
}

// A search for an attribute finds a line that covers it.
func TestEveryAttributeIsFindable(t *testing.T) {
	printed := readTables(t, string(attributes(all.Choices)))
	for _, path := range schema.AttributePaths() {
		attr := string(path)
		s := sectionOf(attr)
		like := s.like + strings.TrimPrefix(attr, s.prefix)
		if !printed[attr] && (s.like == "" || !printed[like]) {
			t.Errorf("docs/attributes.md does not show %s", attr)
		}
	}
}

var (
	line = regexp.MustCompile("^\\| `([^`]+)` \\| ([^|]*) \\|")
	name = regexp.MustCompile("`([^`]+)`")
)

// readTables returns the full path of every attribute in the page.
func readTables(t *testing.T, text string) map[string]bool {
	t.Helper()
	shown, prefix := map[string]bool{}, ""
	for _, l := range strings.Split(text, "\n") {
		if title, ok := strings.CutPrefix(l, "## "); ok {
			prefix = prefixOf(t, title)
		}
		cells := line.FindStringSubmatch(l)
		if cells == nil {
			continue
		}
		stem := prefix + cells[1]
		if cells[1]+"." == prefix { // the group itself: `models`, `include`
			stem = cells[1]
		}
		shown[stem] = true
		for _, with := range name.FindAllStringSubmatch(cells[2], -1) {
			shown[stem+"."+with[1]] = true
		}
	}
	return shown
}

func prefixOf(t *testing.T, title string) string {
	t.Helper()
	for _, s := range sections {
		if s.title == title {
			return s.prefix
		}
	}
	t.Fatalf("the page has a section %q that is none", title)
	return ""
}
