//go:build dist

package dist

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/docs/page"
	"github.com/compose2unit/compose2unit/packaging"
)

// The commit from which the packages here claim to be built.
const (
	commit  = "v1.2.3-5-gabc1234"
	release = "1.2.3+5.gabc1234"
	epoch   = "1767225600"
	// maintainer is the name given by the builder.
	maintainer = "Ann Example <ann@example.com>"
)

// made is the folder with the packages of this checkout, which all tests use.
var made string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "dist-")
	if err != nil {
		panic(err)
	}
	made = dir
	os.Setenv("MAINTAINER", maintainer)
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// packages builds them once.
func packages(t *testing.T) string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(made, "SHA256SUMS")); err != nil {
		build(t, "./build", made, commit)
	}
	return made
}

// build runs the script that builds the packages.
func build(t *testing.T, argv ...string) {
	t.Helper()
	run := exec.Command(argv[0], argv[1:]...)
	run.Env = append(os.Environ(), "SOURCE_DATE_EPOCH="+epoch)
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(argv, " "), err, out)
	}
}

// must runs a command that must succeed, and returns its whole output.
func must(t *testing.T, argv ...string) string {
	t.Helper()
	out, err := exec.Command(argv[0], argv[1:]...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(argv, " "), err, out)
	}
	return string(out)
}

func path(t *testing.T, name string) string { return filepath.Join(packages(t), name) }

