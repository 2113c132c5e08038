package podman

import (
	"slices"
	"strings"
	"testing"
)

// The programs of a shell's text, without arguments and file names.
func TestPrograms(t *testing.T) {
	for text, want := range map[string][]string{
		"a b c":                       {"a"},
		"a|b&&c||d;e&f\ng":            {"a", "b", "c", "d", "e", "f", "g"},
		"(a; b) && { c; }":            {"a", "b", "c"},
		"a >b 2>&1 &>c <d | e":        {"a", "e"},
		`a 'b; c' "d; e" f\;g # ; h`:  {"a"},
		"a \"$(b \"$(c)\")\" `d e` f": {"c", "b", "d", "a"},
		"while ! a; do b; done":       {"a", "b"},
		"A=1 exec nice -n 5 a b":      {"a"},
		"sh -c 'a; b'; bash x.sh a":   {"a", "b"},
		"sudo -u root /bin/a":         {"/bin/a"},
	} {
		var got []string
		for _, p := range programs([]string{"sh", "-c", text}) {
			got = append(got, p.name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\nruns %q, want %q", text, got, want)
		}
	}
}

// Malformed texts, which no shell would accept, are read to their end.
func TestProgramsOfBrokenTexts(t *testing.T) {
	for _, piece := range []string{"(", "$(", "`", `"`, `"$(`, "'", ">", "&>", `\`, ";;", ")", "\x00", "sh -c '"} {
		for _, n := range []int{1, 2, 3, 10000} {
			programs([]string{"sh", "-c", strings.Repeat(piece, n)})
		}
	}
	programs([]string{"sh", "-c"})
	programs([]string{"timeout"})
	programs([]string{"", "sh", "", "-c"})
}
