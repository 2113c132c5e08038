package unit_test

import (
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/tool"
	. "github.com/compose2unit/compose2unit/runtime/unit"
)

// What the parts of a name become.
func TestName(t *testing.T) {
	for _, c := range []struct {
		parts []string
		want  string
	}{
		{[]string{"shop", "web"}, "shop-web"},
		{[]string{"shop", "my-db_1.a:b", "volume"}, "shop-my-db_1.a:b-volume"},
		{[]string{"shop", "a b"}, `shop-a\x20b`},
		{[]string{"shop", "a@b"}, `shop-a\x40b`},
		{[]string{"shop", "a/b\\c"}, `shop-a\x2fb\x5cc`},
		{[]string{"shop", "é"}, `shop-\xc3\xa9`},
		{[]string{".shop", ".web"}, `\x2eshop-.web`},
	} {
		if got, err := Name(c.parts...); err != nil || got != c.want {
			t.Errorf("%q: %q, want %q, error %v", c.parts, got, c.want, err)
		}
	}
	for want, parts := range map[string][]string{
		"is empty":          {"shop", ""},
		"control character": {"shop", "a\nb"},
		"bytes, not 1 to":   {"shop", strings.Repeat("é", 61)},
		"has 0 bytes":       {},
	} {
		if got, err := Name(parts...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %q, error %v, want %q", parts, got, err, want)
		}
	}
}

// systemd-escape escapes the same bytes, except for the dash.
func TestNameIsSystemds(t *testing.T) {
	escape := tool.Path(t, "systemd-escape")
	r := rand.New(rand.NewPCG(1, 2))
	args, mine := []string{"--"}, []string{}
	for range 300 {
		s := strings.NewReplacer("-", "", "/", "").Replace(hostile(r, 5))
		if got, err := Name(s); err == nil {
			args, mine = append(args, s), append(mine, got)
		}
	}
	out, err := exec.Command(escape, args...).Output()
	if got := strings.TrimSuffix(string(out), "\n"); err != nil || got != strings.Join(mine, " ") {
		t.Errorf("%v\n%s\nsystemd-escape:\n%s", err, strings.Join(mine, " "), got)
	}
}

// The names of devices and mounts are those of systemd-escape, if it is installed.
func TestPathName(t *testing.T) {
	escape, _ := exec.LookPath("systemd-escape")
	for path, want := range map[string]string{
		"/dev/sda1": "dev-sda1.device", "/dev/disk/by-uuid/1-2": `dev-disk-by\x2duuid-1\x2d2.device`, "/dev/a b": `dev-a\x20b.device`,
		"/dev/.x": "dev-.x.device", "/.x": `\x2ex.device`, "/dev/ü": `dev-\xc3\xbc.device`, "/": "-.device",
	} {
		if got := PathName(path, "device"); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
		if escape == "" {
			continue
		}
		if out, err := exec.Command(escape, "--path", "--suffix=device", path).Output(); err != nil || strings.TrimSpace(string(out)) != want {
			t.Errorf("%s: systemd-escape says %s, %v", path, out, err)
		}
	}
}
