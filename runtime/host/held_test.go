package host

import (
	"maps"
	"testing"
)

func TestHolding(t *testing.T) {
	unit := func(name, text string) File { return File{Path: name, New: []byte(text)} }
	files := []File{
		unit("web.service", "[Service]\nType=notify\n"),
		unit("web-started.service", "[Unit]\nAfter=web.service\n[Service]\nType=oneshot\n"),
		unit("late@.service", "[Unit]\nAfter=net.service web.service web-started.service\n[Service]\nType=notify\n"),
		unit("later.service", "[Unit]\nAfter=late@1.service late@2.service\n[Service]\nType=notify\n"),
		unit("other.service", "[Unit]\nAfter=web.service\n[Service]\nType=notify\n"),
		unit("migrate.container", "[Unit]\nAfter=web-started.service\n[Service]\nType=oneshot\n"),
	}
	states := func(gate string) []State {
		return []State{
			{Name: "web-started.service", Active: gate}, {Name: "late@1.service", Active: "inactive"}, {Name: "later.service", Active: "inactive"},
			{Name: "other.service", Active: "inactive"}, {Name: "migrate.service", Active: "failed"}, {Name: "foreign.service", Active: "inactive"},
		}
	}
	for name, c := range map[string]struct {
		gate    string
		retried []string
		want    map[string]string
	}{
		"nothing failed":   {"activating", nil, map[string]string{}},
		"gate has not run": {"inactive", []string{"web.service"}, map[string]string{}},
		"gate waits": {"activating", []string{"web.service"}, map[string]string{
			"web-started.service": "web.service", "late@1.service": "web.service", "later.service": "web.service", "migrate.service": "web.service",
		}},
	} {
		if got := holding(files, states(c.gate), c.retried); !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
