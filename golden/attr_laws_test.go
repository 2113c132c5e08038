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

// knownGaps are attributes whose removal alone changes nothing, with the reason. A gap that closes must be removed.
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

// notInBody are the container's attributes that the body of the engine's create call does not contain.
var notInBody = map[string]string{
	"container_name": "it is a parameter of the call",
	"platform":       "it is a parameter of the call",
	"networks":       "further networks are connected afterwards",
}

// Every row has a case of its own, in which its effect can be read.
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
			// Rows of jobs and steps are tested by the services' cases, see variants.
			if _, moved := movedPattern(row.Attr); !moved && !has[row.Attr] {
				t.Errorf("%s: no case of golden/attr is about the row %s: add golden/attr/%s.txtar whose `remove:` names it, "+
					"as docs/development.md shows", choice.Runtime.Name(), row.Attr, strings.ReplaceAll(strings.TrimSuffix(row.Attr, ".**"), ".*", ""))
			}
		}
	}
}

// Every attribute has an effect: with one attribute removed from a case, the output differs, with flags and with the
// engine's API. An attribute that is declared to have no effect changes nothing, and one that cannot be translated is an
// error at its position.
func TestEveryAttributeActs(t *testing.T) {
	uses := usesOf(t, readCases(t))
	for _, path := range schema.AttributePaths() {
		pattern := string(path)
		t.Run(pattern, func(t *testing.T) {
			t.Parallel()
			if len(uses[pattern]) == 0 {
				t.Fatalf("no case of golden/attr writes %s: add a file %s.txtar there with a compose.yml that sets it, and a `remove:` that names it "+
					"(docs/development.md)", pattern, strings.NewReplacer(".*", "", ".[]", "").Replace(pattern))
			}
			for _, choice := range all.Choices {
				row, _ := runtime.NewTable(choice.Runtime.Rows()).Row(pattern)
				holds(t, choice.Runtime, row, uses[pattern])
			}
		})
	}
}

// No file of the output contains a NUL, which represents a replica's number in the model, nor a JSON string that starts
// with one, as placeholders do while a body is encoded.
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

// enough attempts for an attribute whose first cases are about another.
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
		t.Errorf("%s: the row %s says %s, but\n%s\nchange what emits it (the rule in runtime/rules or runtime/%s, the value in translate) or the row's support; "+
			"if the case cannot show it, add one in golden/attr, or a reason to knownGaps", rt.Name(), row.Attr, row.Support, strings.Join(problems, "\n"), rt.Name())
	}
}

// use is a place where a case sets an attribute.
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

// anything accepts every loss: a case may contain several attributes, and each is tested in turn.
const anything = "*"

// acts returns a problem unless the output differs without the attribute, or with another value if the schema requires one.
// An engine without an API may report a loss instead.
func (u use) acts(t *testing.T, rt runtime.Runtime, row runtime.Row) string {
	base := u.of.base(t)
	if out := base.render(rt, runtime.Options{}, anything); out.refused {
		return fmt.Sprintf("the project is refused: %v", out.findings)
	}
	without, ok := u.without(t, rt)
	switch {
	case !ok && scalarOf(find(u.of.document(t), u.path)) == nil:
		return "" // the parent of required attributes
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

// flagsLack reports whether the output has a finding about something that flags cannot express. A partial attribute always has a
// finding, and one that every runtime reports is not about flags.
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

// near reports whether a finding is about the attribute, a parent or a child of it. All device requests are reported as
// gpus: the model does not record where one was written.
func (u use) near(f diag.Finding) bool {
	a, b := strings.Join(u.path, ".")+".", f.Path+"."
	if strings.HasSuffix(f.Path, ".gpus") && strings.Contains(a, ".devices.") {
		return true
	}
	return strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}

// without returns the case without the attribute or, if it is required, with another value. It returns false if neither is
// accepted.
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

// scalarOf returns the value itself or the first item of a list.
func scalarOf(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.SequenceNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return nil
	}
	return n
}

// others returns values that a scalar could have instead: a neighbouring number, another word of the schema, the name of
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

// hasAPI reports whether the engine's API can express what no flag can.
func hasAPI(t testing.TB, rt runtime.Runtime) bool {
	return formOf(t, rt).Describe(runtime.Options{}).Body != nil
}

// inBody reports whether the attribute belongs to a container and is in the API's body.
func inBody(t testing.TB, rt runtime.Runtime, row runtime.Row) bool {
	name, service := strings.CutPrefix(row.Attr, "services.*.")
	if !service || !hasAPI(t, rt) {
		return false
	}
	first, _, _ := strings.Cut(name, ".")
	rules := formOf(t, rt).Describe(runtime.Options{}).Containers
	return notInBody[first] == "" && slices.ContainsFunc(rules, func(r cli.ContainerRule) bool { return r.Attr == name })
}

// meansNothing returns a problem unless the output is the same, with a note at the attribute or its parent, except for a
// quiet row.
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

// refused returns a problem unless there is an error with a remedy at the attribute or its parent, and -allow makes it a
// warning, with an output.
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

// variant is a case as it is, or with its service web converted to a job or a pre_start step: they share their attributes.
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

// try loads a changed document; it returns false if that is not a project.
func (v *variant) try(t testing.TB, doc *yaml.Node) (*loaded, bool) {
	l := v.attrCase.load(t, printYAML(t, doc))
	return l, l.result != nil
}

// usesOf finds the places where each attribute is set, in the case about it first.
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

// rank is higher the more closely the case is about the attribute.
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

// movedPattern returns the service's attribute that corresponds to a job's or step's attribute.
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

// keep returns a copy with the keys that the schema has below a prefix.
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
