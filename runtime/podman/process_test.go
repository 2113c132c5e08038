package podman

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

// A healthcheck's test is encoded in the one form that podman 4.3 to 6.0 read alike: before 5.8 a JSON list that begins
// with CMD is a program of that name.
func TestHealthTest(t *testing.T) {
	for _, c := range []struct {
		test []string
		want string
	}{
		{nil, ""},
		{[]string{"NONE"}, ""},
		{[]string{"CMD-SHELL", `test "$x" = 1`}, `["CMD-SHELL","test \"$x\" = 1"]`},
		{[]string{"CMD", "curl", "-f", "a b"}, `["curl","-f","a b"]`},
		{[]string{"CMD-SHELL"}, `["/bin/sh","-c"]`},
		{[]string{"CMD-SHELL", ""}, `["/bin/sh","-c",""]`},
		{[]string{"CMD"}, ""},
		{[]string{"CMD", "/check"}, `CMD /check`},
		{[]string{"CMD", "/my check"}, `["CMD-SHELL","'/my check'"]`},
		{[]string{"CMD", "none", "it's"}, `["CMD-SHELL","'none' 'it'\\''s'"]`},
	} {
		if got := healthTest(c.test); got != c.want {
			t.Errorf("%q: %s, want %s", c.test, got, c.want)
		}
	}
}

// Unset, cleared, an empty word and a given one are four different cases.
func TestEntrypoint(t *testing.T) {
	for _, c := range []struct {
		words model.Argv
		want  []flag
	}{
		{nil, nil},
		{model.Argv{}, []flag{cli.Line("--entrypoint=[]")}},
		{model.Argv{""}, []flag{cli.Line("--entrypoint=")}},
		{model.Argv{"/a", `b "c" <d>`}, []flag{cli.Line(`--entrypoint=["/a","b \"c\" <d>"]`)}},
	} {
		if diff := cmp.Diff(c.want, entrypoint(c.words)); diff != "" {
			t.Errorf("%q: %s", c.words, diff)
		}
	}
}

// A variable that no env file can express is passed by name in the unit's own environment, unless it steers one of our
// programs.
func TestEnvironment(t *testing.T) {
	c := &container{Env: []model.Variable{
		{Name: "GONE", Unset: true}, {Name: "LINES", Value: "one\ntwo"}, {Name: "PATH", Value: "a\nb"}, {Name: "PLAIN", Value: "x"},
	}}
	want := []flag{cli.Line("--http-proxy=false"), cli.Line("--unsetenv", "GONE"), cli.Line("--env", "LINES"), {{Text: "--env-file"}, {Place: cli.EnvFile}}}
	if diff := cmp.Diff(want, environment(c)); diff != "" {
		t.Error(diff)
	}
	for _, r := range usual.processRules() {
		if r.Attr == "environment.**" && !slices.ContainsFunc(r.Inexact(c), func(l runtime.Loss) bool { return l.What == `a value of several lines ("PATH")` }) {
			t.Errorf("a PATH of several lines: %q", r.Inexact(c))
		}
	}
}
