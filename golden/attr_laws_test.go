package golden

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"
	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// knownGaps are attributes whose removal alone changes nothing, with the reason. A gap that closes must be taken out.
var knownGaps = map[string]string{
	"services.*.env_file.[].required":              "it says whether a file may be missing, so without it the project is refused",
	"jobs.*.env_file.[].required":                  "it says whether a file may be missing, so without it the project is refused",
	"services.*.pre_start.[].env_file.[].required": "it says whether a file may be missing, so without it the project is refused",
	"services.*.pre_start.[].per_replica":          "false is the default, and docker compose does not run a step per replica yet",
	"jobs.*.triggers.schedule.[].concurrency":      "systemd drops a fire that falls into a run; a warning says so of queue",
	"services.*.pre_start.[].configs.[].uid":       "it is for a content, and docker compose writes none into a step",
	"services.*.pre_start.[].configs.[].gid":       "it is for a content, and docker compose writes none into a step",
	"services.*.pre_start.[].configs.[].mode":      "it is for a content, and docker compose writes none into a step",
	"services.*.pre_start.[].secrets.[].uid":       "it is for a value, and docker compose writes none into a step",
	"services.*.pre_start.[].secrets.[].gid":       "it is for a value, and docker compose writes none into a step",
	"services.*.pre_start.[].secrets.[].mode":      "it is for a value, and docker compose writes none into a step",
}

// notInBody are the container's attributes that the engine's API does not take in the body of the create call.
var notInBody = map[string]string{
	"container_name": "it is a parameter of the call",
	"platform":       "it is a parameter of the call",
	"networks":       "further networks are connected afterwards",
}

// Every row has a case of its own: what a runtime says it can do, can be read.
func TestEveryRowHasACase(t *testing.T) {
	cases := readCases(t)
	for _, choice := range all.Choices {
		table := runtime.NewTable(choice.Runtime.Rows())
		has := map[string]bool{}
		for _, c := range cases {
			for _, pattern := range c.covers {
				row, ok := table.Row(pattern)
				if !ok {
					t.Errorf("%s: covers: %s is not an attribute of the schema", c.name, pattern)
				}
				has[row.Attr] = true
			}
		}
		for _, row := range choice.Runtime.Rows() {
			// A job's and a step's rows are held by the services' cases, see variants.
			if _, moved := movedPattern(row.Attr); !moved && !has[row.Attr] {
				t.Errorf("%s: no case of golden/attr is about the row %s", choice.Runtime.Name(), row.Attr)
			}
		}
	}
}

// Every attribute acts: with one attribute taken out of a case, the output is another, by flags and by the engine's API.
// One that is said to mean nothing changes nothing, and one that cannot be translated is refused where it stands.
func TestEveryAttributeActs(t *testing.T) {
	uses := usesOf(t, readCases(t))
	for _, path := range schema.AttributePaths() {
		pattern := string(path)
		t.Run(pattern, func(t *testing.T) {
			t.Parallel()
			if len(uses[pattern]) == 0 {
				t.Fatalf("no case of golden/attr writes %s", pattern)
			}
			for _, choice := range all.Choices {
				row, _ := runtime.NewTable(choice.Runtime.Rows()).Row(pattern)
				holds(t, choice.Runtime, row, uses[pattern])
			}
		})
	}
}

// No file of the output has a NUL, by which a replica's number is marked in the model, nor a JSON string that begins with
// one, as placeholders do while a body is printed.
func TestNoFileHasANUL(t *testing.T) {
	for _, c := range readCases(t) {
		l := c.load(t, c.section(composeFile))
		if l.result == nil {
			continue
		}
		for _, choice := range all.Choices {
			for _, o := range []runtime.Options{{}, {User: true}, {User: true, Create: "api"}} {
				for name, text := range l.render(choice.Runtime, o, anything).files {
					if strings.Contains(text, "\x00") || strings.Contains(text, `"\u0000`) {
						t.Errorf("%s, %s: a NUL in %s", c.name, choice.Runtime.Name(), name)
					}
				}
			}
		}
	}
}

// enough tries for an attribute whose first cases are about another.
const enough = 30

