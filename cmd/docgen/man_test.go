package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/cmd/docgen/help"
	"github.com/compose2unit/compose2unit/translate/diag"
)

const manual1 = "../../packaging/dist/compose2unit.1"

// Those who print man pages have nothing to say about it. The date is put in when a package is made.
func TestManPageIsClean(t *testing.T) {
	text, err := os.ReadFile(manual1)
	if err != nil {
		t.Fatal(err)
	}
	dated := filepath.Join(t.TempDir(), "compose2unit.1")
	if err := os.WriteFile(dated, []byte(strings.Replace(string(text), `1 ""`, `1 "2026-01-01"`, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, argv := range [][]string{
		{"groff", "-ww", "-man", "-Tutf8", "-z", dated},
		{"mandoc", "-Tlint", "-Wwarning", dated},
	} {
		t.Run(argv[0], func(t *testing.T) {
			needs(t, argv[0])
			if out, err := exec.Command(argv[0], argv[1:]...).CombinedOutput(); err != nil || len(out) > 0 {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// The printed page has every command, flag, exit code and finding's code.
func TestManPageNamesEverything(t *testing.T) {
	needs(t, "groff")
	printed, err := exec.Command("groff", "-man", "-Tascii", "-P-c", "-rLL=200n", manual1).Output()
	if err != nil {
		t.Fatal(err)
	}
	page := regexp.MustCompile(".\b").ReplaceAllString(string(printed), "") // bold is the letter twice
	has := func(pattern string) {
		t.Helper()
		if !regexp.MustCompile(`(?m)` + pattern).MatchString(page) {
			t.Errorf("the page has no %s:\n%s", pattern, page)
		}
	}
	for _, c := range help.Commands() {
		if c.Name != "" {
			has(`^   ` + c.Name + `$`)
		}
		for _, f := range c.Flags() {
			has(`^       (-\w+, )?-` + regexp.QuoteMeta(f.Names[0]) + `\b.*` + regexp.QuoteMeta(f.Arg))
		}
	}
	for _, e := range help.Commands()[0].Page.Exits {
		has(`^       ` + e.Code + ` +` + e.Text + `$`)
	}
	for code := range diag.Codes {
		has(`^       ` + string(code) + `\b`)
	}
}

// The page describes every variable that the loader, the translation and the output of findings read, and no other.
func TestManPageNamesTheEnvironment(t *testing.T) {
	files, err := filepath.Glob("../../translate/load/*.go")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, "../../translate/names.go", "../../translate/diag/render/colorful.go")
	read := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?:(?:l\.env|\.Environment)\[|case )"(COMPOSE_\w+|NO_COLOR)"`).FindAllStringSubmatch(string(text), -1) {
			read[m[1]] = true
		}
	}
	for _, v := range environment {
		if !read[v.Name] {
			t.Errorf("%s is described, and nothing reads it", v.Name)
		}
		delete(read, v.Name)
	}
	for name := range read {
		t.Errorf("%s is read, and the man page does not describe it", name)
	}
}
