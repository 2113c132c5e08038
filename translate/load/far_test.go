package load

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// A file outside the project whose content may get into the output is reported at its line, also if a link leads there.
func TestFilesOutsideTheProject(t *testing.T) {
	dir := folder(t, `
-- ../far.env --
A=b
-- ../far.json --
{}
-- near.json --
{}
-- compose.yaml --
services:
  a:
    image: a
    env_file: ../far.env
    label_file: link.env
    security_opt: [seccomp=near.json, seccomp=unconfined, seccomp=link.json, "seccomp:../far.json", seccomp=../missing.json]
`)
	for link, to := range map[string]string{"link.env": "../far.env", "link.json": "../far.json"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	_, report, err := Load(context.Background(), Options{Dir: dir, Inputs: []string{"compose.yaml"}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range report.Findings() {
		if f.Code == diag.Outside {
			got = append(got, f.Path+": "+f.Text)
		}
	}
	slices.Sort(got)
	want := []string{
		"services.a.env_file.0: copies a file outside the project directory: ../far.env",
		"services.a.label_file.0: copies a file outside the project directory: link.env",
		"services.a.security_opt.2: reads a file outside the project directory: link.json",
		"services.a.security_opt.3: reads a file outside the project directory: ../far.json",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
