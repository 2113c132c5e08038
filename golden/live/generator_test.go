//go:build live

package live

import (
	"context"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/live/machine"
)

// withFolders are the columns in which folders hold projects: our generator writes plain units only.
var withFolders = and(plainUnits, []*column{rootlessPodman, rootlessDocker, dockerForky})

// generates makes the machine's compose2unit a generator of both managers, as its package does, with the column's flags as the
// settings of all projects. It returns the folder of the administrator's projects, or of the user's.
func (l *life) generates() (root string) {
	l.t.Helper()
	l.m.spoiled = true
	l.onMachine("mkdir -p /usr/lib/systemd/system-generators /usr/lib/systemd/user-generators" +
		" && ln -sf /usr/local/bin/compose2unit /usr/lib/systemd/system-generators/compose2unit" +
		" && ln -sf /usr/local/bin/compose2unit /usr/lib/systemd/user-generators/compose2unit")
	var settings strings.Builder
	for flags := l.m.column.flags; len(flags) > 0; {
		if flags[0] == "-user" { // the manager is the user's
			flags = flags[1:]
			continue
		}
		settings.WriteString(strings.TrimPrefix(flags[0], "-") + ": " + flags[1] + "\n")
		flags = flags[2:]
	}
	if err := l.m.Machine.Write("/etc/compose2unit.yaml", []byte(settings.String()), 0o644); err != nil {
		l.t.Fatal(err)
	}
	if l.m.column.as != nil {
		return machine.LiveHome + "/.config/compose"
	}
	return "/etc/compose"
}

// onMachine runs a script as root, regardless of the owner of the column's units.
func (l *life) onMachine(script string) {
	l.t.Helper()
	if r := l.m.Machine.Run("sh", "-c", script); r.Code != 0 {
		l.t.Fatal(r)
	}
}

// folder writes a project's Compose file and makes systemd read it.
func (l *life) folder(dir, compose string) {
	l.t.Helper()
	l.edit(dir, compose)
	l.must("systemctl", "daemon-reload")
}

// A Compose file in a folder is a project of systemd's: it starts, an edit takes effect at the next start after systemd has
// read it, and a stop ends it. Nothing is written outside the generator's folder.
func TestProjectInAFolder(t *testing.T) {
	play(t, withFolders, func(t *testing.T, l *life) {
		root := l.generates()
		l.folder(root+"/shop", "services:\n  web:"+loop+"  db:"+loop)
		l.must("systemctl", "start", "shop.target")
		l.running("shop-web-1", "shop-db-1")
		if got := l.property("shop-web.service", "SourcePath"); got != root+"/shop/compose.yaml" {
			t.Errorf("the source of shop-web.service is %q", got)
		}
		db, web := l.container("shop-db-1"), l.container("shop-web-1")

		l.folder(root+"/shop", "services:\n  web:"+loop+"    environment: {NEW: value}\n  db:"+loop)
		l.untouched("shop-web-1", web) // a reload starts nothing
		l.must("systemctl", "restart", "shop-web.service")
		if l.container("shop-web-1").ID == web.ID {
			t.Error("shop-web-1 was not recreated")
		}
		l.untouched("shop-db-1", db)

		l.must("systemctl", "start", "shop-down.service")
		l.containers(0, 0)
		if left := l.m.Run("sh", "-c", "ls -d /etc/systemd/system/shop* ~/.config/systemd/user/shop* 2>/dev/null").Out; left != "" {
			t.Errorf("written outside the generator's folder: %s", left)
		}
	})
}

// The files equal those that -output writes with the same settings.
func TestFolderEqualsOutput(t *testing.T) {
	play(t, withFolders, func(t *testing.T, l *life) {
		root := l.generates()
		l.folder(root+"/shop", "services:\n  web:"+loop+"    environment: {PASSWORD: x}\n    depends_on: {db: {condition: service_started}}\n  db:"+loop+"    volumes: [data:/data]\nvolumes: {data: {}}\n")
		l.must(append([]string{"env", "-C", root + "/shop", "compose2unit", "-q", "-output", "/srv/out"}, l.m.column.flags...)...)
		diff := l.m.Run("sh", "-c", "diff -r -x multi-user.target.wants -x default.target.wants -x .gitignore -x .compose2unit-files"+
			" /srv/out \"$(dirname \"$(systemctl show --value -P FragmentPath shop.target)\")\" 2>&1 | grep -v '^Only in .*generator'")
		if diff.Out != "" {
			t.Errorf("the folders differ:\n%s", diff.Out)
		}
	})
}

