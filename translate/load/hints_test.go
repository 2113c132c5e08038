package load

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A value that does not belong to an enumeration, or to the words in a pattern, gets the one that was probably meant as a hint.
func TestHintsOfEnumerations(t *testing.T) {
	for text, want := range map[string]string{
		"depends_on: {db: {condition: service_completed}}": "service_completed_successfully",
		"depends_on: {db: {condition: service_complete}}":  "service_completed_successfully",
		"depends_on: {db: {condition: service_start}}":     "service_started",
		"depends_on: {db: {condition: service_helthy}}":    "service_healthy",
		"pull_policy: miss":  "missing",
		"pull_policy: alway": "always",
		"cgroup: priv":       "private",
		"develop: {watch: [{path: ., action: sync+re}]}":                     "sync+restart",
		"deploy: {update_config: {order: start}}":                            "start-first",
		"volumes: [{type: vol, source: x, target: /x}]":                      "volume",
		"depends_on: {db: {condition: service}}":                             "",
		"pull_policy: every_day":                                             "",
		"volumes: [{type: bind, source: ., target: /y, bind: {selinux: q}}]": "",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "compose.yml"), []byte("services:\n  db: {image: a}\n  web:\n    image: a\n    "+text+"\nvolumes: {x: {}}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, report, err := Load(context.Background(), Options{Dir: dir})
		hints := ""
		for _, f := range report.Findings() {
			hints += strings.TrimSuffix(strings.TrimPrefix(f.Hint, "did you mean "), "?")
		}
		if err != nil || hints != want || len(report.Findings()) == 0 {
			t.Errorf("%s: %v, %v, want %q", text, report.Findings(), err, want)
		}
	}
}

// The hints of a project with thousands of services, and of names that are not defined, do not take time for each pair.
func TestHintsAreBounded(t *testing.T) {
	var text strings.Builder
	text.WriteString("name: x\nservices:\n")
	for i := range 3000 {
		fmt.Fprintf(&text, "  a%d: {image: a}\n", i)
	}
	text.WriteString("  z:\n    image: a\n    depends_on:\n")
	for i := range 15_000 {
		fmt.Fprintf(&text, "      - b%d\n", i)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "compose.yml"), []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_, report, err := Load(context.Background(), Options{Dir: dir})
	if took := time.Since(began); err != nil || len(report.Findings()) != 15_000 || took > 40*time.Second {
		t.Errorf("%v, %d findings, after %v", err, len(report.Findings()), took)
	}
}
