package golden

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/oracle"
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// corpus is a folder of public Compose files that may exist beside the checkout. They are not ours to distribute.
const corpus = "../../shared/corpus"

// Public projects that docker compose loads are translated, and systemd reads every unit without a warning; if a runtime
// cannot translate one, it reports which attribute and what to do. (What Compose rejects is tested in translate/load.)
func TestCorpus(t *testing.T) {
	projects := corpusProjects()
	if len(projects) == 0 {
		t.Skip("no public Compose files beside the checkout")
	}
	for _, options := range projects {
		name := filepath.Base(options.Dir) + "/" + strings.Join(options.Inputs, "+")
		for _, choice := range all.Choices {
			t.Run(name+"/"+choice.Runtime.Name(), func(t *testing.T) { translates(t, choice.Runtime, options) })
		}
	}
}

// corpusProjects returns the public projects beside the checkout that docker compose loads, if there are any.
func corpusProjects() []load.Options {
	index, err := os.ReadFile(filepath.Join(corpus, "INDEX.tsv"))
	if err != nil {
		return nil
	}
	var out []load.Options
	for _, line := range strings.Split(strings.TrimSpace(string(index)), "\n")[1:] {
		column := strings.Split(line, "\t")
		if column[4] != "loads" {
			continue
		}
		options := load.Options{Dir: filepath.Join(corpus, column[0]), Inputs: strings.Split(column[2], "+")}
		if column[3] != "-" {
			options.EnvFiles = strings.Split(column[3], "+")
		}
		out = append(out, options)
	}
	return out
}

func translates(t *testing.T, rt runtime.Runtime, o load.Options) {
	result, report, err := translate.Translate(context.Background(), translate.Options{Options: o, RootPath: "/srv/project"})
	if err != nil {
		t.Fatal(err)
	}
	if result == nil {
		t.Fatalf("docker compose loads it: %v", report.Findings())
	}
	runtime.Check(rt, result.Written, nil, &report)
	files := rt.Files(result.Project, runtime.Options{Systemd: 252}, diag.NewScope(&report, result.Where))
	for _, f := range report.Findings() {
		if f.Severity == diag.Error && (f.Code != diag.Unsupported && !noImage(f) && !windows(f) || f.Hint == "" || f.Pos.Line == 0) {
			t.Errorf("an error that is no honest refusal: %s", f)
		}
	}
	if report.Worst() != diag.Error {
		oracle.Require(t)
		askSystemd(t, files)
	}
}

// windows reports whether a finding is about a bind source of a Windows machine, which Compose passes to an engine that
// rejects it.
func windows(f diag.Finding) bool {
	return f.Code == diag.Invalid && strings.HasSuffix(f.Text, " is not a Linux path, so Compose cannot start this either")
}

// noImage reports whether a finding is about an image that no engine accepts: docker compose loads a file with a variable
// that is not set (`quay.io/debezium/kafka:${VERSION}`) or a placeholder, and fails at the pull.
func noImage(f diag.Finding) bool {
	return f.Code == diag.Invalid && strings.HasSuffix(f.Text, " is not an image reference")
}
