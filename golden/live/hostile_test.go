//go:build live

package live

import (
	"strings"
	"testing"
)

// broken is a file that must never be created: what a hostile image or archive tries to do on the host.
const broken = "/srv/BROKEN-OUT"

func (l *life) contained() {
	l.t.Helper()
	if l.m.Run("test", "-e", broken).Code == 0 {
		l.t.Errorf("%s was created: %s", broken, l.sh("ls -l "+broken+"; cat "+broken))
	}
}

// A hostile image cannot inject arguments into root's tar through its /etc/passwd, its /etc/group or its user name.
func TestHostileAccounts(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.sh(`set -e; mkdir -p /srv/evil && cd /srv/evil
printf '%s\n' 'app:x:0 --checkpoint=1 --checkpoint-action=exec=id>` + broken + `:0:::' >passwd
printf '%s\n' 'app:x:0 --checkpoint=1 --checkpoint-action=exec=id>` + broken + `:' >group
engine create --name evil docker.io/library/busybox:latest true
engine cp passwd evil:/etc/passwd
engine cp group evil:/etc/group
engine commit evil docker.io/library/evil:1
engine rm evil`)
		web := strings.Replace(loop, "busybox", "evil:1", 1)
		l.install(`
services:
  name:` + web + `    user: app
    configs: [{source: c, target: /etc/c}, {source: c, target: /etc/d, uid: "1000"}]
  both:` + web + `    user: "app:app"
    secrets: [{source: s, mode: 0400}]
configs: {c: {content: hello}}
secrets: {s: {environment: HOME}}
`)
		l.m.Run("systemctl", "start", "shop-name", "shop-both")
		l.contained()
	})
}

// Paths of an image's VOLUMEs cannot inject a bind mount of the host's root into a comma-separated list. An anonymous
// volume is kept for the next container nevertheless, and is mounted as nothing else.
func TestHostileVolumePaths(t *testing.T) {
	play(t, plainUnits, func(t *testing.T, l *life) {
		l.sh(`set -e; engine create --name evil docker.io/library/busybox:latest true
engine commit --change 'VOLUME ["/x,src=/,type=bind", "/y,readonly", "/a b"]' evil docker.io/library/evil:1
engine rm evil`)
		compose := "\nservices:\n  web:" + strings.Replace(loop, "busybox", "evil:1", 1) + "    network_mode: none\n    environment: {LEVEL: \"1\"}\n"
		l.up(compose)
		before := l.container("shop-web-1")
		const paths = `'/x,src=/,type=bind' '/y,readonly' '/a b'`
		l.must("engine", "exec", "shop-web-1", "sh", "-c", `for p in `+paths+`; do echo kept >"$p/file"; done`)
		l.install(strings.Replace(compose, `"1"`, `"2"`, 1))
		l.must("systemctl", "restart", "shop-web")
		if l.container("shop-web-1").ID == before.ID {
			t.Error("web should be recreated")
		}
		if got := l.must("engine", "exec", "shop-web-1", "sh", "-c", `for p in `+paths+`; do cat "$p/file"; done`); got != "kept\nkept\nkept" {
			t.Errorf("content of the volumes: %q", got)
		}
		if got := l.must("engine", "container", "inspect", "--format", `{{range .Mounts}}{{println .Type}}{{end}}`, "shop-web-1"); strings.Contains(got, "bind") {
			t.Errorf("mounts: %s", got)
		}
	})
}

// An archive is refused if it contains a link in place of a file that the script writes, or a pipe in place of one that
// it reads.
func TestHostileArchive(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.sh(`set -e; mkdir -p /srv/evil/link/blobs/sha256 /srv/evil/pipe/blobs/sha256 /srv/shop && cd /srv/evil
h=$(printf %064d 1)
for kind in link pipe; do
  echo '{"schemaVersion":2,"manifests":[{"digest":"sha256:'$h'"}]}' >$kind/index.json
done
echo '{"config":{"digest":"sha256:'$h'"},"layers":[]}' >link/blobs/sha256/$h
ln -s ` + broken + ` link/manifest.json
mkfifo pipe/blobs/sha256/$h
for kind in link pipe; do tar -c -f /srv/shop/$kind.tar -C $kind .; done`)
		service := func(name string) string {
			return "\n  " + name + ":" + strings.Replace(loop, "busybox", "some/"+name+":1", 1) + "    x-compose2unit: {image-archive: " + name + ".tar}\n"
		}
		l.install("services:" + service("link") + service("pipe"))
		l.fails("systemctl", "start", "shop-link")
		l.fails("systemctl", "start", "shop-pipe")
		l.contained()
		if got := l.m.Run("sh", "-c", "ls -A /var/tmp | grep load; ls -A /run/compose2unit | grep shop[.]").Out; got != "" {
			t.Errorf("left behind: %s", got)
		}
	})
}
