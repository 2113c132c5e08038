package translate

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

func TestTranslateFindsPlaces(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "compose.yml")
	text := "name: shop\nservices:\n  web:\n    image: nginx\n    security_opt:\n    - nonsense\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	result, report, err := Translate(t.Context(), Options{Options: load.Options{Inputs: []string{"compose.yml"}, Dir: dir}})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "findings", report.Findings(), []diag.Finding{{
		Severity: diag.Error, Code: diag.Invalid, Pos: diag.Pos{File: "compose.yml", Line: 6, Col: 7},
		Path: "services.web.security_opt.0", Text: `"nonsense" is not a security option`,
	}})
	same(t, "place of the image", result.Where("services", "web", "image").Line, 4)
	same(t, "sources", result.Project.Sources, []string{file})
	same(t, "folder", result.Project.Dir, dir)
}

func TestTranslateRefuses(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "compose.yml"), []byte("services: []\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	result, report, err := Translate(t.Context(), Options{Options: load.Options{Dir: dir}})
	if err != nil || result != nil || report.Worst() != diag.Error {
		t.Errorf("got %v, %v, %v", result, report.Findings(), err)
	}
	if _, _, err := Translate(t.Context(), Options{Options: load.Options{Dir: dir, Inputs: []string{"gone.yml"}}}); err == nil {
		t.Error("a missing file is not an error")
	}
}
