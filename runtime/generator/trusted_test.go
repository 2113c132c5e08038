package generator

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What an administrator writes in /etc/NAME counts only if nobody but root can change or replace it, however it is reached.
func TestOnlyRootAdaptsAPackagesProject(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can give files away")
	}
	const daemon = 12345
	chown := func(root, name string) error { return os.Lchown(filepath.Join(root, name), daemon, 0) }
	chmod := func(mode os.FileMode) func(root, name string) error {
		return func(root, name string) error { return os.Chmod(filepath.Join(root, name), mode) }
	}
	for name, c := range map[string]struct {
		files  []string
		change func(root, name string) error
		at     string
		// want is the beginning of the reason, read means that the file is used; neither, that there is none.
		want string
		read bool
	}{
		"root's":                             {files: []string{"etc/shop/.env"}, read: true},
		"root's, readable by its group":      {files: []string{"etc/shop/.env"}, change: chmod(0o640), at: "etc/shop/.env", read: true},
		"none":                               {files: []string{"etc/shop/other"}},
		"none in a daemon's folder":          {files: []string{"etc/shop/other"}, change: chown, at: "etc/shop"},
		"a file in the folder's place":       {files: []string{"etc/shop"}},
		"the daemon's file":                  {files: []string{"etc/shop/.env"}, change: chown, at: "etc/shop/.env", want: "etc/shop/.env belongs to the user with the ID 12345"},
		"root's file, the daemon's folder":   {files: []string{"etc/shop/.env"}, change: chown, at: "etc/shop", want: "etc/shop belongs to the user with the ID 12345"},
		"a folder above":                     {files: []string{"etc/shop/.env"}, change: chown, at: "etc", want: "etc belongs to the user with the ID 12345"},
		"a file that everyone can write":     {files: []string{"etc/shop/.env"}, change: chmod(0o666), at: "etc/shop/.env", want: "etc/shop/.env has the mode 0666"},
		"a file that its group can write":    {files: []string{"etc/shop/.env"}, change: chmod(0o660), at: "etc/shop/.env", want: "etc/shop/.env has the mode 0660"},
		"a folder that its group can write":  {files: []string{"etc/shop/.env"}, change: chmod(0o2770), at: "etc/shop", want: "etc/shop has the mode 0770"},
		"a folder like /tmp":                 {files: []string{"etc/shop/.env"}, change: chmod(0o777 | os.ModeSticky), at: "etc/shop", read: true},
		"a link to root's":                   {files: []string{"etc/shop/.env -> ../../srv/env", "srv/env"}, read: true},
		"a link of the folder":               {files: []string{"etc/shop -> ../srv/shop", "srv/shop/.env"}, read: true},
		"a link to the daemon's file":        {files: []string{"etc/shop/.env -> ../../srv/env", "srv/env"}, change: chown, at: "srv/env", want: "srv/env belongs to"},
		"a link through the daemon's folder": {files: []string{"etc/shop/.env -> ../../srv/a/../b/env", "srv/a/", "srv/b/env"}, change: chown, at: "srv/a", want: "srv/a belongs to"},
		"the daemon's link":                  {files: []string{"etc/shop/.env -> ../../srv/env", "srv/env"}, change: chown, at: "etc/shop/.env", want: "etc/shop/.env belongs to"},
		"a link into a link":                 {files: []string{"etc/shop/.env -> b", "etc/shop/b -> ../../srv/env", "srv/env"}, change: chown, at: "srv", want: "srv belongs to"},
		"a link to itself":                   {files: []string{"etc/shop/.env -> .env"}, want: "it cannot be determined who can write the file: "},
		"a link to nothing":                  {files: []string{"etc/shop/.env -> nothing"}},
	} {
		t.Run(name, func(t *testing.T) {
			root := tree(t, c.files...)
			if c.change != nil {
				if err := c.change(root, c.at); err != nil {
					t.Fatal(err)
				}
			}
			local, wrong := Manager{Root: root}.Local(Project{Name: "shop", Dir: filepath.Join(root, "usr/share/compose/shop")})
			if (local.Env != "") != c.read {
				t.Errorf("used: %q", local.Env)
			}
			why := ""
			for _, u := range wrong {
				why += strings.ReplaceAll(strings.TrimPrefix(u.Reason, "the file is not read, because others than root can change or replace it: "), root+"/", "")
				if u.File != filepath.Join(root, "etc/shop/.env") || c.at != "" && !strings.Contains(u.Hint, root+"/"+c.at) {
					t.Errorf("%+v", u)
				}
			}
			if (why == "") != (c.want == "") || !strings.HasPrefix(why, c.want) {
				t.Errorf("the reason is %q, want %q", why, c.want)
			}
		})
	}
}
