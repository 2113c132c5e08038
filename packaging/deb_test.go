package packaging

import (
	"path/filepath"
	"strings"
	"testing"
)

// contains checks that a Debian package has files, given as MODE OWNER|PATH, and returns the list of all of them.
func contains(t *testing.T, deb string, files ...string) (list string) {
	t.Helper()
	list = output(t, "dpkg-deb", "--contents", deb)
	for _, want := range files {
		mode, name, _ := strings.Cut(want, "|")
		if !holds(list, func(line string) bool { return strings.HasPrefix(line, mode) && strings.HasSuffix(line, " "+name) }) {
			t.Errorf("the package lacks %s %s:\n%s", mode, name, list)
		}
	}
	return list
}

// scriptlets unpacks the control files of a Debian package, checks its maintainer scripts, and returns the directory.
func scriptlets(t *testing.T, deb string) (control string) {
	t.Helper()
	control = filepath.Join(t.TempDir(), "control")
	output(t, "dpkg-deb", "--control", deb, control)
	shell(t, filepath.Join(control, "preinst"), filepath.Join(control, "postinst"), filepath.Join(control, "prerm"), filepath.Join(control, "postrm"))
	return control
}

// lintian fails the test for any tag but the expected ones: values are readable only by their owner, and scriptlets call systemctl
// for what deb-systemd-invoke cannot do.
func lintian(t *testing.T, deb string) {
	t.Helper()
	said := output(t, "lintian", "--allow-root", "--fail-on", "error", "--suppress-tags",
		"maintainer-script-calls-systemctl,non-standard-dir-perm,non-standard-file-perm", deb)
	if said = strings.TrimSpace(said); said != "" {
		t.Errorf("lintian: %s", said)
	}
}