// The files have the names that users expect, and the checksums are right.
func TestFiles(t *testing.T) {
	var names []string
	entries, err := os.ReadDir(packages(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	const want = `SHA256SUMS
compose2unit-` + release + `-1.aarch64.rpm
compose2unit-` + release + `-1.x86_64.rpm
compose2unit-` + release + `-linux-amd64.tar.gz
compose2unit-` + release + `-linux-arm64.tar.gz
compose2unit-linux-amd64
compose2unit-linux-arm64
compose2unit_` + release + `_amd64.deb
compose2unit_` + release + `_arm64.deb`
	if got := strings.Join(names, "\n"); got != want {
		t.Errorf("made are\n%s\nwant\n%s", got, want)
	}
	sums := exec.Command("sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS")
	sums.Dir = made
	if out, err := sums.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if sums := must(t, "cat", path(t, "SHA256SUMS")); strings.Count(sums, "\n") != len(names)-1 {
		t.Errorf("not every file has a sum:\n%s", sums)
	}
	for arch, machine := range map[string]string{"amd64": "x86-64", "arm64": "aarch64"} {
		if what := must(t, "file", path(t, "compose2unit-linux-"+arch)); !strings.Contains(what, "statically linked") || !strings.Contains(what, machine) {
			t.Errorf("%s", what)
		}
	}
}

// The same source gives the same bytes, in any folder, at any time, for any user.
func TestTwice(t *testing.T) {
	packages(t)
	elsewhere := t.TempDir()
	copyCheckout(t, elsewhere)
	for name, value := range map[string]string{"TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "USER": "other"} {
		t.Setenv(name, value)
	}
	build(t, "make", "--no-print-directory", "-C", elsewhere, "dist", "VERSION="+commit)
	again := filepath.Join(elsewhere, "dist")
	entries, err := os.ReadDir(packages(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		one, err := os.ReadFile(path(t, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if two, err := os.ReadFile(filepath.Join(again, entry.Name())); err != nil || !bytes.Equal(one, two) {
			t.Errorf("%s differs (%v)", entry.Name(), err)
		}
	}
}

// copyCheckout copies the files of this checkout that git tracks, in their current state, with the modes that another umask
// would give.
func copyCheckout(t *testing.T, to string) {
	t.Helper()
	must(t, "sh", "-euc", `cd ../.. && git ls-files -z --cached --others --exclude-standard |
		xargs -0 sh -c 'for name; do [ ! -e "$name" ] || printf "%s\0" "$name"; done' sh |
		tar --null -T - -cf - | tar -C "$1" -xf - && chmod -R g+w "$1"`, "sh", to)
}

// The tarball is one folder, which works wherever it is unpacked.
func TestTarball(t *testing.T) {
	dir := t.TempDir()
	must(t, "tar", "-C", dir, "-xzf", path(t, "compose2unit-"+release+"-linux-amd64.tar.gz"))
	root := filepath.Join(dir, "compose2unit-"+release+"-linux-amd64")
	if got := must(t, filepath.Join(root, "compose2unit"), "-version"); got != "compose2unit "+commit+"\n" {
		t.Errorf("the version is %q", got)
	}
	for _, name := range []string{
		"LICENSE", "README.md", "LICENSES.dependencies", "man/compose2unit.1", "man/dh_compose2unit.1", "man/x-systemd.5", "man/x-compose2unit.5", "completion/_compose2unit",
		"completion/compose2unit.bash", "completion/compose2unit.fish", "packaging/install", "packaging/rpm/macros.compose2unit",
		"packaging/debhelper/dh_compose2unit", "packaging/sample/debian/compose2unit",
	} {
		if info, err := os.Stat(filepath.Join(root, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	licences := must(t, "cat", filepath.Join(root, "LICENSES.dependencies"))
	for _, module := range []string{"github.com/compose-spec/compose-go/v2", "github.com/spf13/pflag", "gopkg.in/yaml.v3"} {
		if !strings.Contains(licences, "==== "+module+" v") {
			t.Errorf("the licence of %s is missing", module)
		}
	}
	for _, page := range []string{"compose2unit.1", "x-systemd.5", "x-compose2unit.5"} {
		must(t, "mandoc", "-Tlint", "-Wwarning", filepath.Join(root, "man", page))
	}
}

// The contents of both packages, by mode and name: the program, the man page and the completions, and the files that build
// other packages.
const common = `-rw-r--r-- /usr/lib/rpm/macros.d/macros.compose2unit
-rw-r--r-- /usr/share/bash-completion/completions/compose2unit
-rw-r--r-- /usr/share/compose2unit/rpm/install-compose
-rw-r--r-- /usr/share/compose2unit/scriptlets/after
-rw-r--r-- /usr/share/compose2unit/scriptlets/before
-rw-r--r-- /usr/share/compose2unit/scriptlets/compose-after
-rw-r--r-- /usr/share/compose2unit/scriptlets/compose-before
-rw-r--r-- /usr/share/compose2unit/scriptlets/compose-remove
-rw-r--r-- /usr/share/compose2unit/scriptlets/may
-rw-r--r-- /usr/share/compose2unit/scriptlets/remove
-rw-r--r-- /usr/share/compose2unit/scriptlets/state
-rw-r--r-- /usr/share/compose2unit/scriptlets/stop-gone
-rw-r--r-- /usr/share/compose2unit/system-folders
-rw-r--r-- /usr/share/doc/compose2unit/LICENSES.dependencies
-rw-r--r-- /usr/share/fish/vendor_completions.d/compose2unit.fish
-rw-r--r-- /usr/share/man/man1/compose2unit.1.gz
-rw-r--r-- /usr/share/man/man5/x-compose2unit.5.gz
-rw-r--r-- /usr/share/man/man5/x-systemd.5.gz
-rwxr-xr-x /usr/bin/compose2unit
-rwxr-xr-x /usr/share/compose2unit/install
-rwxr-xr-x /usr/share/compose2unit/install-compose
-rwxr-xr-x /usr/share/compose2unit/rpm/install
-rwxr-xr-x /usr/share/compose2unit/scriptlet
`

func TestDeb(t *testing.T) {
	for _, arch := range []string{"amd64", "arm64"} {
		deb := path(t, "compose2unit_"+release+"_"+arch+".deb")
		list := must(t, "sh", "-c", `dpkg-deb --contents "$1" | sed -n 's,^\(-[^ ]*\) root/root .* [.]/,\1 /,p'`, "sh", deb)
		equal(t, list, common+`-rw-r--r-- /usr/share/doc/compose2unit/changelog.gz
-rw-r--r-- /usr/share/doc/compose2unit/copyright
-rw-r--r-- /usr/share/lintian/overrides/compose2unit
-rw-r--r-- /usr/share/man/man1/dh_compose2unit.1.gz
-rw-r--r-- /usr/share/perl5/Debian/Debhelper/Sequence/compose2unit.pm
-rw-r--r-- /usr/share/zsh/vendor-completions/_compose2unit
-rwxr-xr-x /usr/bin/dh_compose2unit
`)
		fields := must(t, "dpkg-deb", "--field", deb, "Package", "Version", "Architecture", "Provides", "Multi-Arch", "Maintainer")
		equal(t, fields, "Package: compose2unit\nVersion: "+release+"\nArchitecture: "+arch+"\nProvides: dh-sequence-compose2unit\nMulti-Arch: foreign\nMaintainer: "+maintainer+"\n")
		if arch != "amd64" {
			continue // lintian is slow, and would report the same
		}
		needs(t, "lintian")
		if said := must(t, "lintian", "--allow-root", "--fail-on", "error,warning", deb); said != "" {
			t.Errorf("lintian: %s", said)
		}
	}
}

func TestRPM(t *testing.T) {
	needs(t, "rpm")
	for _, arch := range []string{"x86_64", "aarch64"} {
		rpm := path(t, "compose2unit-"+release+"-1."+arch+".rpm")
		list := must(t, "sh", "-c", `rpm -qp --qf '[%{FILEMODES:perms} %{FILEUSERNAME}/%{FILEGROUPNAME} %{FILENAMES}\n]' "$1" | sed -n 's,^\(-[^ ]*\) root/root,\1,p'`, "sh", rpm)
		equal(t, list, common+`-rw-r--r-- /usr/share/doc/compose2unit/README.md
-rw-r--r-- /usr/share/licenses/compose2unit/LICENSE
-rw-r--r-- /usr/share/zsh/site-functions/_compose2unit
`)
		facts := must(t, "rpm", "-qp", "--qf", "%{NAME} %{VERSION} %{RELEASE} %{ARCH} %{LICENSE} %{BUILDHOST} %{BUILDTIME} %{PACKAGER}", rpm)
		equal(t, facts, "compose2unit "+release+" 1 "+arch+" Apache-2.0 localhost "+epoch+" "+maintainer+"\n")
	}
}

// equal compares lines in any order.
func equal(t *testing.T, got, want string) {
	t.Helper()
	if got, want := sorted(got), sorted(want); got != want {
		t.Errorf("is\n%s\n\nwant\n%s", got, want)
	}
}

func sorted(text string) string {
	sort := exec.Command("sort")
	sort.Stdin = strings.NewReader(strings.TrimSpace(text) + "\n")
	sort.Env = []string{"LC_ALL=C"}
	out, err := sort.Output()
	if err != nil {
		return err.Error()
	}
	return string(out)
}

// typed returns the commands of docs/packaging.md that can run on any machine, in the order of the page: install compose2unit,
// build the sample as a .deb and as an .rpm.
func typed(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/packaging.md")
	if err != nil {
		t.Fatal(err)
	}
	var install, build string
	for _, b := range page.Blocks(string(text)) {
		if b.Verb != "host" {
			continue
		}
		for line := range strings.Lines(b.Text) {
			switch {
			case strings.HasPrefix(line, "make dist "), strings.Contains(line, "../shop_1.0_all.deb"), strings.Contains(line, "systemctl"):
				// Done before, or by the tests of the live machine.
			case strings.Contains(b.Text, "dpkg-buildpackage"), strings.Contains(b.Text, "rpmbuild"):
				build += line
			default:
				install += line
			}
		}
	}
	if strings.Count(install, "\n") != 3 || strings.Count(build, "\n") != 2 {
		t.Fatalf("the page has other commands than this test knows:\n%s\n%s", install, build)
	}
	return install + build
}

// With the package installed as the page says, and nothing else of this checkout, the sample's packages build as the page says,
// and the output equals byte for byte what this checkout generates from them.
func TestInstalled(t *testing.T) {
	needs(t, append(append([]string{"man", "unshare"}, packaging.Needs...), packaging.RPM...)...)
	if os.Geteuid() != 0 {
		if os.Getenv("CI") != "" {
			t.Fatal("installing needs root")
		}
		t.Skip("installing needs root")
	}
	t.Setenv("SOURCE_DATE_EPOCH", epoch)
	out := t.TempDir()
	commands := filepath.Join(t.TempDir(), "commands")
	if err := os.WriteFile(commands, []byte(typed(t)), 0o644); err != nil {
		t.Fatal(err)
	}
	said := must(t, "unshare", "--mount", "--net", "./installed.sh", packages(t), "../sample", commands, out)
	for _, want := range []string{"compose2unit " + commit, "/usr/share/man/man1/compose2unit.1.gz", "/usr/share/man/man1/dh_compose2unit.1.gz"} {
		if !strings.Contains(said, want) {
			t.Errorf("installing does not say %q:\n%s", want, said)
		}
	}

	tools, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	b := packaging.Builder{Tools: tools, Program: path(t, "compose2unit-linux-amd64")}
	source := filepath.Join(t.TempDir(), "shop")
	if err := os.CopyFS(source, os.DirFS("../sample")); err != nil {
		t.Fatal(err)
	}
	rpm, err := b.RPM(source, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Unsetenv("SOURCE_DATE_EPOCH"); err != nil { // dpkg uses that of the changelog
		t.Fatal(err)
	}
	deb, err := b.Deb(source)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{deb, rpm} {
		must(t, "cmp", file, filepath.Join(out, filepath.Base(file)))
	}
}