// holds tries one use after another: a value may be the default of one case and not of another.
func holds(t *testing.T, rt runtime.Runtime, row runtime.Row, uses []use) {
	t.Helper()
	var problems []string
	for _, u := range uses[:min(len(uses), enough)] {
		problem := u.check(t, rt, row)
		if problem == "" {
			problems = nil
			break
		}
		problems = append(problems, fmt.Sprintf("%s, %s: %s", u.of, strings.Join(u.path, "."), problem))
	}
	reason, gap := knownGaps[uses[0].pattern]
	switch {
	case gap && problems == nil:
		t.Errorf("%s acts now: take it out of knownGaps (%s)", uses[0].pattern, reason)
	case !gap && problems != nil:
		t.Errorf("%s: the row %s says %s, but\n%s", rt.Name(), row.Attr, row.Support, strings.Join(problems, "\n"))
	}
}

// use is one place where a case writes an attribute.
type use struct {
	of *variant
	writtenAttr
}

func (u use) check(t *testing.T, rt runtime.Runtime, row runtime.Row) string {
	switch row.Support {
	case runtime.None:
		return u.refused(t, rt)
	case runtime.Moot:
		return u.meansNothing(t, rt, row.Quiet)
	}
	return u.acts(t, rt, row)
}

// anything accepts every loss: a case may hold more than one attribute, and each has its own turn.
const anything = "*"

// acts: the output is another without the attribute, or with another value where the schema requires one. An engine
// without an API may own up instead.
func (u use) acts(t *testing.T, rt runtime.Runtime, row runtime.Row) string {
	base := u.of.base(t)
	if out := base.render(rt, runtime.Options{}, anything); out.refused {
		return fmt.Sprintf("the project is refused: %v", out.findings)
	}
	without, ok := u.without(t, rt)
	switch {
	case !ok && scalarOf(find(u.of.document(t), u.path)) == nil:
		return "" // the parent of attributes that are required themselves
	case !ok:
		return "the project is refused without it and with all other values that were tried"
	}
	for _, create := range []string{"auto", "flags", "api"} {
		o, only := runtime.Options{Create: create}, ""
		if create == "api" && inBody(t, rt, row) {
			only = ".json"
		}
		with := base.render(rt, o, anything)
		if with.same(without.render(rt, o, anything), only) && !((create == "flags" || !hasAPI(t, rt)) && u.flagsLack(base, with, row)) {
			return "nothing changes without it, with -create " + create
		}
	}
	return ""
}

// flagsLack reports whether a finding owns up to what no flag can say. (Of an attribute that is partial anyway a finding is
// there in any case, and what every runtime says is about no flag.)
func (u use) flagsLack(base *loaded, out output, row runtime.Row) bool {
	return slices.ContainsFunc(out.findings, func(f diag.Finding) bool {
		lacks := row.Support == runtime.Full && f.Code == diag.Partial && !saidByAll(base, f) || strings.Contains(f.Text, "no flag for")
		return f.Severity >= diag.Warning && lacks && u.near(f)
	})
}

// saidByAll reports whether every runtime has the finding.
func saidByAll(l *loaded, f diag.Finding) bool {
	return !slices.ContainsFunc(all.Choices, func(c all.Choice) bool {
		out := l.render(c.Runtime, runtime.Options{}, anything)
		return !slices.ContainsFunc(out.findings, func(g diag.Finding) bool { return g.Path == f.Path && g.Text == f.Text })
	})
}

// near reports whether a finding is about the attribute, a parent or a child of it. All requests for devices are spoken of as
// gpus: the model does not know where one was written.
func (u use) near(f diag.Finding) bool {
	a, b := strings.Join(u.path, ".")+".", f.Path+"."
	if strings.HasSuffix(f.Path, ".gpus") && strings.Contains(a, ".devices.") {
		return true
	}
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}

// without is the case without the attribute, and where it must not be missing with another value. It is false where
// neither is accepted.
func (u use) without(t *testing.T, rt runtime.Runtime) (*loaded, bool) {
	accepted := func(l *loaded) bool { return !l.render(rt, runtime.Options{}, anything).refused }
	doc := u.of.document(t)
	cut(doc, u.path)
	if l, ok := u.of.try(t, doc); ok && accepted(l) {
		return l, true
	}
	for _, other := range u.others(t) {
		doc := u.of.document(t)
		scalarOf(find(doc, u.path)).Value = other
		if l, ok := u.of.try(t, doc); ok && accepted(l) {
			return l, true
		}
	}
	return nil, false
}

