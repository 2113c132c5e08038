//go:build live

package live

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/packaging"
)

var rpms = kind{
	build: buildRPM, source: debs.source, version: []string{"shop.spec", "Version:        1.0"}, prepare: (*life).bringRPM,
	install: []string{"rpm", "--upgrade", "--nodeps", "--oldpackage", "--replacepkgs"}, remove: []string{"rpm", "--erase", "shop"},
}

// An RPM of a Compose project does what a Debian package of it does; rpm itself runs the scriptlets.
func TestPackageRPM(t *testing.T) { packaged(t, rpms) }

func buildRPM(t *testing.T, source string) string {
	t.Helper()
	if missing := packaging.Missing(packaging.RPM...); len(missing) > 0 {
		t.Fatalf("this needs %s: apt-get install rpm", strings.Join(missing, ", "))
	}
	rpm, err := builder(t).RPM(source, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return rpm
}

// bringRPM gives the machine, which runs Debian, this host's rpm: with its libraries and their loader, because the host may
// have another release. Scriptlets run in the machine's own shell.
func (l *life) bringRPM() {
	l.t.Helper()
	bundle := exec.Command("sh", "-euc", `mkdir "$1/rpm" "$1/rpm/lib"
cp /usr/bin/rpm "$1/rpm/program"
cp -RL /usr/lib/rpm "$1/rpm/config"
libraries=$(ldd /usr/bin/rpm | grep -o '/[^ ]*')
cp -L $libraries "$1/rpm/lib/"
loader=$(basename "$(echo "$libraries" | grep '/ld-')")
cat >"$1/rpm/run" <<EOF
#!/bin/sh
export RPM_CONFIGDIR=/opt/rpm/config
exec /opt/rpm/lib/$loader --library-path /opt/rpm/lib /opt/rpm/program --dbpath /var/lib/rpm "\$@"
EOF
chmod 0755 "$1/rpm/run"
tar -C "$1" -cf "$1/rpm.tar" rpm`, "sh", l.t.TempDir())
	if out, err := bundle.CombinedOutput(); err != nil {
		l.t.Fatalf("%v\n%s", err, out)
	}
	l.copyIn(bundle.Args[len(bundle.Args)-1]+"/rpm.tar", "/opt/rpm.tar")
	l.sh("tar -C /opt -xf /opt/rpm.tar && ln -sf /opt/rpm/run /usr/local/bin/rpm && rpm --version")
}
