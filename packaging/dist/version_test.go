// Package dist holds what `make dist` builds the packages of compose2unit itself with. In Go there are only its tests.
package dist

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// described lists descriptions that git may give to commits, in the order of the commits, and the package version of each.
var described = []struct{ git, version string }{
	{"abc1234", "0~202601010900.gabc1234"},
	{"v0.9.0-rc.1", "0.9.0~rc.1"},
	{"v0.9.0-rc.1-2-gabc1234", "0.9.0~rc.1+2.gabc1234"},
	{"v0.9.0-rc.2", "0.9.0~rc.2"},
	{"v0.9.0", "0.9.0"},
	{"v0.9.0-dirty", "0.9.0+dirty"},
	{"v1.2.3", "1.2.3"},
	{"v1.2.3-5-gabc1234", "1.2.3+5.gabc1234"},
	{"v1.2.3-5-gabc1234-dirty", "1.2.3+5.gabc1234+dirty"},
	{"v1.2.3-10-gabc1234", "1.2.3+10.gabc1234"},
	{"v1.2.4", "1.2.4"},
}

func version(t *testing.T, git string) string {
	t.Helper()
	out, err := exec.Command("./version", git, "202601010900").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func TestVersion(t *testing.T) {
	for _, d := range described {
		if got := version(t, d.git); got != d.version {
			t.Errorf("%s is %s, want %s", d.git, got, d.version)
		}
	}
	if got := version(t, "abc1234-dirty"); got != "0~202601010900.gabc1234+dirty" {
		t.Errorf("an untagged commit that is not clean is %s", got)
	}
}

// dpkg and rpm accept the versions, and order them as the commits are ordered.
func TestVersionsAreOrdered(t *testing.T) {
	needs(t, "dpkg", "rpm")
	for i := range described[1:] {
		older, newer := described[i].version, described[i+1].version
		if out, err := exec.Command("dpkg", "--compare-versions", older, "lt", newer).CombinedOutput(); err != nil || len(out) > 0 {
			t.Errorf("dpkg does not take %s for older than %s: %v %s", older, newer, err, out)
		}
		out, err := exec.Command("rpm", "--eval", `%{lua: print(rpm.vercmp("`+older+`", "`+newer+`"))}`).CombinedOutput()
		if got := strings.TrimSpace(string(out)); err != nil || got != "-1" {
			t.Errorf("rpm does not take %s for older than %s: %v %s", older, newer, err, got)
		}
	}
}

func TestScriptsArePlain(t *testing.T) {
	needs(t, "shellcheck")
	if out, err := exec.Command("shellcheck", "build", "version", "maintainer", "installed.sh").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// needs skips the test if a program is missing, except in CI.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("no %s: .ci/run installs it", program)
			}
			t.Skipf("no %s here", program)
		}
	}
}

// The maintainer is a person or a team, from the first source that names one; there is no default.
func TestMaintainer(t *testing.T) {
	home := t.TempDir()
	maintainer := func(text string, env ...string) (string, error) {
		run := exec.Command("./maintainer", text)
		run.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_CONFIG_HOME=" + home, "GIT_CONFIG_NOSYSTEM=1", "GIT_DIR=" + home}, env...)
		out, err := run.CombinedOutput()
		return strings.TrimSpace(string(out)), err
	}
	git := []string{"GIT_CONFIG_COUNT=2", "GIT_CONFIG_KEY_0=user.name", "GIT_CONFIG_VALUE_0=Git Person", "GIT_CONFIG_KEY_1=user.email", "GIT_CONFIG_VALUE_1=git@example.com"}
	for _, c := range []struct {
		text string
		env  []string
		want string
	}{
		{"Ann Example <ann@example.com>", git, "Ann Example <ann@example.com>"},
		{"", append(git, "DEBFULLNAME=Deb Person", "DEBEMAIL=deb@example.com"), "Deb Person <deb@example.com>"},
		{"", append(git, "DEBEMAIL=Deb Person <deb@example.com>"), "Deb Person <deb@example.com>"},
		{"", git, "Git Person <git@example.com>"},
	} {
		if got, err := maintainer(c.text, c.env...); err != nil || got != c.want {
			t.Errorf("%q %v is %q (%v), want %q", c.text, c.env, got, err, c.want)
		}
	}
	for _, text := range []string{"", "Ann", "ann@example.com", "<ann@example.com>", "Ann <ann>", "compose2unit <compose2unit@users.noreply.github.com>", "Ann\nDepends: x <a@b.c>"} {
		if got, err := maintainer(text); err == nil || !strings.Contains(got, "packages need a maintainer: make dist MAINTAINER=") {
			t.Errorf("%q is taken: %q %v", text, got, err)
		}
	}
}