// scalarOf is the value itself or the first of a list.
func scalarOf(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.SequenceNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return nil
	}
	return n
}

// others are values that a scalar could have instead: a number beside it, another of the schema's words, the name of
// something else in the case.
func (u use) others(t *testing.T) []string {
	root := u.of.document(t)
	n := scalarOf(find(root, u.path))
	if n == nil {
		return nil
	}
	out := []string{}
	if i, err := strconv.Atoi(n.Value); err == nil {
		out = append(out, strconv.Itoa(i+1))
	}
	if i := strings.IndexAny(n.Value, "1234568"); i >= 0 {
		out = append(out, n.Value[:i]+"7"+n.Value[i+1:])
	}
	out = append(out, n.Value+"2", "bind", "volume", "tmpfs", "restart", "service_started", "service_healthy")
	for i := range root.Content {
		for j := 0; i%2 == 1 && j < len(root.Content[i].Content); j += 2 {
			out = append(out, root.Content[i].Content[j].Value)
		}
	}
	for _, f := range u.of.archive.Files {
		out = append(out, f.Name)
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == n.Value })
}

// hasAPI reports whether what no flag says can be said to the engine's API.
func hasAPI(t testing.TB, rt runtime.Runtime) bool {
	return formOf(t, rt).Describe(runtime.Options{}).Body != nil
}

// inBody reports whether the attribute is one of a container that the API's body carries.
func inBody(t testing.TB, rt runtime.Runtime, row runtime.Row) bool {
	name, service := strings.CutPrefix(row.Attr, "services.*.")
	if !service || !hasAPI(t, rt) {
		return false
	}
	first, _, _ := strings.Cut(name, ".")
	rules := formOf(t, rt).Describe(runtime.Options{}).Containers
	return notInBody[first] == "" && slices.ContainsFunc(rules, func(r cli.ContainerRule) bool { return r.Attr == name })
}

// meansNothing: the output is the same, and a note says so where the attribute or its parent stands, unless the row is quiet.
func (u use) meansNothing(t *testing.T, rt runtime.Runtime, quiet bool) string {
	base := u.of.base(t).render(rt, runtime.Options{})
	if base.refused {
		return fmt.Sprintf("the project is refused: %v", base.findings)
	}
	doc := u.of.document(t)
	cut(doc, u.path)
	if l, ok := u.of.try(t, doc); ok {
		if out := l.render(rt, runtime.Options{}); !out.refused && !base.same(out, "") {
			return "it is said to mean nothing, and the output is another without it"
		}
	}
	switch said := slices.ContainsFunc(base.findings, func(f diag.Finding) bool { return f.Severity == diag.Note && u.spokenOf(f) }); {
	case !said && !quiet:
		return "no note says that it means nothing"
	case said && quiet:
		return "its row is quiet, and a note covers it"
	}
	return ""
}

// refused: an error with a remedy where the attribute or its parent stands; -allow makes it a warning, and there is an
// output.
func (u use) refused(t *testing.T, rt runtime.Runtime) string {
	base := u.of.base(t)
	told := func(s diag.Severity, allow ...string) bool {
		return slices.ContainsFunc(base.render(rt, runtime.Options{}, allow...).findings, func(f diag.Finding) bool {
			return f.Severity == s && f.Code == diag.Unsupported && u.spokenOf(f) && (s != diag.Error || f.Hint != "")
		})
	}
	patterns := []string{}
	for _, a := range writtenIn(u.of.document(t)) {
		patterns = append(patterns, a.pattern)
	}
	switch {
	case !told(diag.Error):
		return "no error with a hint is where it stands"
	case !told(diag.Warning, patterns...):
		return "-allow does not make a warning of the error"
	case len(base.render(rt, runtime.Options{}, patterns...).files) == 0:
		return fmt.Sprintf("-allow brings no output: %v", base.render(rt, runtime.Options{}, patterns...).findings)
	}
	return ""
}

