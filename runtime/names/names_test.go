package names

import (
	"strings"
	"testing"
)

// The name of each kind of unit.
func TestScheme(t *testing.T) {
	plain, prefixed := Scheme{Project: "shop"}, Scheme{Prefix: "my", Project: "shop"}
	for _, c := range []struct{ got, want string }{
		{plain.Target(), "shop.target"},
		{prefixed.Target(), "my-shop.target"},
		{Pattern(plain.Target()), "shop-*"},
		{Pattern(prefixed.Target()), "my-shop-*"},
		{plain.Down(), "shop-down.service"},
		{plain.Refused(), "shop-refused.service"},
		{plain.Service("web"), "shop-web.service"},
		{prefixed.Service("web"), "my-shop-web.service"},
		{plain.Template("web"), "shop-web@.service"},
		{plain.Replica("web", 2), "shop-web@2.service"},
		{plain.Gate("db", "healthy"), "shop-db-healthy.service"},
		{plain.Network("front"), "shop-front-network.service"},
		{plain.Volume("data"), "shop-data-volume.service"},
		{plain.Build("web"), "shop-web-build.service"},
		{plain.Update("web"), "shop-web-update.service"},
		{plain.UpdateTimer("web"), "shop-web-update.timer"},
		{plain.Timer("sweep"), "shop-sweep.timer"},
		{plain.EvenMissed("sweep"), "shop-sweep-even-missed.timer"},
		{plain.UnlessMissed("sweep"), "shop-sweep-unless-missed.timer"},
		{plain.Watch(), "shop-health.service"},
		{plain.Service("a b@c"), `shop-a\x20b\x40c.service`},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}

// A key whose units could not have their names is an error, whichever unit it would be.
func TestSchemeChecksKeys(t *testing.T) {
	s := Scheme{Project: "shop"}
	long := strings.Repeat("x", stemMax-len("shop-"))
	for key, fits := range map[string]bool{"web": true, long: true, long + "x": false, "a\nb": false, strings.Repeat(" ", 60): false} {
		if err := s.Check(key); (err == nil) != fits {
			t.Errorf("%.20q: %v", key, err)
		}
	}
	if err := s.Check(); err != nil {
		t.Error(err)
	}
}

// What can be derived from a name.
func TestNames(t *testing.T) {
	s := Scheme{Project: "shop"}
	for what, is := range map[string]bool{
		"an instance of its template":      Instance(s.Replica("web", 12), s.Template("web")),
		"no instance of another":           !Instance(s.Replica("web", 12), s.Template("we")),
		"no instance of a plain unit":      !Instance(s.Service("web"), s.Service("web")),
		"the gate of a service":            Completed(s.Service("migrate")) == s.Gate("migrate", "completed"),
		"the pattern of instances":         Instances(s.Template("web")) == "shop-web@*.service",
		"the pattern of one unit":          Instances(s.Service("web")) == s.Service("web"),
		"a target":                         IsTarget(s.Target()) && !IsTarget(s.Service("web")),
		"a timer":                          IsTimer(s.Timer("sweep")) && !IsTimer(s.Target()),
		"a template":                       IsTemplate(s.Template("web")) && !IsTemplate(s.Replica("web", 1)),
		"a service's key":                  Key(s.Target(), s.Replica("web", 2)) == "web@2",
		"a name of systemd's":              Foreign("multi-user.target") && Foreign("systemd-x.service") && Foreign("docker.service"),
		"a name of ours":                   !Foreign(s.Target()) && !Foreign("multi-user.service"),
		"a volume":                         MayBeVolume(s.Volume("data")) && !MayBeVolume(s.Network("data")),
		"what takes the project down":      MayBeDown(s.Down()) && !MayBeDown(s.Target()),
		"a source's unit":                  OfFile("shop-web.container") == s.Service("web"),
		"a network source's unit":          OfFile("shop-front.network") == s.Network("front"),
		"a volume source's unit":           OfFile("shop-data.volume") == s.Volume("data"),
		"a unit file's unit is the file's": OfFile("shop.target") == "shop.target",
	} {
		if !is {
			t.Error("not", what)
		}
	}
}

// A project's name is one that Compose accepts: no path, no pattern, no flag, no other line.
func TestCheckProject(t *testing.T) {
	for _, name := range []string{"shop", "s", "0", "a_b-c", "a--", strings.Repeat("a", 63)} {
		if err := CheckProject(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{"", ".", "..", "../shop", "/etc", "a/b", "a.b", ".kept", "*", "s*p", "sh?p", "[a-z]", "Shop", "-shop", "_shop", "--all", "a b", "shop\n", "\nshop", "a=b",
		"a,b", "a\\x2db", "a@b", "a%b", "$a", "ä", "a\x00"} {
		if err := CheckProject(name); err == nil {
			t.Errorf("%q is accepted", name)
		}
	}
}
