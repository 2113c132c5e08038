package golden

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// loaded is a translated Compose file, ready to be rendered by any runtime.
type loaded struct {
	result *translate.Result
	report diag.Report
	dir    string
	// made are the renderings so far: many attributes are removed from one file.
	mutex sync.Mutex
	made  map[string]output
}

func (c *attrCase) load(t testing.TB, compose []byte) *loaded {
	t.Helper()
	dir := c.lay(t, compose)
	result, report, err := translate.Translate(context.Background(), translate.Options{
		Options: load.Options{Dir: dir, Inputs: []string{composeFile}}, RootPath: "/srv/shop",
	})
	if err != nil {
		t.Fatalf("%s: %v\n%s", c.name, err, compose)
	}
	return &loaded{result: result, report: report, dir: dir, made: map[string]output{}}
}

// output is what one runtime generates from a Compose file. Rejected projects have no files.
type output struct {
	files    map[string]string
	findings []diag.Finding
	refused  bool
}

var hash = regexp.MustCompile(`[0-9a-f]{64}`)

// render returns the output, without the parts that change whenever anything changes.
func (l *loaded) render(rt runtime.Runtime, o runtime.Options, allow ...string) output {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	key := fmt.Sprint(rt.Name(), o, allow)
	out, ok := l.made[key]
	if !ok {
		out = l.output(rt, o, allow)
		l.made[key] = out
	}
	return out
}

func (l *loaded) output(rt runtime.Runtime, o runtime.Options, allow []string) output {
	var report diag.Report
	report.Add(l.report.Findings()...)
	var files []runtime.File
	if l.result != nil {
		runtime.Check(rt, l.result.Written, allow, &report)
	}
	if l.result != nil && report.Worst() != diag.Error {
		o.Systemd, o.Allow = 252, allow
		files = rt.Files(l.result.Project, o, diag.NewScope(&report, l.result.Where))
	}
	out := output{files: map[string]string{}, refused: report.Worst() == diag.Error}
	for _, f := range files {
		text := string(f.Data)
		if !strings.HasPrefix(text, "#!") {
			text = hash.ReplaceAllString(text, "HASH")
		}
		out.files[f.Path] = text
	}
	for _, f := range report.Findings() {
		f.Text = strings.ReplaceAll(f.Text, l.dir, "/srv/shop")
		out.findings = append(out.findings, f)
	}
	return out
}

// byAPI reports whether a container is created through the engine's API, from a private file.
func (o output) byAPI() bool {
	for name := range o.files {
		if strings.HasSuffix(name, ".json") {
			return true
		}
	}
	return false
}

// same reports whether two outputs have the same files; only those whose names end in only are compared.
func (o output) same(other output, only string) bool {
	for _, pair := range [][2]output{{o, other}, {other, o}} {
		for name, text := range pair[0].files {
			if strings.HasSuffix(name, only) && pair[1].files[name] != text {
				return false
			}
		}
	}
	return true
}

// added lists what o has in addition to without, one per line: findings, then `FILE: LINE`, with a minus sign for a line
// that o lacks. For the fixed scripts only the name is listed.
func (o output) added(without output) []string {
	var out []string
	for _, f := range o.findings {
		if !slices.ContainsFunc(without.findings, func(g diag.Finding) bool { return g.Path == f.Path && g.Text == f.Text }) {
			out = append(out, strings.Split(f.String(), "\n")...)
		}
	}
	names := slices.AppendSeq(slices.Collect(maps.Keys(o.files)), maps.Keys(without.files))
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		gone, come := lineDiff(lines(without.files[name]), lines(o.files[name]))
		for _, l := range gone {
			out = append(out, "-"+name+": "+l)
		}
		for _, l := range come {
			out = append(out, name+": "+l)
		}
	}
	return out
}

// lines returns a file's lines without the separators: a flag is the same flag wherever it is.
func lines(text string) []string {
	if strings.HasPrefix(text, "#!") {
		first, _, _ := strings.Cut(text, "\n")
		return []string{first + " …"}
	}
	var out []string
	for _, l := range strings.Split(text, "\n") {
		l = strings.ReplaceAll(strings.TrimSuffix(l, ` \`), "\r", `\r`)
		if !strings.HasPrefix(text, "{") {
			l = strings.TrimLeft(l, " ")
		}
		if strings.TrimSpace(l) != "" {
			out = append(out, strings.TrimSuffix(l, ","))
		}
	}
	return out
}

// lineDiff returns the lines that only a has and those that only b has, by their longest common subsequence.
func lineDiff(a, b []string) (onlyA, onlyB []string) {
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			onlyA, i = append(onlyA, a[i]), i+1
		default:
			onlyB, j = append(onlyB, b[j]), j+1
		}
	}
	return onlyA, onlyB
}

// replaceSection sets the section's text, and appends a new section.
func (c *attrCase) replaceSection(name string, lines []string) bool {
	var b bytes.Buffer
	for _, l := range lines {
		b.WriteString(l + "\n")
	}
	had := c.section(name)
	if bytes.Equal(had, b.Bytes()) && had != nil {
		return false
	}
	i := slices.IndexFunc(c.archive.Files, func(f archiveFile) bool { return f.Name == name })
	if i < 0 {
		c.archive.Files = append(c.archive.Files, archiveFile{Name: name, Data: b.Bytes()})
		return true
	}
	c.archive.Files[i].Data = b.Bytes()
	return true
}
