package load

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// rounds loads a project until nothing more can be left out, and returns the errors of all rounds.
func rounds(t *testing.T, file string) (told []string) {
	t.Helper()
	rest := &Rest{}
	for range 20 {
		_, report, err := Load(t.Context(), Options{Inputs: []string{file}, Rest: rest})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range report.Findings() {
			if f.Severity == diag.Error && !rest.Follows(f) {
				told = append(told, fmt.Sprintf("%s:%d %s", filepath.Base(f.Pos.File), f.Pos.Line, f.Path))
			}
		}
		if _, removed := rest.Remove(report.Findings()); !removed {
			return told
		}
	}
	t.Fatal("there is always something to leave out")
	return nil
}

func lay(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		at := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "compose.yml")
}

// A file in memory is read as the original one: relative paths in it, its .env, what it includes and extends, and its documents.
func TestARewrittenFileIsReadAsTheOriginal(t *testing.T) {
	wrong := "    restart: []\n"
	file := lay(t, map[string]string{
		"compose.yml":     "include: [sub/a.yml, {path: [sub/b.yml, sub/c.yml], project_directory: other}]\nservices: {}\n",
		"sub/.env":        "NAME=own\n",
		"sub/a.yml":       "include: [deep/d.yml]\nservices:\n  a:\n    image: ${NAME:?}\n    env_file: a.env\n" + wrong,
		"sub/a.env":       "A=1\n",
		"sub/b.yml":       "services:\n  b:\n    image: b\n    extends: {file: base.yml, service: x}\n" + wrong,
		"sub/c.yml":       "services:\n  c:\n    image: c\n    env_file: c.env\n---\nservices:\n  c:\n" + wrong,
		"other/c.env":     "A=1\n",
		"other/base.yml":  "services:\n  x:\n    extends: {file: ../base/y.yml, service: y}\n" + wrong,
		"base/y.yml":      "services:\n  y:\n    env_file: y.env\n" + wrong,
		"base/y.env":      "A=1\n",
		"sub/deep/d.yml":  "services:\n  d:\n    image: d\n    env_file: d.env\n" + wrong,
		"sub/deep/d.env":  "A=1\n",
		"sub/deep/$a.yml": "services: {}\n",
	})
	told := rounds(t, file)
	want := []string{"a.yml:6 services.a.restart", "b.yml:5 services.b.restart", "base.yml:4 services.x.restart", "c.yml:8 services.c.restart", "d.yml:5 services.d.restart", "y.yml:4 services.y.restart"}
	for _, one := range want {
		if !strings.Contains(strings.Join(told, "\n"), one) {
			t.Errorf("without %q", one)
		}
	}
	if len(told) != len(want) {
		t.Errorf("%q", told)
	}
}

// Files that name each other in many ways are examined once each.
func TestManyFilesThatNameEachOtherAreExaminedOnce(t *testing.T) {
	files := map[string]string{"compose.yml": "include: [f0.yml]\n"}
	for i := range 60 {
		files[fmt.Sprintf("f%d.yml", i)] = fmt.Sprintf("include: [f%d.yml, {path: f%[1]d.yml}]\nservices:\n  s%d:\n    image: x\n    restart: []\n", i+1, i)
	}
	files["f60.yml"] = "services: {}\n"
	before := time.Now()
	if told := rounds(t, lay(t, files)); len(told) != 60 {
		t.Errorf("%d errors: %q", len(told), told)
	}
	if took := time.Since(before); took > 30*time.Second {
		t.Errorf("it took %s", took)
	}
}

// Files that include each other are an error, and the search ends.
func TestRewrittenFilesThatIncludeEachOther(t *testing.T) {
	told := rounds(t, lay(t, map[string]string{
		"compose.yml": "include: [a.yml]\nservices:\n  x:\n    image: x\n    restart: []\n",
		"a.yml":       "include: [b.yml]\nservices:\n  a:\n    image: x\n    restart: []\n",
		"b.yml":       "include: [a.yml]\nservices:\n  b:\n    image: x\n    restart: []\n",
	}))
	if !strings.Contains(strings.Join(told, "\n"), "compose.yml:5 services.x.restart") {
		t.Errorf("%q", told)
	}
}
