package runtime

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
	"github.com/compose2unit/compose2unit/translate/source"
)

// A row covers one attribute or, with .**, a group; the nearest row applies.
func TestTheNearestRowSpeaks(t *testing.T) {
	table := NewTable([]Row{
		{Attr: "services.*.ports.**", Support: Full},
		{Attr: "services.*.ports.[].mode", Support: Moot, Note: "swarm"},
	})
	for pattern, want := range map[string]Support{
		"services.*.ports":             Full,
		"services.*.ports.[].target":   Full,
		"services.*.ports.[].mode":     Moot,
		"services.*.ports.[].mode.sub": Full,
	} {
		if row, ok := table.Row(pattern); !ok || row.Support != want {
			t.Errorf("%s is %s, want %s", pattern, row.Support, want)
		}
	}
	if row, ok := table.Row("services.*.image"); ok {
		t.Errorf("a row %v covers an attribute that has none", row)
	}
}

type fake struct {
	Operated
	rows []Row
}

func (f fake) Name() string               { return "fake" }
func (f fake) Rows() []Row                { return f.rows }
func (f fake) Ignores() map[string]string { return nil }
func (f fake) Files(*model.Project, Options, diag.Scope) []File {
	return nil
}

// An attribute that is not fully translated is reported once, at its position, with the severity of its support.
func TestCheck(t *testing.T) {
	rows := fake{rows: []Row{
		{Attr: "services.*.image", Support: Full},
		{Attr: "services.*.models.**", Support: None, Note: "no models", Hint: "run them yourself"},
		{Attr: "services.*.ports.[].mode", Support: Moot, Note: "swarm has it"},
		{Attr: "services.*.umask", Support: Partial, Note: "in part"},
	}}
	written := []source.Attribute{
		{Path: []string{"services", "web", "image"}, Pattern: "services.*.image", Pos: diag.Pos{File: "c.yml", Line: 3, Col: 5}},
		{Path: []string{"services", "web", "models"}, Pattern: "services.*.models", Pos: diag.Pos{File: "c.yml", Line: 4, Col: 5}},
		{Path: []string{"services", "web", "models", "llm"}, Pattern: "services.*.models.*", Pos: diag.Pos{File: "c.yml", Line: 5, Col: 7}},
		{Path: []string{"services", "web", "ports", "0", "mode"}, Pattern: "services.*.ports.[].mode", Pos: diag.Pos{File: "c.yml", Line: 7, Col: 9}},
		{Path: []string{"services", "web", "umask"}, Pattern: "services.*.umask", Pos: diag.Pos{File: "c.yml", Line: 8, Col: 5}},
	}
	cases := []struct {
		name  string
		allow []string
		want  []string
	}{
		{"as it is", nil, []string{
			"c.yml:4:5: error: services.web.models: no models [unsupported]\n  hint: run them yourself",
			"c.yml:7:9: note: services.web.ports.0.mode: swarm has it [no-effect]",
			"c.yml:8:5: warning: services.web.umask: in part [partial]",
		}},
		{"allowed by its pattern", []string{"services.*.models"}, []string{
			"c.yml:4:5: warning: services.web.models: no models [unsupported]",
			"c.yml:7:9: note: services.web.ports.0.mode: swarm has it [no-effect]",
			"c.yml:8:5: warning: services.web.umask: in part [partial]",
		}},
		{"another service's allowance", []string{"services.db.models"}, []string{
			"c.yml:4:5: error: services.web.models: no models [unsupported]\n  hint: run them yourself",
			"c.yml:7:9: note: services.web.ports.0.mode: swarm has it [no-effect]",
			"c.yml:8:5: warning: services.web.umask: in part [partial]",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var report diag.Report
			Check(rows, written, c.allow, &report)
			var got []string
			for _, f := range report.Findings() {
				got = append(got, f.String())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A pattern of -allow with a typo would accept nothing, and the user would not learn why.
func TestAPatternThatCanMatchNothingIsUnknown(t *testing.T) {
	rows := []Row{{Attr: "services.*.umask"}, {Attr: "services.*.ports.[].mode"}, {Attr: "services.*.build.**"}}
	known := []string{"services.*.umask", "services.web.umask", "services.web.ports.0.mode", "services.*.build.ssh", "services.web.build", "services", "*"}
	slips := []string{"services.*.umaks", "service.*.umask", "services.web.umask.deep", "umask"}
	if diff := cmp.Diff(slips, Unknown(rows, append(known, slips...))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
