package golden

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
	"github.com/compose2unit/compose2unit/translate/source"
)

// The guarantee of -env-files-only: if a value of an attribute comes from outside the Compose files, either it is an error,
// with its position, and nothing is written, or a note gives the position and the value only names what the engine is to
// find (docs/secrets.md). Verified for every scalar of every attribute case, in a service, a job, a step and an include
// with an .env of its own.

const (
	canary     = "C2UCANARY"
	canaryUsed = "${" + canary + "}"
	canaryText = "canary7q"
)

// inert are the attributes whose value is in no output file, so that nothing need be reported. That is verified as well.
var inert = []string{"services.*.develop", "services.*.profiles", "services.*.depends_on", "services.*.extends", "services.*.provider",
	"services.*.attach", "services.*.deploy.endpoint_mode", "services.*.deploy.placement", "services.*.deploy.update_config",
	"services.*.deploy.rollback_config", "services.*.deploy.mode", "services.*.deploy.labels", "secrets.*.labels", "configs.*.labels",
	"version", "include"}

// bed is a project folder in which the scalars are replaced one after another.
type bed struct {
	dir, inputs string // the folder of compose.yml, and the input that is translated
	environ     string // the file of an include's own environment; "" is the process's environment
}

func TestNothingFromOutside(t *testing.T) {
	for _, c := range readCases(t) {
		for _, v := range c.variants(t) {
			t.Run(v.String(), func(t *testing.T) {
				t.Parallel()
				dir := v.lay(t, v.data)
				plain := bed{dir: dir, inputs: filepath.Join(dir, composeFile)}
				root := v.document(t)
				for _, leaf := range v.own(scalarsOf(root, nil)) {
					plain.proves(t, root, leaf)
				}
			})
		}
	}
}

// An include reads its own .env, which the project does not see.
func TestNothingFromOutsideOfAnInclude(t *testing.T) {
	for _, c := range readCases(t) {
		if c.section(".env") != nil || strings.HasPrefix(c.name, "include") || strings.HasPrefix(c.name, "name") {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			root := c.document(t)
			dir := c.lay(t, c.section(composeFile))
			outer := filepath.Join(filepath.Dir(dir), "outer.yml")
			if err := os.WriteFile(outer, []byte("name: shop\ninclude: [shop/compose.yml]\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			included := bed{dir: dir, inputs: outer, environ: filepath.Join(dir, ".env")}
			for _, leaf := range c.own(scalarsOf(root, nil)) {
				included.proves(t, root, leaf)
			}
		})
	}
}

// scalar is a value of a Compose file with its path.
type scalar struct {
	node *yaml.Node
	path []string
}

// scalarsOf returns the values of a document that have a text, each once.
func scalarsOf(n *yaml.Node, path []string) []scalar {
	var out []scalar
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Value != "" && n.Tag != "!!null" {
			out = append(out, scalar{n, path})
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			out = append(out, scalarsOf(n.Content[i+1], append(path[:len(path):len(path)], n.Content[i].Value))...)
		}
	case yaml.SequenceNode:
		for _, k := range n.Content {
			out = append(out, scalarsOf(k, append(path[:len(path):len(path)], "*"))...)
		}
	}
	return out
}

// own returns the scalars of the attributes that the case is about; the others have cases of their own.
func (c *attrCase) own(all []scalar) []scalar {
	var out []scalar
	for _, s := range all {
		if slices.ContainsFunc(c.remove, func(about []string) bool { return attribute(about) == attribute(s.path) }) {
			out = append(out, s)
		}
	}
	return out
}

// attribute returns what a path is about: the attribute of a service, job or step, or the section.
func attribute(path []string) string {
	switch {
	case path[0] != "services" && path[0] != "jobs" || len(path) < 3:
		return path[0]
	case len(path) > 4 && path[2] == "pre_start":
		return path[4]
	}
	return path[2]
}

// proves tests one scalar: first its own text from outside, which must be reported, and then a canary, which no file may
// contain unless it is reported.
func (b bed) proves(t *testing.T, root *yaml.Node, leaf scalar) {
	t.Helper()
	was := *leaf.node
	defer func() { *leaf.node = was }()
	place := strings.Join(leaf.path, ".")
	moot := isInert(leaf.path)

	leaf.node.Value, leaf.node.Style, leaf.node.Tag = canaryUsed, yaml.DoubleQuotedStyle, "!!str"
	result, report, line := b.translate(t, root, was.Value)
	if spokenOf(report, line) == 0 && !moot && report.Worst() != diag.Error && isThere(result, leaf.path) {
		t.Errorf("%s: no finding about a value from outside (%v)", place, report.Findings())
	}
	name, _, list := strings.Cut(was.Value, "=")
	if leaf.node.Value = canaryUsed; list {
		leaf.node.Value = name + "=" + canaryUsed
	}
	result, report, line = b.translate(t, root, canaryText)
	if report.Worst() == diag.Error || result == nil {
		return
	}
	noted := spokenOf(report, line) == diag.Note
	for _, choice := range all.Choices {
		var none diag.Report
		for _, file := range choice.Runtime.Files(result.Project, runtime.Options{Systemd: 252, Create: "auto"}, diag.NewScope(&none, result.Where)) {
			if strings.Contains(string(file.Data), canaryText) && !noted {
				t.Errorf("%s: the value is in %s, without a finding", place, file.Path)
			}
		}
	}
}

// isThere reports whether the project contains what the path belongs to: something that is not used, or whose profile is
// not active, is left out.
func isThere(result *translate.Result, path []string) bool {
	return len(path) < 2 || slices.ContainsFunc(result.Written, func(a source.Attribute) bool {
		return len(a.Path) > 1 && a.Path[0] == path[0] && a.Path[1] == path[1]
	})
}

func isInert(path []string) bool {
	for _, pattern := range inert {
		words := strings.Split(pattern, ".")
		same := len(path) >= len(words)
		for i := 0; same && i < len(words); i++ {
			same = words[i] == "*" || words[i] == path[i] || i == 0 && words[i] == "services" && path[i] == "jobs"
		}
		if same {
			return true
		}
	}
	return len(path) > 2 && strings.HasPrefix(path[2], "x-") && path[2] != "x-systemd" && path[2] != "x-compose2unit"
}

// spokenOf returns the severity of the finding on a line about a value from outside; 0 if there is none.
func spokenOf(report diag.Report, line int) diag.Severity {
	for _, f := range report.Findings() {
		if f.Pos.Line == line && (f.Code == diag.Unsafe || f.Code == diag.Outside) && filepath.Base(f.Pos.File) == composeFile {
			return f.Severity
		}
	}
	return 0
}

// translate writes the document, and the value to its source, and returns the line where it is used.
func (b bed) translate(t *testing.T, root *yaml.Node, value string) (*translate.Result, diag.Report, int) {
	t.Helper()
	data := printYAML(t, root)
	write := func(name string, data []byte) {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(b.dir, composeFile), data)
	o := load.Options{Dir: filepath.Dir(b.inputs), Inputs: []string{b.inputs}, EnvFilesOnly: true}
	if b.environ == "" {
		o.Environ = []string{canary + "=" + value}
	} else {
		write(b.environ, []byte(canary+"='"+strings.ReplaceAll(value, "'", `\'`)+"'\n"))
	}
	result, report, err := translate.Translate(context.Background(), translate.Options{Options: o, RootPath: "/srv/shop"})
	if err != nil {
		t.Fatal(err)
	}
	before, _, _ := strings.Cut(string(data), canary)
	return result, report, strings.Count(before, "\n") + 1
}
