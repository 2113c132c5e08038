package unit_test

import (
	"fmt"
	"path"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"github.com/compose2unit/compose2unit/golden/oracle"
	. "github.com/compose2unit/compose2unit/runtime/unit"
)

// meant is what systemd must read from one unit.
type meant struct {
	description, source string
	argv, environment   []string
	mounts              []string
	after               string
}

// systemd reads the intended values from some hundred units with hostile strings: argv, environment, description, paths,
// names; and it logs no warnings.
func TestSystemdReadsWhatWasMeant(t *testing.T) {
	oracle.Require(t)
	r, seed := seeded()
	t.Log(seed)
	units, want := map[string][]byte{}, map[string]meant{}
	for i := range 400 {
		m := meant{description: hostile(r, 8), source: "/" + hostile(r, 6), argv: hostiles(r, 1+r.IntN(8), 8),
			mounts: []string{"/srv/" + hostile(r, 6)}}
		for j := range r.IntN(4) {
			m.environment = append(m.environment, fmt.Sprintf("V%d=%s", j, hostile(r, 6)))
		}
		file, text := build(t, &m, i, hostile(r, 6))
		units[file], want[file] = text, m
	}
	got, warnings, err := oracle.Dump(t.Context(), units)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range warnings {
		t.Error("systemd warns:", w)
	}
	for file, m := range want {
		compare(t, string(units[file]), got[file], m)
	}
}

// systemd accepts the longest values that the makers produce: commands, words, paths, names.
func TestSystemdTakesTheLongest(t *testing.T) {
	oracle.Require(t)
	name, err := Name(strings.Repeat("n", 255-len("@99999.service")))
	if err != nil {
		t.Fatal(err)
	}
	word := strings.Repeat("%", 128<<10-1)
	rest := (LineMax - 3*2*len(word) - 60) / 2 // the room left by three words whose every % is doubled
	argv := append(many(3, word), many(2, strings.Repeat("x", rest))...)
	command := Command(Plain, Words("/bin/echo"), Words(argv[0]), Words(argv[1:]...))
	place := "/srv" + strings.Repeat("/"+strings.Repeat("p", 255), 15)
	text := fmt.Sprintf("[Unit]\nDescription=%s\nSourcePath=%s\nRequiresMountsFor=%s\n[Service]\nExecStart=%s\n",
		Text(strings.Repeat("d", LineMax)), Path(place), MountPath(place), command)
	if _, err := Check([]byte(text)); err != nil || command.Err() != nil || len(command.String()) < LineMax-100 {
		t.Fatal(err, command.Err(), len(command.String()))
	}
	units := map[string][]byte{name + "@.service": []byte(text), "user.target": []byte("[Unit]\nWants=" + name + "@99999.service\n")}
	got, warnings, err := oracle.Dump(t.Context(), units)
	u := got[name+"@99999.service"]
	if err != nil || len(warnings) > 0 || u.Get("Source Path") != place || len(u.Get("Description")) != LineMax {
		t.Fatalf("%v %q %.99s", err, warnings, fmt.Sprint(u))
	}
	if want := append([]string{"/bin/echo"}, argv...); !reflect.DeepEqual(u.Exec["ExecStart"], [][]string{want}) {
		t.Errorf("a long command is cut: %.99q", u.Exec["ExecStart"])
	}
}

// build writes one unit for m, and removes from m what a directive cannot hold.
func build(t *testing.T, m *meant, i int, odd string) (string, []byte) {
	t.Helper()
	var b strings.Builder
	put := func(key string, v Value) bool {
		if v.Err() == nil && v.Set() {
			fmt.Fprintf(&b, "%s=%s\n", key, v)
		}
		return v.Err() == nil && v.Set()
	}
	name, err := Name("u", fmt.Sprint(i), "x"+odd)
	if err != nil {
		name, _ = Name("u", fmt.Sprint(i))
	}
	b.WriteString("[Unit]\n")
	if !put("Description", Text(m.description)) {
		m.description = ""
	}
	if !put("SourcePath", Path(m.source)) {
		m.source = ""
	}
	put("X-ComposeProject", Text(m.description))
	m.after = "z" + name + ".service"
	put("After", Units(m.after))
	if !put("RequiresMountsFor", MountPath(m.mounts[0])) {
		m.mounts = nil
	}
	b.WriteString("\n[Service]\n")
	kept := []string{}
	for _, e := range m.environment {
		if !strings.ContainsFunc(e, unsettable) && put("Environment", Word(e)) {
			kept = append(kept, e)
		}
	}
	m.environment = kept
	put("ExecStart", Command(Plain, Words("/bin/echo", "-n"), Words(m.argv...)))
	text := []byte(b.String())
	if _, err := Check(text); err != nil {
		t.Errorf("Check: %v\n%s", err, text)
	}
	return name + ".service", text
}

// unsettable reports whether systemd rejects the value of a variable with this character (basic/env-util.c,
// env_assignment_is_valid).
func unsettable(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Noncharacter_Code_Point, r)
}

func compare(t *testing.T, text string, u oracle.Unit, m meant) {
	t.Helper()
	want := append([]string{"/bin/echo", "-n"}, m.argv...)
	if got := u.Exec["ExecStart"]; len(got) != 1 || !reflect.DeepEqual(got[0], want) {
		t.Errorf("argv %q\nmeant %q in\n%s", got, want, text)
	}
	if got := u.Fields["Environment"]; len(got)+len(m.environment) > 0 && !reflect.DeepEqual(got, m.environment) {
		t.Errorf("environment %q\nmeant %q in\n%s", got, m.environment, text)
	}
	if got := u.Get("Source Path"); m.source != "" && got != path.Clean(m.source) {
		t.Errorf("source %q\nmeant %q in\n%s", got, m.source, text)
	}
	for _, p := range m.mounts {
		if got := u.Written("RequiresMountsFor"); len(got) != 1 || got[0] != path.Clean(p) {
			t.Errorf("mounts %q\nmeant %q in\n%s", got, p, text)
		}
	}
	if got := u.Written("After"); !strings.Contains(strings.Join(got, "\n"), m.after) {
		t.Errorf("after %q\nmeant %q in\n%s", got, m.after, text)
	}
	if got := u.Get("Description"); m.description != "" && got != shown(m.description) {
		t.Errorf("description %q\nmeant %q in\n%s", got, m.description, text)
	}
}

// shown returns the description's text without what a line cannot display: Split decodes nothing but %% in it.
func shown(s string) string {
	return strings.ReplaceAll(strings.TrimSpace(Text(s).String()), "%%", "%")
}
