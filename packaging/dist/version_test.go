// Package dist is the packages of compose2unit itself: what `make dist` makes them with. In Go there are only its tests.
package dist

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// described are what git may call a commit, in the order of the commits, and the packages' version of each.
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

// dpkg and rpm take the versions, and order them as the commits are ordered.
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
	if out, err := exec.Command("shellcheck", "build", "version", "installed.sh").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// needs skips where a program is missing, but not in CI.
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
