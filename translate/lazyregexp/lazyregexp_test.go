package lazyregexp

import "testing"

// An expression behaves like that of package regexp; an invalid one is noticed in every test of the package that has it.
func TestNew(t *testing.T) {
	if got := New(`^(a+)b`).FindStringSubmatch("aab"); len(got) != 2 || got[1] != "aa" {
		t.Errorf("got %q", got)
	}
	defer func() {
		if recover() == nil {
			t.Error("a wrong expression is taken")
		}
	}()
	New(`(`)
}
