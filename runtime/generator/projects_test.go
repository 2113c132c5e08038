package generator

import (
	"os"
	"path/filepath"
	"strings"
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
	for _, name := range []string{"/My Shop: not a project's name", "/-x: not a project's name"} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("the error is %v, want one about %s", err, name)
		}
	}
	if strings.Contains(err.Error(), "Notes") {
		t.Errorf("a folder without a Compose file is reported: %v", err)
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
