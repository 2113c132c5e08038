package rules

import "testing"

func TestLogSize(t *testing.T) {
	for _, good := range []string{"10m", "10", "1.5g", ".5k", "10 MB", "64KiB", "5b", "1e6"} {
		if !LogSize(good) {
			t.Errorf("%q is a size", good)
		}
	}
	for _, bad := range []string{"", "0", "0m", "-1", "m", "10x", "10  m", "10kbs", "1.2.3"} {
		if LogSize(bad) {
			t.Errorf("%q is not a size", bad)
		}
	}
}
