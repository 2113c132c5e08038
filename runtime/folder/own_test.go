package folder

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// mentions is a unit of the project whose owner added directives that name the user's files in the private folder, in every
// possible way, besides one of ours.
const mentions = `[Unit]
X-ComposeProject=shop
ConditionPathExists=%Y/shop/flag
[Service]
LoadCredential=k:%Y/shop/key.txt
EnvironmentFile=%Y/shop/extra.env
EnvironmentFile=%Y/shop/mine-lines.env
ExecStartPre=/bin/sh %Y/shop/prepare
ExecStartPre=:/bin/sh %Y/shop/create --env-file %Y/shop/web.env --volume /etc/shop/app.conf:/app.conf:ro
`

// users are the user's files in the private folder, some with names that ours could have.
var users = map[string]string{
	"shop/flag": "", "shop/key.txt": "KEY\n", "shop/extra.env": "A=1\n", "shop/prepare": "#!/bin/sh\n# $folder/helper\n", "shop/helper": "#!/bin/sh\n",
	"shop/app.conf": "listen 80\n", "shop/old.env": "MINE=1\n", "shop/sub/deep.env": "MINE=1\n", "shop/.hidden": "mine\n",
}

// A file that one of our units mentions is not ours because of that: only files that were written here are.
func TestAFileThatAUnitMentionsIsNotOurs(t *testing.T) {
	root := t.TempDir()
	w := shop(root, file("shop-web.service", mentions), file("shop/web.env", "A=1\n"), script("create"))
	w.ConfigDir = "/etc/shop"
	mustWrite(t, w)
	for name, text := range users {
		put(t, root, name, text)
	}
	same(t, "second run", mustWrite(t, w), Result{Same: 3})
	w.Files = nil
	same(t, "nothing wanted", mustWrite(t, w), Result{Removed: 3})
	want := map[string]string{"shop": "a folder", "shop/sub": "a folder"}
	for name, text := range users {
		want[name] = text
	}
	same(t, "folder", content(t, root), want)
}

// A user's file is not taken over because a later version of the project wants its name.
func TestANameThatIsTakenIsRefused(t *testing.T) {
	root := t.TempDir()
	mustWrite(t, shop(root, file("shop-web.service", mentions), script("create")))
	for _, name := range []string{"shop/extra.env", "shop/prepare", "shop/sub/deep.env", "shop/" + List} {
		put(t, root, name, "mine\n")
		_, err := shop(root, file("shop-web.service", mentions), file(name, "ours\n"), script("create")).Write()
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
		if data, _ := os.ReadFile(filepath.Join(root, name)); string(data) != "mine\n" {
			t.Errorf("%s: %q", name, data)
		}
	}
}

// The list names exactly the files with values, and only its owner can read it.
func TestTheList(t *testing.T) {
	root := t.TempDir()
	at := filepath.Join(root, "shop", List)
	mustWrite(t, shop(root, file("shop-web.service", unitOf("shop")), script("create"), file("shop/web.env", "A=1\n"), file("shop/old.env", "A=1\n")))
	mustWrite(t, shop(root, file("shop-web.service", unitOf("shop")), script("create"), file("shop/web.env", "A=1\n"), file("shop/sub/x.json", "{}\n")))
	data, err := os.ReadFile(at)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "list", string(data), listHead+"sub/x.json\nweb.env\n")
	info, err := os.Stat(at)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	mustWrite(t, shop(root))
	same(t, "nothing wanted", content(t, root), map[string]string{})
}

// A list that was forged cannot name a file outside the private folder, nor a hidden one.
func TestAForgedListReachesNothingElse(t *testing.T) {
	parent := t.TempDir()
	root := filepath.Join(parent, "out")
	for _, name := range []string{"victim", "out/victim", "out/shop/.git", "out/shop/sub/victim"} {
		put(t, parent, name, "mine\n")
	}
	if err := os.Symlink(filepath.Join(root, "shop/sub"), filepath.Join(root, "shop/link")); err != nil {
		t.Fatal(err)
	}
	put(t, root, "shop/"+List, listHead+"../victim\n../../victim\n/"+parent+"/victim\n.git\nlink/victim\n./x\n\nlink\n")
	before := content(t, parent)
	mustWrite(t, shop(root))
	same(t, "folder", content(t, parent), before)
}

// The files of a version before the list are still recognized, by that version's commands; the user's additions are not.
func TestAnOlderOutputIsTakenOver(t *testing.T) {
	root := t.TempDir()
	put(t, root, "shop-web.service", mentions+"ExecStartPost=-:/bin/sh %Y/shop/hook --env-file \"%Y/shop/web-hook-1.env\" \\\n    --api %Y/shop/web-%i.json\nEnvironmentFile=%Y/shop/web-lines.env\n")
	for _, name := range []string{"shop/web.env", "shop/web-hook-1.env", "shop/web-lines.env", "shop/web-2.json", "shop/hook"} {
		put(t, root, name, "old\n")
	}
	put(t, root, "shop/create", "#!/bin/sh\n. \"$folder/env\"\n")
	put(t, root, "shop/env", "#!/bin/sh\n")
	for name, text := range users {
		put(t, root, name, text)
	}
	mustWrite(t, shop(root, file("shop-web.service", mentions), file("shop/web.env", "A=1\n"), script("create")))
	want := map[string]string{"shop": "a folder", "shop/sub": "a folder", "shop-web.service": mentions, "shop/web.env": "A=1\n", "shop/create": string(script("create").Data)}
	for name, text := range users {
		want[name] = text
	}
	same(t, "folder", content(t, root), want)
}