// spokenOf reports whether a finding is about the attribute or a parent of it, and has its line.
func (u use) spokenOf(f diag.Finding) bool {
	path := strings.Join(u.path, ".")
	return f.Pos.Line > 0 && f.Path != "" && (path == f.Path || strings.HasPrefix(path, f.Path+"."))
}

// variant is a case as it is, or with its service web made a job or a pre_start step: they share their attributes.
type variant struct {
	*attrCase
	kind string
	data []byte
	once *sync.Once
	l    *loaded
}

func (v *variant) String() string { return strings.TrimSpace(v.name + " " + v.kind) }

func (v *variant) document(t testing.TB) *yaml.Node { return parseYAML(t, v.name, v.data) }

func (v *variant) base(t testing.TB) *loaded {
	v.once.Do(func() { v.l = v.attrCase.load(t, v.data) })
	return v.l
}

// try loads a changed document; it is false where that is no project at all.
func (v *variant) try(t testing.TB, doc *yaml.Node) (*loaded, bool) {
	l := v.attrCase.load(t, printYAML(t, doc))
	return l, l.result != nil
}

// usesOf finds where each attribute is written, in the case about it first.
func usesOf(t testing.TB, cases []*attrCase) map[string][]use {
	uses := map[string][]use{}
	for _, c := range cases {
		for _, v := range c.variants(t) {
			for _, a := range writtenIn(v.document(t)) {
				uses[a.pattern] = append(uses[a.pattern], use{v, a})
			}
		}
	}
	for _, list := range uses {
		slices.SortStableFunc(list, func(a, b use) int { return b.rank() - a.rank() })
	}
	return uses
}

// rank is higher the more the case is about the attribute.
func (u use) rank() int {
	pattern := u.pattern
	if as, moved := movedPattern(pattern); moved {
		pattern = as
	}
	best := 0
	for _, c := range u.of.about {
		if pattern == c || strings.HasPrefix(pattern, c+".") {
			best = max(best, len(c))
		}
	}
	return best
}

// movedPattern is the service's attribute that a job's or step's attribute is.
func movedPattern(pattern string) (string, bool) {
	for _, prefix := range []string{"jobs.*.", "services.*.pre_start.[]."} {
		if rest, ok := strings.CutPrefix(pattern, prefix); ok && !strings.HasPrefix(rest, "triggers") && rest != "per_replica" {
			return "services.*." + rest, true
		}
	}
	return "", false
}

func (c *attrCase) variants(t testing.TB) []*variant {
	t.Helper()
	out := []*variant{{attrCase: c, data: printYAML(t, c.document(t)), once: &sync.Once{}}}
	for kind, move := range map[string]func(root, web *yaml.Node){"as a job": intoJob, "as a step": intoStep} {
		root := c.document(t)
		if web := find(root, []string{"services", "web"}); web != nil {
			move(root, web)
			out = append(out, &variant{attrCase: c, kind: kind, data: printYAML(t, root), once: &sync.Once{}})
		}
	}
	slices.SortFunc(out, func(a, b *variant) int { return strings.Compare(a.kind, b.kind) })
	return out
}

func intoJob(root, web *yaml.Node) {
	job := keep(web, "jobs.*.")
	put(job, "triggers", yamlOf("manual: true"))
	cut(root, []string{"services", "web"})
	if len(find(root, []string{"services"}).Content) == 0 {
		cut(root, []string{"services"})
	}
	put(root, "jobs", mapOf("web", job))
}

func intoStep(_, web *yaml.Node) {
	step := keep(web, "services.*.pre_start.[].")
	*web = *yamlOf("image: shop/front:1")
	put(web, "pre_start", &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{step}})
}

// keep is a copy with the keys the schema has behind a prefix.
func keep(n *yaml.Node, prefix string) *yaml.Node {
	out := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if patterns()[prefix+n.Content[i].Value] {
			out.Content = append(out.Content, n.Content[i], n.Content[i+1])
		}
	}
	return out
}

func put(n *yaml.Node, key string, value *yaml.Node) {
	n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
}

func mapOf(key string, value *yaml.Node) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	put(n, key, value)
	return n
}

func yamlOf(text string) *yaml.Node {
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(text), &n); err != nil {
		panic(err)
	}
	return n.Content[0]
}
