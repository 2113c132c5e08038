package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/cmd/docgen/help"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
)

const manual1 = "../../packaging/dist/compose2unit.1"

// The tools that print man pages report nothing about them. The date is inserted when a package is built.
func TestManPagesAreClean(t *testing.T) {
	pages, err := filepath.Glob("../../packaging/dist/*.[15]")
	if err != nil || len(pages) != 3 {
		t.Fatal(pages, err)
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		dated := filepath.Join(t.TempDir(), filepath.Base(page))
		text = regexp.MustCompile(`(?m)^(\.TH \S+ [15]) ""`).ReplaceAll(text, []byte(`$1 "2026-01-01"`))
		if err := os.WriteFile(dated, text, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, argv := range [][]string{
			{"groff", "-ww", "-man", "-Tutf8", "-z", dated},
			{"mandoc", "-Tlint", "-Wwarning", dated},
		} {
			t.Run(filepath.Base(page)+"/"+argv[0], func(t *testing.T) {
				needs(t, argv[0])
				if out, err := exec.Command(argv[0], argv[1:]...).CombinedOutput(); err != nil || len(out) > 0 {
					t.Errorf("%v\n%s", err, out)
				}
			})
		}
	}
}

// The pages of the extension keys, and docs/x-systemd.md, contain every key with the places that may have it.
func TestEveryExtensionIsDescribed(t *testing.T) {
	needs(t, "groff")
	guide, err := os.ReadFile("../../docs/x-systemd.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, keys := range map[string][]translate.Extension{"x-systemd.5": translate.SystemdSections(), "x-compose2unit.5": translate.Extensions()} {
		page := printed(t, "../../packaging/dist/"+name)
		for _, key := range keys {
			if !regexp.MustCompile(`(?m)^       ` + key.Name + `\b`).MatchString(page) {
				t.Errorf("%s has no %s:\n%s", name, key.Name, page)
			}
			row := regexp.MustCompile("(?m)^\\|.*`" + key.Name + "`.*$").Find(guide)
			for _, in := range key.In {
				if in = strings.Fields(in)[0]; !strings.Contains(string(row), in) {
					t.Errorf("docs/x-systemd.md: the row of %s does not name %s: %s", key.Name, in, row)
				}
			}
		}
	}
}

// printed returns a man page as plain text, in long lines.
func printed(t *testing.T, page string) string {
	t.Helper()
	text, err := exec.Command("groff", "-man", "-Tascii", "-P-c", "-rLL=200n", page).Output()
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(".\b").ReplaceAllString(string(text), "") // bold is the letter twice
}

// The printed page contains every command, flag, exit code and code of a finding.
func TestManPageNamesEverything(t *testing.T) {
	needs(t, "groff")
	page := printed(t, manual1)
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

// The page describes every variable that the loader, the translation, the output of findings and the commands of a user read, and
// no other.
func TestManPageNamesTheEnvironment(t *testing.T) {
	files := []string{"../../translate/diag/render/colorful.go", "../../runtime/home/home.go"}
	for _, dir := range []string{"../../translate", "../../translate/load"} {
		more, err := filepath.Glob(dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	read := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?:(?:l\.env|project\.Environment)\[|case |variable\(environ, )"([A-Z]\w+)"`).FindAllStringSubmatch(string(text), -1) {
			read[m[1]] = true
		}
	}
	delete(read, "PWD") // a shell sets it
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