// A file that cannot be translated becomes a unit that fails and says why. What is running continues, the other projects are
// unchanged, and the file takes effect again as soon as it is corrected.
func TestBrokenFolder(t *testing.T) {
	play(t, withFolders, func(t *testing.T, l *life) {
		root := l.generates()
		l.folder(root+"/shop2", "services:\n  web:"+loop)
		l.folder(root+"/shop", "services:\n  web:"+loop)
		l.must("systemctl", "start", "shop.target", "shop2.target")
		web, other := l.container("shop-web-1"), l.container("shop2-web-1")

		l.folder(root+"/shop", "services:\n  web:\n    imagee: busybox\n")
		l.untouched("shop-web-1", web)
		l.state("shop-web.service", "active")
		l.m.Run("systemctl", "restart", "shop.target")
		l.eventuallyState("shop-refused.service", "failed")
		l.says(l.must("systemctl", "list-units", "--failed", "--plain", "--no-legend"), "shop-refused.service")
		l.eventually("the finding in the journal", func() bool {
			return strings.Contains(l.journal("shop-refused.service"), root+"/shop/compose.yaml:3:5: error: services.web.imagee")
		})
		l.untouched("shop-web-1", web)
		l.untouched("shop2-web-1", other)

		l.folder(root+"/shop", "services:\n  web:"+loop)
		l.must("systemctl", "reset-failed", "shop-refused.service")
		l.untouched("shop-web-1", web)
		l.must("systemctl", "start", "shop.target")
		l.untouched("shop-web-1", web)
		l.must("systemctl", "stop", "shop-web.service")
		l.exited("shop-web-1", 0)
		l.untouched("shop2-web-1", other)
	})
}

// The administrator's folder replaces a package's as a whole, a link to /dev/null masks it, and a folder that is removed after
// its project was stopped leaves nothing behind.
func TestFolderOverrides(t *testing.T) {
	play(t, plainUnits, func(t *testing.T, l *life) {
		root := l.generates()
		l.folder("/usr/share/compose/shop", "services:\n  web:"+loop)
		l.must("systemctl", "start", "shop.target")
		l.running("shop-web-1")

		l.folder(root+"/shop", "services:\n  api:"+loop)
		if got := l.property("shop.target", "Wants"); got != "shop-api.service" {
			t.Errorf("shop.target wants %q", got)
		}
		l.sh("rm -r " + root + "/shop && ln -s /dev/null " + root + "/shop && systemctl start shop-down.service; systemctl daemon-reload")
		if got := l.property("shop.target", "LoadState"); got != "not-found" {
			t.Errorf("shop.target is %s though it is masked", got)
		}
		l.sh("rm " + root + "/shop && systemctl daemon-reload && systemctl start shop.target")
		l.running("shop-web-1")
		l.must("systemctl", "start", "shop-down.service")
		l.sh("rm -r /usr/share/compose/shop && systemctl daemon-reload")
		l.containers(0, 0)
		if got := l.m.Run("systemctl", "list-units", "--all", "--plain", "--no-legend", "shop*").Out; strings.TrimSpace(got) != "" {
			t.Errorf("units are left:\n%s", got)
		}
	})
}

// At boot the projects start by themselves, even if one of them cannot be translated, and a generator that is killed does not
// affect the boot.
func TestFoldersAtBoot(t *testing.T) {
	play(t, withFolders, func(t *testing.T, l *life) {
		root := l.generates()
		l.folder(root+"/shop2", "services: [\n")
		l.folder(root+"/shop", "services:\n  web:"+loop)
		// There is no other failed unit: Reboot reports each.
		if err := l.m.Reboot(context.Background()); l.m.column.as == nil && (err == nil || strings.Count(err.Error(), " loaded failed ") != 1) {
			t.Fatal(err)
		}
		l.eventuallyState("shop-web.service", "active")
		l.eventuallyState("shop2-refused.service", "failed")
		l.onMachine("for at in system user; do rm /usr/lib/systemd/$at-generators/compose2unit;" +
			" printf '#!/bin/sh\\nkill -9 $$\\n' >/usr/lib/systemd/$at-generators/compose2unit; chmod 755 /usr/lib/systemd/$at-generators/compose2unit; done")
		if err := l.m.Reboot(context.Background()); err != nil {
			t.Fatal(err)
		}
		if got := l.property("shop.target", "LoadState"); got != "not-found" {
			t.Errorf("shop.target is %s", got)
		}
		l.state("basic.target", "active")
	})
}
