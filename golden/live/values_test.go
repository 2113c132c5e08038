//go:build live

package live

import (
	"strings"
	"testing"
)

// With -env-files-only the values of env_file and secrets exist only on the target: the container gets them; no output
// file, no argv and no file that others can read contains one; and a changed env_file recreates the container.
func TestValuesOnTheTarget(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.sh(`umask 077 && mkdir -p /srv/deploy /etc/credstore
printf '# made by hand\nIN_FILE="canary \\"file\\" $$1"\nexport BOTH=canary-file\n' >/srv/deploy/app.env
printf canary-token >/etc/credstore/shop.token
printf canary-key | systemd-creds encrypt --with-key=host --name=key - /srv/deploy/key.cred`)
		l.flags = append(l.flags, "-env-files-only", "-root-path", "/srv/deploy")
		const show = `
    image: busybox
    command: [sh, -c, 'trap "exit 0" TERM; while :; do sleep 0.1; done']
    env_file: app.env
    environment: {BOTH: literal, ONE: "1"}
    secrets: [token, key]
`
		l.up(`
secrets:
  token: {environment: NOWHERE}
  key:
    environment: NOWHERE
    x-compose2unit: {credential-encrypted: /srv/deploy/key.cred}
services:
  app:` + show + `
  probed:
    healthcheck: {test: [CMD, "true"]}` + show + `
  other:` + loop)
		const all = `printf '%s\n' "$IN_FILE" "$BOTH" "$ONE"; cat /run/secrets/token; echo; cat /run/secrets/key`
		want := "canary \"file\" $1\nliteral\n1\ncanary-token\ncanary-key"
		for _, name := range []string{"shop-app-1", "shop-probed-1"} {
			if got := l.must("engine", "exec", name, "sh", "-c", all); got != want {
				t.Errorf("%s has\n%s\nwant\n%s", name, got, want)
			}
		}
		if got := l.m.Run("sh", "-c", `for f in /proc/[0-9]*/cmdline; do tr '\0' ' ' <$f 2>/dev/null; echo; done | grep 'canar[y]'`).Out; got != "" {
			t.Errorf("in an argv:\n%s", got)
		}
		if got := l.m.Run("sh", "-c", "grep -r canary /srv/out; systemctl show --all 'shop*' | grep canary; journalctl --no-pager | grep canary").Out; got != "" {
			t.Errorf("in the output, a unit's properties or the journal:\n%s", got)
		}
		if got := l.m.Run("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
			"grep", "-rIls", "canary", "/etc", "/run", "/tmp", "/var/tmp", "/srv").Out; got != "" {
			t.Errorf("readable by everyone:\n%s", got)
		}
		if got := l.m.Run("sh", "-c", "grep -rIls canary /run/compose2unit").Out; got != "" {
			t.Errorf("left over:\n%s", got)
		}

		app, probed, other := l.container("shop-app-1"), l.container("shop-probed-1"), l.container("shop-other-1")
		l.must("systemctl", "restart", "shop-app", "shop-other")
		l.restarted("shop-app-1", app)
		l.sh(`sed -i s/made/changed/ /srv/deploy/app.env`)
		l.must("systemctl", "restart", "shop-probed")
		l.restarted("shop-probed-1", probed)
		l.sh(`sed -i s/canary/other/ /srv/deploy/app.env`)
		l.must("systemctl", "restart", "shop-app", "shop-probed", "shop-other")
		for name, before := range map[string]container{"shop-app-1": app, "shop-probed-1": probed} {
			if now := l.container(name); now.ID == before.ID {
				t.Errorf("%s was not recreated for another env_file", name)
			}
			if got := l.must("engine", "exec", name, "sh", "-c", `echo "$IN_FILE"`); got != `other "file" $1` {
				t.Errorf("%s has %q", name, got)
			}
		}
		l.restarted("shop-other-1", other)

		// What cannot be read makes the unit fail, and its journal says where.
		l.sh(`echo 'PRICE=$canary' >>/srv/deploy/app.env`)
		l.fails("systemctl", "restart", "shop-app")
		if said := l.journal("shop-app"); !strings.Contains(said, "/srv/deploy/app.env:4: a $ outside of single quotes") {
			t.Errorf("the journal says\n%s", said)
		}
	})
}
