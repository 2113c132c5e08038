package load

import (
	"slices"
	"testing"
)

// The article in a message is not the name of an incomplete entry.
func TestAnArticleIsNotAName(t *testing.T) {
	told := rounds(t, lay(t, map[string]string{"compose.yml": `services:
  a: {image: x, restart: []}
  not: {image: x, restart: []}
  b: {image: x, mem_limit: lots}
  c: {image: x, stop_grace_period: soon}
  d: {image: x, depends_on: [a, not]}
`}))
	want := []string{"compose.yml:2 services.a.restart", "compose.yml:3 services.not.restart", "compose.yml:4 services.b.mem_limit", "compose.yml:5 services.c.stop_grace_period"}
	slices.Sort(told)
	if !slices.Equal(told, want) {
		t.Errorf("%q", told)
	}
}
