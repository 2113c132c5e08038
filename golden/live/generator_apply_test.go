//go:build live

package live

import (
	"strings"
	"testing"
)

// inFolder returns one of compose2unit's commands for projects in folders, for the column's user.
func (l *life) inFolder(command string, more ...string) []string {
	argv := []string{"compose2unit", command}
	if l.m.column.as != nil {
		argv = append(argv, "-user")
	}
	return append(argv, more...)
}

// edit writes a project's Compose file without reloading systemd.
func (l *life) edit(dir, compose string) {
	l.t.Helper()
	if err := l.m.Write(dir+"/compose.yaml", []byte(compose), 0o644); err != nil {
		l.t.Fatal(err)
	}
}

// `compose2unit apply` with the name of a project in a folder reloads systemd, restarts only services that changed, starts new ones,
// and removes those that are gone. A broken file changes nothing. `remove` leaves nothing of a project whose folder is gone.
func TestApplyFolder(t *testing.T) {
	play(t, withFolders, func(t *testing.T, l *life) {
		root := l.generates()
		l.edit(root+"/shop", "services:\n  web:"+loop+"  db:"+loop+"  gone:"+loop)
		l.says(l.must(l.inFolder("apply", "shop")...), "add     shop-web.service", "shop-web.service: started")
		l.running("shop-web-1", "shop-db-1", "shop-gone-1")
		db, web := l.container("shop-db-1"), l.container("shop-web-1")
		if out := l.must(l.inFolder("apply", "shop")...); out != "shop: nothing to do" {
			t.Errorf("the second apply should have nothing to do: %s", out)
		}

		l.edit(root+"/shop", "services:\n  web:"+loop+"    environment: {NEW: value}\n  db:"+loop+"  fresh:"+loop)
		l.fails(l.inFolder("diff", "shop")...)
		l.must(l.inFolder("apply", "shop")...)
		l.untouched("shop-db-1", db)
		if l.container("shop-web-1").ID == web.ID {
			t.Error("shop-web-1 was not recreated")
		}
		l.running("shop-web-1", "shop-fresh-1")
		l.containers(3, 3)
		l.says(l.must(l.inFolder("status", "shop")...), "shop: loaded, "+root+"/shop", "shop-fresh.service")

		web = l.container("shop-web-1")
		l.edit(root+"/shop", "services:\n  web:\n    imagee: busybox\n")
		if r := l.m.Run(l.inFolder("apply", "shop")...); r.Code != 1 || !strings.Contains(r.Err, "services.web.imagee") {
			t.Errorf("a broken file: %s", r)
		}
		l.untouched("shop-web-1", web)
		if got := l.property("shop.target", "Wants"); strings.Contains(got, "refused") {
			t.Errorf("systemd has read the broken file: shop.target wants %s", got)
		}

		l.onMachine("rm -r " + root + "/shop")
		l.must(l.inFolder("remove", "shop")...)
		l.nothing("shop")
	})
}

// Changes to other projects that the reload of one apply loads are applied by their own apply. A project whose folder was removed
// before a manual daemon-reload can still be removed.
func TestApplyTwoFolders(t *testing.T) {
	play(t, plainUnits, func(t *testing.T, l *life) {
		root := l.generates()
		l.edit(root+"/shop", "services:\n  web:"+loop)
		l.edit(root+"/blog", "services:\n  web:"+loop+"  gone:"+loop)
		l.must(l.inFolder("apply", "shop")...)
		l.must(l.inFolder("apply", "blog")...)
		l.running("shop-web-1", "blog-web-1", "blog-gone-1")
		shop, blog := l.container("shop-web-1"), l.container("blog-web-1")

		l.edit(root+"/shop", "services:\n  web:"+loop+"    environment: {NEW: value}\n")
		l.edit(root+"/blog", "services:\n  web:"+loop+"    environment: {NEW: value}\n")
		l.must(l.inFolder("apply", "shop")...)
		l.untouched("blog-web-1", blog)
		if l.container("shop-web-1").ID == shop.ID {
			t.Error("shop-web-1 was not recreated")
		}
		shop = l.container("shop-web-1")
		l.must(l.inFolder("apply", "blog")...)
		l.untouched("shop-web-1", shop)
		if l.container("blog-web-1").ID == blog.ID {
			t.Error("blog-web-1 was not recreated")
		}
		l.containers(2, 2)

		l.onMachine("rm -r " + root + "/blog && systemctl daemon-reload")
		l.running("blog-web-1")
		l.must(l.inFolder("remove", "blog")...)
		l.nothing("blog")
		l.untouched("shop-web-1", shop)
	})
}

// nothing asserts that no unit, container, network or note of a project is left.
func (l *life) nothing(project string) {
	l.t.Helper()
	filter := "label=com.docker.compose.project=" + project
	for _, what := range [][]string{{"engine", "ps", "--all", "--quiet", "--filter", filter}, {"engine", "network", "ls", "--quiet", "--filter", filter}} {
		if left := l.must(what...); left != "" {
			l.t.Errorf("%s of %s are left: %s", what[1], project, left)
		}
	}
	if left := l.must("systemctl", "list-units", "--all", "--plain", "--no-legend", project+".target", project+"-*"); strings.TrimSpace(left) != "" {
		l.t.Errorf("units of %s are left:\n%s", project, left)
	}
	if left := l.m.Run("sh", "-c", "ls -A /var/lib/compose2unit /run/compose2unit/.kept ~/.local/state/compose2unit 2>/dev/null | grep -F "+project).Out; left != "" {
		l.t.Errorf("notes of %s are left: %s", project, left)
	}
}
