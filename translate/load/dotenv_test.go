package load

import (
	"context"
	"strings"
	"testing"
)

// A variable that a later line of the .env sets is not set where an earlier line uses it.
func TestUnsetInDotEnv(t *testing.T) {
	dir := folder(t, `
-- compose.yml --
services:
  web: {image: "x:$TAG"}
-- .env --
KNOWN=1
TAG=v$LATER$KNOWN$GIVEN
LATER=2
`)
	_, report, err := Load(context.Background(), Options{Dir: dir, Environ: []string{"GIVEN=3"}})
	found := report.Findings()
	if err != nil || len(found) != 1 || found[0].Pos.String() != ".env:2" || !strings.Contains(found[0].Text, "LATER") {
		t.Error(found, err)
	}
}

// A later file sees the variables of the earlier ones.
func TestUnsetInASecondEnvFile(t *testing.T) {
	dir := folder(t, `
-- compose.yml --
services:
  web: {image: "x:$A$B$C"}
-- a.env --
A=${X}
X=1
-- b.env --
B=${X}
C=${Y}
`)
	_, report, err := Load(context.Background(), Options{Dir: dir, EnvFiles: []string{"a.env", "b.env"}})
	var at []string
	for _, f := range report.Findings() {
		at = append(at, f.Pos.String())
		if strings.Contains(f.Text, "also") {
			t.Error(f.Text)
		}
	}
	if err != nil || strings.Join(at, " ") != "a.env:1 b.env:2" {
		t.Error(report.Findings(), err)
	}
}
