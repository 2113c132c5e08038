package podman

import (
	"strings"
	"testing"
)

// Of options that set the same, the last counts, as with Docker; podman refuses them.
func TestTmpfsOptions(t *testing.T) {
	for written, want := range map[string]string{
		"":                                "noexec,notmpcopyup",
		"size=1m,mode=1777":               "size=1m,mode=1777,noexec,notmpcopyup",
		"ro,rw,size=1m,size=2m":           "rw,size=2m,noexec,notmpcopyup",
		"noexec,exec,suid,nosuid,dev,dev": "exec,nosuid,dev,notmpcopyup",
		"private,rshared,uid=5":           "rshared,noexec,notmpcopyup",
	} {
		if got := strings.Join(tmpfs(written), ","); got != want {
			t.Errorf("%q: %s, not %s", written, got, want)
		}
	}
}
