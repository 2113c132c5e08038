package world

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Ended asserts how the scripts ended.
func (is Crowded) Ended(t *testing.T, want []string) {
	t.Helper()
	if diff := cmp.Diff(want, is.Ends); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// AskedTogether asserts that there were at most two calls, and that no request is left: the first script asks before the others have
// registered their requests, the next one for all others.
func (is Crowded) AskedTogether(t *testing.T) {
	t.Helper()
	if len(is.Calls) > 2 || len(is.Left) > 0 {
		t.Errorf("%d calls, and registered requests: %q\n%s", len(is.Calls), is.Left, strings.Join(is.Calls, "\n"))
	}
}

// Rest returns what follows the beginning of a call, of each call that begins so, sorted.
func (is Crowded) Rest(beginning string) []string {
	var out []string
	for _, call := range is.Calls {
		if rest, ok := strings.CutPrefix(call, beginning); ok {
			out = append(out, rest)
		}
	}
	slices.Sort(out)
	return out
}
