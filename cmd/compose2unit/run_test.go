package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/cmd/cmdline"
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/docker"
	"github.com/compose2unit/compose2unit/runtime/generate"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// fake returns a pipeline that returns these files and findings.
func fake(err error, files []runtime.File, findings ...diag.Finding) pipeline {
	return func(_ context.Context, _ *options, _ *world, report *diag.Report) (outcome, error) {
		report.Add(findings...)
		return outcome{Result: generate.Result{Project: "shop", Files: files}, runtime: docker.Runtime}, err
	}
}

func warning(severity diag.Severity) diag.Finding {
	return diag.Finding{Severity: severity, Code: diag.Partial, Pos: diag.Pos{File: "compose.yml", Line: 3, Col: 5},
		Path: "services.web.x\x1b[31m", Text: "is <odd>", Hint: "take it out"}
}

// ran runs the program with a pipeline and returns its exit code and its output.
func ran(t *testing.T, pipe pipeline, args ...string) (code int, out, err string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(context.Background(), &world{args: args, stdout: &stdout, stderr: &stderr, stdin: strings.NewReader(""), pipe: pipe})
	return code, stdout.String(), stderr.String()
}

func TestExitCodes(t *testing.T) {
	files := []runtime.File{file("shop.target", unitOf("shop"))}
	for name, in := range map[string]struct {
		pipe pipeline
		args string
		want int
	}{
		"done":               {fake(nil, files), "", exitDone},
		"a warning":          {fake(nil, files, warning(diag.Warning)), "", exitDone},
		"a strict warning":   {fake(nil, files, warning(diag.Warning)), "-strict", exitRefused},
		"a strict note":      {fake(nil, files, warning(diag.Note)), "-strict", exitDone},
		"an error":           {fake(nil, files, warning(diag.Error)), "", exitRefused},
		"the machine":        {fake(errors.New("x: no such file"), nil), "", exitBroken},
		"the machine, later": {fake(errors.New("x: no such file"), nil, warning(diag.Error)), "", exitBroken},
		"usage":              {fake(nil, files), "-x", exitBroken},
		"a difference":       {fake(nil, files), "-check", exitDifferent},
		"help":               {nil, "-h", exitDone},
		"version":            {nil, "-version", exitDone},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "out")
			code, _, said := ran(t, in.pipe, append(strings.Fields(in.args), "-output", dir)...)
			if code != in.want {
				t.Errorf("exit %d, want %d: %s", code, in.want, said)
			}
			if wrote := len(tree(t, dir)) > 0; wrote != (code == exitDone && in.pipe != nil) {
				t.Errorf("exit %d, files written: %v", code, wrote)
			}
		})
	}
}

func TestControlCharactersAreMadeVisible(t *testing.T) {
	_, _, said := ran(t, fake(nil, nil, warning(diag.Error)))
	same(t, "stderr", said, "compose.yml:3:5: error: services.web.x\\x1b[31m: is <odd> [partial]\n  hint: take it out\n"+
		"compose2unit: 1 error; nothing is written\n")
}

// Every line of standard error is one object in all cases.
func TestJSONFindings(t *testing.T) {
	for name, in := range map[string]struct {
		pipe pipeline
		args []string
		want []spoken
	}{
		"a finding": {fake(nil, nil, warning(diag.Error)), nil,
			[]spoken{{Severity: "error", Code: "partial", File: "compose.yml", Line: 3, Column: 5,
				Path: "services.web.x\x1b[31m", Text: "is <odd>", Hint: "take it out"}}},
		"the machine": {fake(errors.New("disk on fire"), nil), nil, []spoken{{Severity: "error", Text: "disk on fire"}}},
		"a flag": {fake(errors.New("disk on fire"), nil), []string{"-remove_volumes"}, []spoken{
			{Severity: "warning", Code: "flag", File: "command line", Path: "-remove-volumes", Text: legacyText("remove-volumes")},
			{Severity: "error", Text: "disk on fire"}}},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, said := ran(t, in.pipe, append(in.args, "-diagnostics", "json")...)
			var got []spoken
			for _, line := range strings.Split(strings.TrimSpace(said), "\n") {
				var one spoken
				if err := json.Unmarshal([]byte(line), &one); err != nil {
					t.Fatalf("%s: %v", line, err)
				}
				got = append(got, one)
			}
			same(t, "findings", got, in.want)
		})
	}
}

func legacyText(name string) string {
	for _, l := range cmdline.LegacyFlags() {
		if l.Name == name {
			return l.Text
		}
	}
	return ""
}

// broken is a standard output that cannot be written to.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestResultsThatCannotBePrintedAreNotDone(t *testing.T) {
	var stderr bytes.Buffer
	code := run(context.Background(), &world{args: []string{"-h"}, stdout: broken{}, stderr: &stderr})
	if code != exitBroken || !strings.Contains(stderr.String(), "no space left") {
		t.Errorf("exit %d: %s", code, stderr.String())
	}
}

func TestPrivateContentIsInNoDiff(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	made := func(unit, env string) pipeline {
		return fake(nil, []runtime.File{file("shop-web.service", unitOf("shop", "web.env")+unit), file("shop/web.env", env), file("shop.target", unitOf("shop"))})
	}
	if code, _, said := ran(t, made("A=1\n", "PASSWORD=old\n"), "-output", dir); code != 0 {
		t.Fatal(said)
	}
	code, out, _ := ran(t, made("A=2\n", "PASSWORD=new\n"), "-output", dir, "-check")
	if code != exitDifferent || !strings.Contains(out, "-A=1\n+A=2\n") || !strings.Contains(out, "web.env: differs") || strings.Contains(out, "PASSWORD") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	code, out, _ = ran(t, made("A=1\n", "PASSWORD=old\n"), "-output", dir, "-check")
	if code != exitDone || out != "comparing "+dir+" with shop for podman\nno difference\n" {
		t.Errorf("exit %d where nothing differs:\n%s", code, out)
	}
}

// The files of an output folder may come from a repository of someone else: no terminal obeys what a comparison shows of them.
func TestComparisonIsVisible(t *testing.T) {
	dir := t.TempDir()
	theirs := unitOf("shop") + "X-Odd=\x1b]0;title\x07\ta\u202eb\u0085\xff\n"
	for _, name := range []string{"shop.target", "shop-\x1b[31m.service"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(theirs), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	_, out, _ := ran(t, fake(nil, []runtime.File{file("shop.target", unitOf("shop"))}), "-output", dir, "-check")
	for _, want := range []string{"-X-Odd=\\x1b]0;title\\a\ta\\u202eb\\u0085\\xff\n", `shop-\x1b[31m.service: is obsolete` + "\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%q", want, out)
		}
	}
}
