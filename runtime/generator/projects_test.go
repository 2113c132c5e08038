package generator

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// tree makes folders and files below a root: "a/compose.yaml" is a file, "b/" a folder, "c -> d" a link.
func tree(t *testing.T, entries ...string) string {
	t.Helper()
	root := t.TempDir()
	for _, entry := range entries {
		name, to, link := strings.Cut(entry, " -> ")
		at := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		switch {
		case link:
			err = os.Symlink(to, at)
		case strings.HasSuffix(name, "/"):
			err = os.MkdirAll(at, 0o755)
		default:
			err = os.WriteFile(at, nil, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// The earlier root wins, as a whole folder.
func TestFind(t *testing.T) {
	root := tree(t,
		"etc/shop/compose.yaml", "etc/masked -> /dev/null", "etc/empty/.env", "etc/linked -> ../elsewhere", "etc/README",
		"etc/.hidden/compose.yaml", "etc/file.yaml",
		"elsewhere/compose.yml",
		"run/shop/compose.yaml", "run/boot/docker-compose.yml",
		"usr/shop/compose.yaml", "usr/masked/compose.yaml", "usr/empty/compose.yaml", "usr/boot/compose.yaml")
	at := func(parts ...string) string { return filepath.Join(append([]string{root}, parts...)...) }
	found, err := Find([]string{at("etc"), at("absent"), at("run"), at("usr")}, []string{"compose.yaml", "compose.yml", "docker-compose.yml"})
	if err != nil {
		t.Error(err)
	}
	want := []Project{
		{"boot", at("run/boot"), at("run/boot/docker-compose.yml")},
		{"empty", at("usr/empty"), at("usr/empty/compose.yaml")},
		{"linked", at("etc/linked"), at("etc/linked/compose.yml")},
		{"shop", at("etc/shop"), at("etc/shop/compose.yaml")},
	}
	if len(found) != len(want) {
		t.Fatalf("found %v, want %v", found, want)
	}
	for i := range want {
		if found[i] != want[i] {
			t.Errorf("found %v, want %v", found[i], want[i])
		}
	}
}

// A folder that no project can be called by is an error beside the projects.
func TestFindReportsNames(t *testing.T) {
	root := tree(t, "My Shop/compose.yaml", "-x/compose.yaml", "shop/compose.yaml", "Notes/todo.txt")
	found, err := Find([]string{root}, []string{"compose.yaml"})
	if len(found) != 1 || found[0].Name != "shop" {
		t.Errorf("found %v", found)
	}
	for _, name := range []string{`/My Shop: "My Shop" is not a project's name`, `/-x: "-x" is not a project's name`} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("the error is %v, want one about %s", err, name)
		}
	}
	if strings.Contains(err.Error(), "Notes") {
		t.Errorf("a folder without a Compose file is reported: %v", err)
	}
}

// unprivileged takes root's access to files away from the test, which has a thread of its own from then on (setfsuid(2)).
func unprivileged(t *testing.T) {
	if os.Geteuid() != 0 {
		return
	}
	runtime.LockOSThread()
	const nobody = 65534
	if err := syscall.Setfsuid(nobody); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Setfsuid(0); err != nil {
			t.Error(err)
		}
		runtime.UnlockOSThread()
	})
}

// A folder that this user may not read is no project, and hides none; whoever lists the folders still learns of it.
func TestFindWithoutPermission(t *testing.T) {
	root := tree(t, "etc/shop/compose.yaml", "usr/shop/compose.yaml", "etc/own/compose.yaml")
	for _, name := range []string{"..", ".", "etc", "usr", "usr/shop"} {
		if err := os.Chmod(filepath.Join(root, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"etc/shop", "etc/own"} {
		if err := os.Chmod(filepath.Join(root, name), 0); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(filepath.Join(root, name), 0o755) })
	}
	unprivileged(t)
	places, err := Places([]string{root + "/etc", root + "/usr"}, []string{"compose.yaml"})
	if err != nil || len(places) != 3 || !places[0].Unreadable || !places[1].Unreadable || places[2].Unreadable {
		t.Errorf("%+v, %v", places, err)
	}
	if got := Effective(places); len(got) != 1 || got[0].Dir != root+"/usr/shop" {
		t.Errorf("%v", got)
	}
}

func TestUserRoots(t *testing.T) {
	if got := strings.Join(UserRoots("/home/ann/.config"), " "); got != "/home/ann/.config/compose /etc/compose/users /usr/share/compose/users" {
		t.Error(got)
	}
	if got := strings.Join(UserRoots(""), " "); got != "/etc/compose/users /usr/share/compose/users" {
		t.Error(got)
	}
}

// systemd runs the program as a generator from the folders of generators, and from nowhere else.
func TestCalled(t *testing.T) {
	for _, c := range []struct {
		argv     string
		user, is bool
	}{
		{"/usr/lib/systemd/system-generators/compose2unit n e l", false, true},
		{"/usr/lib/systemd/user-generators/compose2unit n e l", true, true},
		{"/etc/systemd/system-generators/50-compose n e l", false, true},
		{"/usr/bin/compose2unit n e l", false, false},
		{"compose2unit a.yml b.yml c.yml", false, false},
		{"/usr/lib/systemd/system-generators/compose2unit -version", false, false},
	} {
		if user, is := Called(strings.Fields(c.argv)); user != c.user || is != c.is {
			t.Errorf("%s: user %v, generator %v", c.argv, user, is)
		}
	}
}

// A user's folders are found by the user's environment; a relative path in it is none.
func TestManagerOf(t *testing.T) {
	for _, c := range []struct {
		environ []string
		want    Manager
	}{
		{[]string{"HOME=/home/ann", "XDG_RUNTIME_DIR=/run/user/1000"}, Manager{User: true, Config: "/home/ann/.config", State: "/home/ann/.local/state", RuntimeDir: "/run/user/1000"}},
		{[]string{"HOME=/home/ann", "XDG_CONFIG_HOME=/etc/ann"}, Manager{User: true, Config: "/etc/ann", State: "/home/ann/.local/state"}},
		{[]string{"HOME=ann", "XDG_CONFIG_HOME=."}, Manager{User: true}},
		{nil, Manager{User: true}},
	} {
		if got := ManagerOf(true, "", c.environ); got != c.want {
			t.Errorf("%v: %+v, want %+v", c.environ, got, c.want)
		}
	}
	if got := ManagerOf(true, "", nil); !filepath.IsAbs(got.Loaded()) || !filepath.IsAbs(got.Kept()) {
		t.Errorf("without an environment: %s, %s", got.Loaded(), got.Kept())
	}
	if got := ManagerOf(false, "/root", []string{"HOME=/home/ann"}); got != (Manager{Root: "/root"}) || got.Loaded() != "/root/run/systemd/generator" {
		t.Errorf("of the system: %+v", got)
	}
}
