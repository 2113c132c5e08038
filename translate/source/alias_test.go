package source

import (
	"strings"
	"testing"
)

// The position of an alias without an anchor is its own, not that of a comment or of a text.
func TestPositionOfAnUnknownAlias(t *testing.T) {
	for text, want := range map[string][2]int{
		"a: 1\nb: *x\n":                                      {2, 4},
		"a: 1\nb: {c: [*x, *x]}\nd: *x\n":                    {2, 9},
		"# *x\na: '*x'\nb: |\n  c\n  *x\nd: *xy\ne: *x\n":    {6, 4},
		"# *x\na: '*x'\nb: |\n  c\n  *x\nd:\n  - *x\n":       {7, 5},
		"a:\n  <<: *x\n  b: 1\n":                             {2, 7},
		"a: *x-y_1\r\n":                                      {1, 4},
		"a: ä\nä: *x\nc: *y\n":                               {2, 4},
		"a: 1\n" + strings.Repeat("# *x\n", 100) + "b: *x\n": {102, 4},
	} {
		m := Read(Options{Files: []File{{Name: "a.yml", Path: "/a.yml", Data: []byte(text)}}, MaxNodes: 1000})
		found := m.Report.Findings()
		if len(found) != 1 || !strings.HasPrefix(found[0].Text, "unknown anchor") || found[0].Pos.Line != want[0] || found[0].Pos.Col != want[1] {
			t.Errorf("%q: %+v, want %v", text, found, want)
		}
	}
}
