package home

import "testing"

// A variable that is not an absolute path is ignored, as systemd ignores it.
func TestOf(t *testing.T) {
	for _, c := range []struct {
		environ []string
		want    Dirs
	}{
		{[]string{"HOME=/home/ann", "XDG_RUNTIME_DIR=/run/user/1000"}, Dirs{"/home/ann/.config", "/home/ann/.local/state", "/run/user/1000"}},
		{[]string{"HOME=/home/ann", "XDG_CONFIG_HOME=/etc/ann"}, Dirs{Config: "/etc/ann", State: "/home/ann/.local/state"}},
		{[]string{"HOME=/home/ann", "XDG_CONFIG_HOME=cfg", "XDG_STATE_HOME=", "XDG_RUNTIME_DIR=run"}, Dirs{Config: "/home/ann/.config", State: "/home/ann/.local/state"}},
		{[]string{"HOME=ann", "XDG_STATE_HOME=/var/ann"}, Dirs{State: "/var/ann"}},
		{nil, Dirs{}},
	} {
		if got := Of(c.environ); got != c.want {
			t.Errorf("%v: %+v, want %+v", c.environ, got, c.want)
		}
	}
}
