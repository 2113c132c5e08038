package render_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/diag/render"
)

// at returns a finding at a position in compose.yml.
func at(line, col int, severity diag.Severity, text, hint string) diag.Finding {
	return diag.Finding{Severity: severity, Code: diag.Partial, Pos: diag.Pos{File: "compose.yml", Line: line, Col: col}, Path: "services.web", Text: text, Hint: hint}
}

// lines returns a quote function for a file.
func lines(texts ...string) diag.Quote {
	return func(file string, line int) (diag.Line, bool) {
		if file != "compose.yml" || line > len(texts) {
			return diag.Line{}, false
		}
		text, cut := strings.CutSuffix(texts[line-1], "<cut>")
		return diag.Line{Text: text, Cut: cut}, true
	}
}

func printed(t *testing.T, o render.Options, findings ...diag.Finding) string {
	t.Helper()
	var b bytes.Buffer
	if err := render.Text(&b, findings, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The findings at one position are one block, with every hint once.
func TestBlocks(t *testing.T) {
	got := printed(t, render.Options{Quote: lines("services:", "  web: x")},
		diag.Finding{Severity: diag.Note, Code: diag.Flag, Pos: diag.Pos{File: diag.CommandLine}, Path: "-x", Text: "no effect"},
		diag.Finding{Severity: diag.Error, Code: diag.Loading, Text: "no place", Hint: "find it"},
		diag.Finding{Severity: diag.Error, Code: diag.Loading, Pos: diag.Pos{File: "compose.yml"}, Text: "a whole file"},
		at(2, 3, diag.Note, "first", "do"), at(2, 3, diag.Error, "second", "do"), at(2, 3, diag.Note, "third", "or do"),
		at(2, 8, diag.Note, "elsewhere", ""), at(2, 0, diag.Note, "no column", ""), at(7, 1, diag.Note, "no such line", "look"))
	want := `command line: note: -x: no effect [flag]
-: error: no place [loading]
  hint: find it
compose.yml: error: a whole file [loading]
compose.yml:2:3: note: services.web: first [partial]
compose.yml:2:3: error: services.web: second [partial]
compose.yml:2:3: note: services.web: third [partial]
  2 |   web: x
    |   ^^^
  hint: do
  hint: or do
compose.yml:2:8: note: services.web: elsewhere [partial]
  2 |   web: x
    |        ^
compose.yml:2: note: services.web: no column [partial]
  2 |   web: x
compose.yml:7:1: note: services.web: no such line [partial]
  hint: look
`
	if got != want {
		t.Errorf("printed:\n%s\nwant:\n%s", got, want)
	}
}

// The mark is below its position, whatever precedes it, and a terminal obeys nothing.
func TestMarks(t *testing.T) {
	long := strings.Repeat("x", 300)
	for name, c := range map[string]struct {
		line string
		col  int
		want string // both lines, without their gutter
	}{
		"a key":                       {"  image: nginx", 3, "  image: nginx\n  ^^^^^"},
		"a quoted word":               {`  a: ["b c", d]`, 7, `  a: ["b c", d]` + "\n      ^^^^^"},
		"an open quote":               {`"b c`, 1, `"b c` + "\n^^^^"},
		"tabs":                        {"\ta:\tb", 5, "    a:  b\n        ^"},
		"wide characters":             {"日本: x", 5, "日本: x\n      ^"},
		"a wide word":                 {"日本: x", 1, "日本: x\n^^^^"},
		"combining marks":             {"e\u0301: x", 5, "e\u0301: x\n   ^"},
		"an escape":                   {"\x1b[31mred: x", 11, "\\x1b[31mred: x\n             ^"},
		"a change of direction":       {"\u202ea: x", 5, "\\u202ea: x\n         ^"},
		"not UTF-8":                   {"\xff: x", 4, "\\xff: x\n      ^"},
		"a private character":         {"\ue000 x", 3, "\\ue000 x\n       ^"},
		"left out":                    {"  PASSWORD: <cut>", 3, "  PASSWORD: …\n  ^^^^^^^^"},
		"within what is left out":     {"  PASSWORD: <cut>", 40, "  PASSWORD: …\n            ^"},
		"all left out":                {"<cut>", 7, "…\n^"},
		"after the end":               {"ab", 9, "ab\n ^"},
		"empty":                       {"", 1, ""},
		"a long line, near its begin": {"a: " + long, 1, "a: " + long[:93] + "…\n^"},
		"a long line, in the middle":  {long + " b: " + long, 302, "…" + long[:31] + " b: " + long[:61] + "…\n" + strings.Repeat(" ", 33) + "^"},
		"a long word":                 {long, 1, long[:96] + "…\n" + strings.Repeat("^", 96)},
		"a long line, at its end":     {long + " b", 302, "…" + long[:31] + " b\n" + strings.Repeat(" ", 33) + "^"},
	} {
		t.Run(name, func(t *testing.T) {
			got := printed(t, render.Options{Quote: lines(c.line)}, at(1, c.col, diag.Error, "wrong", ""))
			_, got, _ = strings.Cut(got, "\n")
			got = strings.TrimSuffix(strings.NewReplacer("  1 | ", "", "    | ", "").Replace(got), "\n")
			if got != c.want {
				t.Errorf("printed:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

// The length of every line is limited, whatever it contains.
func TestLinesAreBounded(t *testing.T) {
	for _, unit := range []string{"x", "\u0301", "日", "\x1b", "\t", "\u200b"} {
		line := strings.Repeat(unit, 100_000)
		for _, col := range []int{0, 1, 50_000, 100_000, 200_000} {
			if got := printed(t, render.Options{Quote: lines(line)}, at(1, col, diag.Error, "wrong", "")); len(got) > 1500 {
				t.Errorf("%d bytes for %q at %d", len(got), unit, col)
			}
		}
	}
}

func TestColor(t *testing.T) {
	got := printed(t, render.Options{Quote: lines("a: b"), Color: true}, at(1, 1, diag.Error, "wrong\x1b", "mend"))
	want := "\x1b[1mcompose.yml:1:1\x1b[0m: \x1b[1;31merror\x1b[0m: \x1b[1mservices.web\x1b[0m: wrong\\x1b \x1b[2m[partial]\x1b[0m\n" +
		"  \x1b[2m1 |\x1b[0m a: b\n  \x1b[2m  |\x1b[0m \x1b[1;31m^\x1b[0m\n  \x1b[1mhint:\x1b[0m mend\n"
	if got != want {
		t.Errorf("printed %q, want %q", got, want)
	}
}

// odd are findings and errors that are difficult for the output forms.
var odd = []render.Record{
	render.Of(at(2, 3, diag.Error, "100% <wrong>, a: b\x1b", "line\r\nend")),
	render.Of(at(2, 0, diag.Warning, "no column", "")),
	render.Of(diag.Finding{Severity: diag.Note, Code: diag.Flag, Pos: diag.Pos{File: diag.CommandLine}, Path: "-x", Text: "no effect"}),
	render.Of(diag.Finding{Severity: diag.Error, Code: diag.Syntax, Pos: diag.Pos{File: diag.Stdin, Line: 3}, Text: "standard input"}),
	render.Of(diag.Finding{Severity: diag.Error, Code: diag.Loading, Pos: diag.Pos{File: "a:b, c%/ü.yml"}, Text: "a whole file"}),
	render.Of(diag.Finding{Severity: diag.Error, Code: diag.Loading, Pos: diag.Pos{File: "/srv/x y.yml", Line: 1, Col: 1}, Text: "an absolute name"}),
	render.Of(diag.Finding{Severity: diag.Error, Code: diag.Loading, Text: "no place"}),
	{Severity: "error", Text: "x: no such file"},
	{Severity: "error", Path: "shop-web.service", Text: "failed\n::error::line\nof the journal"},
	{Severity: "note", Text: "waiting"},
}

func TestGitHub(t *testing.T) {
	var b bytes.Buffer
	if err := render.GitHub(&b, odd...); err != nil {
		t.Fatal(err)
	}
	want := `::error file=compose.yml,line=2,col=3,title=compose2unit [partial]::services.web: 100%25 <wrong>, a: b\x1b%0Ahint: line\r\nend
::warning file=compose.yml,line=2,title=compose2unit [partial]::services.web: no column
::notice title=compose2unit [flag]::-x: no effect
::error title=compose2unit [syntax]::standard input
::error file=a%3Ab%2C c%25/ü.yml,title=compose2unit [loading]::a whole file
::error file=/srv/x y.yml,line=1,col=1,title=compose2unit [loading]::an absolute name
::error title=compose2unit [loading]::no place
::error title=compose2unit::x: no such file
::error title=compose2unit::shop-web.service: failed%0A::error::line%0Aof the journal
::notice title=compose2unit::waiting
`
	if got := b.String(); got != want {
		t.Errorf("printed:\n%s\nwant:\n%s", got, want)
	}
}

func compiled(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("file:///schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("file:///schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, text []byte) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	if err := s.Validate(doc); err != nil {
		t.Errorf("%s: %v", text, err)
	}
}

const schemaFile = "../../../docs/findings.schema.json"

// Every line of -diagnostics json conforms to the published schema.
func TestJSONSchema(t *testing.T) {
	var b bytes.Buffer
	if err := render.JSON(&b, odd...); err != nil {
		t.Fatal(err)
	}
	s := compiled(t, schemaFile)
	all := bytes.Split(bytes.TrimSpace(b.Bytes()), []byte("\n"))
	if len(all) != len(odd) {
		t.Errorf("%d lines, want %d", len(all), len(odd))
	}
	for _, line := range all {
		validate(t, s, line)
	}
	for _, wrong := range []string{`{}`, `{"severity":"fatal","text":"x"}`, `{"severity":"note","text":"x","code":"new"}`, `{"severity":"note","text":"x","line":1}`, `{"severity":"note","text":"x","more":1}`} {
		doc, _ := jsonschema.UnmarshalJSON(strings.NewReader(wrong))
		if s.Validate(doc) == nil {
			t.Errorf("the schema accepts %s", wrong)
		}
	}
}

// The schema lists exactly the existing codes.
func TestJSONSchemaHasEveryCode(t *testing.T) {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Properties struct {
			Code struct{ Enum []diag.Code }
		}
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	var want []diag.Code
	for code := range diag.Codes {
		want = append(want, code)
	}
	slices.Sort(want)
	if !slices.Equal(schema.Properties.Code.Enum, want) {
		t.Errorf("the schema has the codes %v, want %v", schema.Properties.Code.Enum, want)
	}
}

// A log conforms to OASIS's schema of SARIF 2.1.0, with findings, with errors and when empty.
func TestSARIFSchema(t *testing.T) {
	s := compiled(t, "testdata/sarif-schema-2.1.0.json")
	for _, records := range [][]render.Record{odd, odd[:1], odd[7:], nil} {
		var b bytes.Buffer
		if err := render.SARIF(&b, render.Run{Version: "v1", ExitCode: 1}, records...); err != nil {
			t.Fatal(err)
		}
		validate(t, s, b.Bytes())
	}
}

func TestSARIF(t *testing.T) {
	var b bytes.Buffer
	if err := render.SARIF(&b, render.Run{ExitCode: 2}, odd...); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Invocations []struct {
				ExecutionSuccessful        bool
				ToolExecutionNotifications []any
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Locations []struct {
					PhysicalLocation *struct {
						ArtifactLocation struct{ URI string }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if run.Invocations[0].ExecutionSuccessful || len(run.Invocations[0].ToolExecutionNotifications) != 3 {
		t.Errorf("errors of the machine: %+v", run.Invocations[0])
	}
	var uris []string
	for _, r := range run.Results {
		if run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("the rule %d is not %s", r.RuleIndex, r.RuleID)
		}
		uri := ""
		if len(r.Locations) > 0 && r.Locations[0].PhysicalLocation != nil {
			uri = r.Locations[0].PhysicalLocation.ArtifactLocation.URI
		}
		uris = append(uris, uri)
	}
	if want := []string{"compose.yml", "compose.yml", "", "", "./a:b,%20c%25/%C3%BC.yml", "file:///srv/x%20y.yml", ""}; !slices.Equal(uris, want) {
		t.Errorf("files %q, want %q", uris, want)
	}
}

// A message has no placeholders and no links, whatever a Compose file holds (SARIF 2.1.0, 3.11.5 and 3.11.6).
func TestSARIFMessages(t *testing.T) {
	for text, want := range map[string]string{
		"${A:-{0}} is not set":   "${{A:-{{0}}}} is not set",
		"services.web.ports[0]":  "services.web.ports[0]",
		"see [here](1), [or](2)": `see [here\](1), [or\](2)`,
		`a [b\](1)`:              `a [b\\\](1)`,
		"100% <wrong>":           "100% <wrong>",
	} {
		var b bytes.Buffer
		records := []render.Record{{Severity: "error", Code: "invalid", Text: text}, {Severity: "error", Text: text}}
		if err := render.SARIF(&b, render.Run{}, records...); err != nil {
			t.Fatal(err)
		}
		type message struct{ Message struct{ Text string } }
		var log struct {
			Runs []struct {
				Results     []message
				Invocations []struct{ ToolExecutionNotifications []message }
			}
		}
		if err := json.Unmarshal(b.Bytes(), &log); err != nil {
			t.Fatal(err)
		}
		for _, m := range []message{log.Runs[0].Results[0], log.Runs[0].Invocations[0].ToolExecutionNotifications[0]} {
			if got := m.Message.Text; got != want {
				t.Errorf("%s is printed as %s, want %s", text, got, want)
			}
		}
	}
}

// Colors are for a terminal that has them, and for whoever has not declined them; an empty NO_COLOR declines nothing.
func TestColorful(t *testing.T) {
	for environ, want := range map[string]bool{
		"": true, "TERM=xterm": true, "TERM=dumb": false, "NO_COLOR=1": false, "NO_COLOR=": true, "TERM=xterm NO_COLOR=0": false, "COLOR=1": true,
	} {
		if got := render.Colorful(strings.Fields(environ)); got != want {
			t.Errorf("%q: %v, want %v", environ, got, want)
		}
	}
}