// A checkout has no list: scripts carry a mark, also those of another version.
func TestTheScriptsOfACheckoutAreOurs(t *testing.T) {
	root := t.TempDir()
	w := shop(root, file("shop-web.service", mentions), script("create"), script("hook"), file("shop/web.env", "A=1\n"))
	mustWrite(t, w)
	for _, name := range []string{List, "web.env"} {
		if err := os.Remove(filepath.Join(root, "shop", name)); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range users {
		put(t, root, name, text)
	}
	put(t, root, "shop/copy", string(script("create").Data)) // a copy under another name is the user's
	next := script("create")
	next.Data = append(next.Data, "exit 1\n"...)
	same(t, "counts", mustWrite(t, shop(root, file("shop-web.service", mentions), next, file("shop/web.env", "A=1\n"))), Result{Wrote: 2, Same: 1, Removed: 1})
	if got := content(t, root); got["shop/copy"] == "" || got["shop/prepare"] == "" || got["shop/hook"] != "" {
		t.Error(got)
	}
}

// An alias is a unit's name once it is enabled.
func TestNobodysUnitIsHiddenByAnAlias(t *testing.T) {
	parent := t.TempDir()
	put(t, parent, "lib/ssh.service", "[Service]\nExecStart=/usr/sbin/sshd -D\n")
	w := shop(filepath.Join(parent, "out"), file("shop-web.service", unitOf("shop")+"[Install]\nAlias=web.service ssh.service\n"))
	w.Others = []string{filepath.Join(parent, "lib")}
	if _, err := w.Write(); err == nil || !strings.Contains(err.Error(), "lib/ssh.service belongs to something else") {
		t.Error(err)
	}
}

// A unit with the same name in another folder that systemd reads is foreign, a package's for example: only one of the two
// would be in effect. A unit that is generated from a source file counts, and so does a link.
func TestNobodysUnitIsHidden(t *testing.T) {
	for name, in := range map[string]struct{ ours, theirs, text, want string }{
		"a package's":         {"apt-daily-upgrade.service", "lib/apt-daily-upgrade.service", "[Service]\nExecStart=/usr/lib/apt/apt.systemd.daily\n", "lib/apt-daily-upgrade.service"},
		"of another project":  {"shop-web.service", "lib/shop-web.service", unitOf("store"), "lib/shop-web.service"},
		"of this project":     {"shop-web.service", "lib/shop-web.service", unitOf("shop"), ""},
		"another name":        {"shop-web.service", "lib/shop-web.timer", "", ""},
		"by a source":         {"man-db.container", "lib/man-db.service", "[Service]\n", "lib/man-db.service"},
		"by a source, beside": {"man-db.container", "out/man-db.service", "[Service]\n", "out/man-db.service"},
		"a source's":          {"man-db.container", "quadlets/man-db.container", "[Container]\n", "quadlets/man-db.container"},
		"a network's":         {"shop-front.network", "lib/shop-front-network.service", "", "lib/shop-front-network.service"},
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			put(t, parent, in.theirs, in.text)
			before := content(t, parent)
			w := shop(filepath.Join(parent, "out"), file(in.ours, unitOf("shop")))
			w.Others, w.OtherSources = []string{filepath.Join(parent, "nowhere"), filepath.Join(parent, "lib")}, []string{filepath.Join(parent, "quadlets")}
			_, err := w.Write()
			if (err == nil) != (in.want == "") || err != nil && !strings.Contains(err.Error(), in.want+" belongs to something else") {
				t.Error(err)
			}
			if err != nil {
				same(t, "folders", content(t, parent), before)
				return
			}
			// What is already installed stays in effect.
			put(t, parent, "lib/"+in.ours, "[Service]\n")
			mustWrite(t, w)
		})
	}
}

// Which units are the project's is known without its private folder, which other users may not read.
func TestOwnedNeedsNoPrivateFolder(t *testing.T) {
	root := t.TempDir()
	w := shop(root, file("shop-web.service", mentions), file("shop/web.env", "A=1\n"), script("create"))
	mustWrite(t, w)
	put(t, root, "shop/"+List, "not ours\n") // an error for whoever reads it
	if _, err := w.Plan(); err == nil {
		t.Error("the list is not read at all")
	}
	if owned, err := w.Owned(); err != nil || len(owned) != 1 || owned[0] != "shop-web.service" {
		t.Errorf("%v, %v", owned, err)
	}
}

// A folder of the user's that happens to have the project's name is not taken over: neither is its mode changed, nor is a .gitignore
// written that would hide its files. Once something in it is ours, further files of the user's are welcome.
func TestAFolderOfTheUsersIsNotTaken(t *testing.T) {
	for _, theirs := range []string{"shop/main.py", "shop/lib/x.py"} {
		root := t.TempDir()
		w := shop(root, file("shop-web.service", unitOf("shop", "web.env")), file("shop/web.env", "A=1\n"), script("create"))
		put(t, root, theirs, "print(1)\n")
		if err := os.Chmod(filepath.Join(root, "shop"), 0o755); err != nil {
			t.Fatal(err)
		}
		before := content(t, root)
		if _, err := w.WithGitignore().Write(); err == nil || !strings.Contains(err.Error(), "/shop: is a folder in which nothing is of project \"shop\"") {
			t.Error(err)
		}
		same(t, "the folder", content(t, root), before)
		if info, err := os.Stat(filepath.Join(root, "shop")); err != nil || info.Mode().Perm() != 0o755 {
			t.Errorf("%v, %v", info.Mode(), err)
		}
		if err := os.RemoveAll(filepath.Join(root, "shop")); err != nil {
			t.Fatal(err)
		}
		mustWrite(t, w)
		put(t, root, theirs, "print(1)\n")
		same(t, "a second run", mustWrite(t, w), Result{Same: 3})
	}
}
