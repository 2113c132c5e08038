// Package packaging builds the packages of a source folder with the packaging tools of this checkout, for the tests. Users use
// the files next to it: the debhelper addon, the RPM macros and the files that both share, described in docs/packaging.md.
package packaging

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Builder builds packages without a network and without an engine.
type Builder struct {
	// Tools is this folder, Program the compose2unit that the build finds; both are absolute.
	Tools, Program string
}

// Needs lists the programs required to build a Debian package, and RPM those for an RPM.
var (
	Needs = []string{"dpkg-buildpackage", "dh"}
	RPM   = []string{"rpmbuild"}
)

// Missing returns the programs that this machine lacks.
func Missing(programs ...string) []string {
	var out []string
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			out = append(out, name)
		}
	}
	return out
}

// Deb builds the Debian package of a source folder, and returns its path, next to the folder.
func (b Builder) Deb(source string) (string, error) {
	// -d: compose2unit is not installed as a package, but provided here.
	if err := b.run(source, "dpkg-buildpackage", "-b", "-us", "-uc", "-d"); err != nil {
		return "", err
	}
	return one(filepath.Join(filepath.Dir(source), "*.deb"))
}

// RPM builds the RPM of the spec file in a source folder below top, and returns its path.
func (b Builder) RPM(source, top string) (string, error) {
	spec, err := one(filepath.Join(source, "*.spec"))
	if err != nil {
		return "", err
	}
	err = b.run(source, "rpmbuild", "--load", filepath.Join(b.Tools, "rpm", "macros.compose2unit"), "-bb", "--build-in-place", "--nodeps",
		"--define", "_topdir "+top, "--define", "_buildhost localhost",
		"--define", "use_source_date_epoch_as_buildtime 1", "--define", "clamp_mtime_to_source_date_epoch 1", "--define", "_compose2unit_share "+b.Tools, spec)
	if err != nil {
		return "", err
	}
	return one(filepath.Join(top, "RPMS", "*", "*.rpm"))
}

// run runs a build with the tools in its PATH, without network if this user may isolate it, and with engines that fail.
func (b Builder) run(dir string, argv ...string) error {
	bin, err := os.MkdirTemp("", "bin-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(bin)
	if err := os.Symlink(b.Program, filepath.Join(bin, "compose2unit")); err != nil {
		return err
	}
	for _, engine := range []string{"docker", "podman"} {
		script := "#!/bin/sh\necho 'a build needs no engine' >&2\nexit 70\n"
		if err := os.WriteFile(filepath.Join(bin, engine), []byte(script), 0o755); err != nil {
			return err
		}
	}
	if os.Geteuid() == 0 {
		argv = append([]string{"unshare", "--net"}, argv...)
	}
	addon := filepath.Join(b.Tools, "debhelper")
	build := exec.Command(argv[0], argv[1:]...)
	build.Dir = dir
	build.Env = append(os.Environ(), "PATH="+strings.Join([]string{bin, addon, os.Getenv("PATH")}, ":"), "PERL5LIB="+addon)
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(argv, " "), err, out)
	}
	return nil
}

// one returns the only file that matches a pattern.
func one(pattern string) (string, error) {
	found, err := filepath.Glob(pattern)
	if err != nil || len(found) != 1 {
		return "", fmt.Errorf("%s: %d files, want one (%v)", pattern, len(found), err)
	}
	return found[0], nil
}
