package generator

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
)

// project is one that nothing is read of.
func project(name string) Project {
	return Project{Name: name, Dir: "/etc/compose/" + name, File: "/etc/compose/" + name + "/compose.yaml"}
}

// files are those of a project with one service.
func files(name string) []runtime.File {
	return []runtime.File{
		{Path: name + ".target", Mode: 0o644, Data: []byte("[Unit]\nDescription=x\n\n[Install]\nWantedBy=multi-user.target\n")},
		{Path: name + "-web.service", Mode: 0o644, Data: []byte("[Service]\nExecStart=/bin/true\n")},
		{Path: name + "/web.env", Mode: 0o600, Data: []byte("PASSWORD=x\n")},
	}
}

// translated gives every project the files of one with a service.
func translated(_ context.Context, p Project) Translated { return Translated{Files: files(p.Name)} }

func nobody(string) string { return "" }

// listing is every file below a folder with its mode, and where links lead.
func listing(t *testing.T, root string) string {
	t.Helper()
	var lines []string
	err := filepath.WalkDir(root, func(at string, d fs.DirEntry, err error) error {
		if err != nil || at == root {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		line := info.Mode().String() + " " + strings.TrimPrefix(at, root+"/")
		if to, err := os.Readlink(at); err == nil {
			line = line + " -> " + to
		}
		lines = append(lines, line)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// What is private is the owner's alone, and what is to start at boot is linked, as systemctl enable would.
func TestUnitsAndLinks(t *testing.T) {
	dir := t.TempDir()
	results, err := Run(context.Background(), []Project{project("shop")}, translated, dir, "multi-user.target", nobody)
	if err != nil || len(results) != 1 || results[0].Refused {
		t.Fatal(results, err)
	}
	want := `drwxr-xr-x multi-user.target.wants
Lrwxrwxrwx multi-user.target.wants/shop.target -> ../shop.target
drwx------ shop
-rw------- shop/web.env
-rw-r--r-- shop-web.service
-rw-r--r-- shop.target`
	if got := listing(t, dir); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Every key of [Install] that makes a link makes one; a name that is no unit's, and a template's own, makes none.
func TestInstallSection(t *testing.T) {
	dir := t.TempDir()
	install := "[Service]\nExecStart=/bin/true\n[Install]\n"
	made := Translated{Files: []runtime.File{
		{Path: "a.service", Mode: 0o644, Data: []byte(install + "WantedBy=one.target two.target\nRequiredBy=three.target\nUpheldBy=four.target\nAlias=b.service\nAlso=c.service\nWantedBy=../../etc/x.target %i.target\n")},
		{Path: "t@.service", Mode: 0o644, Data: []byte(install + "WantedBy=one.target\n")},
	}}
	if _, err := Run(context.Background(), []Project{project("shop")}, func(context.Context, Project) Translated { return made }, dir, "x.target", nobody); err != nil {
		t.Fatal(err)
	}
	want := `-rw-r--r-- a.service
Lrwxrwxrwx b.service -> a.service
drwxr-xr-x four.target.upholds
Lrwxrwxrwx four.target.upholds/a.service -> ../a.service
drwxr-xr-x one.target.wants
Lrwxrwxrwx one.target.wants/a.service -> ../a.service
-rw-r--r-- t@.service
drwxr-xr-x three.target.requires
Lrwxrwxrwx three.target.requires/a.service -> ../a.service
drwxr-xr-x two.target.wants
Lrwxrwxrwx two.target.wants/a.service -> ../a.service`
	if got := listing(t, dir); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// aliased returns a project whose service has further names.
func aliased(project, names string) []runtime.File {
	out := files(project)
	for i, file := range out {
		if file.Path == project+"-web.service" {
			out[i].Data = slices.Concat(file.Data, []byte("\n[Install]\nAlias="+names+"\n"))
		}
	}
	return out
}

// Names of a template are for its instances: the generator makes no links for them, so two projects may have the same.
func TestTemplatesShareAnAlias(t *testing.T) {
	of := func(_ context.Context, p Project) Translated {
		return Translated{Files: append(files(p.Name), runtime.File{Path: p.Name + "-w@.service", Mode: 0o644,
			Data: []byte("[Service]\nExecStart=/bin/true\n[Install]\nAlias=site@.service\n")})}
	}
	results, err := Run(context.Background(), []Project{project("one"), project("two")}, of, t.TempDir(), "x.target", nobody)
	if err != nil || results[0].Refused || results[1].Refused {
		t.Fatal(results, err)
	}
}

// Whatever is wrong with one project, it becomes two units that say so, and the units of the others are the bytes they
// would be without it.
func TestARefusedProjectBreaksNothingElse(t *testing.T) {
	alone := t.TempDir()
	if _, err := Run(context.Background(), []Project{project("good")}, translated, alone, "multi-user.target", nobody); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		translate func() Translated
		takenBy   func(string) string
		says      string
	}{
		"refused": {func() Translated { return Translated{Refused: true, Findings: "compose.yaml:3: error: x\n"} }, nobody, "compose.yaml:3: error: x"},
		"a panic": {func() Translated { panic("oh") }, nobody, "/etc/compose/bad/compose.yaml: error: compose2unit failed: oh"},
		"a unit of the system": {func() Translated { return Translated{Files: files("bad")} },
			func(unit string) string {
				return map[string]string{"bad-web.service": "/usr/lib/systemd/system/bad-web.service"}[unit]
			},
			"error: the unit bad-web.service would replace /usr/lib/systemd/system/bad-web.service"},
		"an alias of the system": {func() Translated { return Translated{Files: aliased("bad", "ssh.service")} },
			func(unit string) string {
				return map[string]string{"ssh.service": "/usr/lib/systemd/system/ssh.service"}[unit]
			},
			"error: the unit ssh.service would replace /usr/lib/systemd/system/ssh.service"},
		"an alias of another project": {func() Translated { return Translated{Files: aliased("bad", "x.service aaa-web.service")} }, nobody,
			"error: the unit aaa-web.service is also one of the project aaa"},
		"a unit of another project": {func() Translated { return Translated{Files: files("aaa")} }, nobody, "error: the unit aaa.target is also one of the project aaa"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			results, err := Run(context.Background(), []Project{project("aaa"), project("bad"), project("good")}, func(ctx context.Context, p Project) Translated {
				if p.Name == "bad" {
					return c.translate()
				}
				return translated(ctx, p)
			}, dir, "multi-user.target", c.takenBy)
			if err != nil || results[0].Refused || !results[1].Refused || results[2].Refused {
				t.Fatal(results, err)
			}
			if said := read(t, dir, "bad/findings"); !strings.Contains(said, c.says) {
				t.Errorf("the findings are %q, want %q", said, c.says)
			}
			if got := read(t, dir, "bad.target"); !strings.Contains(got, "Wants=bad-refused.service\n") || !strings.Contains(got, "WantedBy=multi-user.target\n") {
				t.Errorf("the target:\n%s", got)
			}
			if got := read(t, dir, "bad-refused.service"); !strings.Contains(got, "%Y/bad/findings\n") || !strings.Contains(got, "SourcePath=/etc/compose/bad/compose.yaml\n") {
				t.Errorf("the unit:\n%s", got)
			}
			for _, file := range files("good") {
				if read(t, dir, file.Path) != read(t, alone, file.Path) {
					t.Errorf("%s differs beside a refused project", file.Path)
				}
			}
		})
	}
}

// A refused project that has the name of a target of the system does not replace that: the machine would not boot.
func TestARefusedProjectReplacesNoTarget(t *testing.T) {
	theirs := func(unit string) string {
		return map[string]string{"mine.target": "/usr/lib/systemd/system/mine.target"}[unit]
	}
	for _, name := range []string{"network", "graphical", "mine"} {
		dir := t.TempDir()
		refused := func(context.Context, Project) Translated {
			return Translated{Refused: true, Findings: "compose.yaml:3: error: x\n"}
		}
		if _, err := Run(context.Background(), []Project{project(name)}, refused, dir, "multi-user.target", theirs); err != nil {
			t.Fatal(err)
		}
		want := strings.ReplaceAll(`drwxr-xr-x multi-user.target.wants
Lrwxrwxrwx multi-user.target.wants/NAME-refused.service -> ../NAME-refused.service
drwx------ NAME
-rw------- NAME/findings
-rw-r--r-- NAME-refused.service`, "NAME", name)
		got, lines := strings.Split(listing(t, dir), "\n"), strings.Split(want, "\n")
		slices.Sort(got)
		slices.Sort(lines)
		if !slices.Equal(got, lines) {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
		}
	}
	// Where even the unit that says what is wrong is someone else's, nothing is written, and the error is logged.
	dir := t.TempDir()
	refused := func(context.Context, Project) Translated { return Translated{Refused: true} }
	if _, err := Run(context.Background(), []Project{project("shop")}, refused, dir, "multi-user.target", func(unit string) string { return "/usr/" + unit }); err == nil || listing(t, dir) != "" {
		t.Errorf("%v\n%s", err, listing(t, dir))
	}
}

// read is the text of a file of a folder.
func read(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Error(err)
	}
	return string(text)
}

// A unit that another generator has written already is not replaced.
func TestAUnitOfAnotherGenerator(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "shop-web.service"), []byte("theirs"), 0o644); err != nil {
		t.Fatal(err)
	}
	results, err := Run(context.Background(), []Project{project("shop")}, translated, dir, "multi-user.target", nobody)
	if err != nil || !results[0].Refused || !strings.Contains(read(t, dir, "shop/findings"), "shop-web.service: file exists") {
		t.Fatal(results, err)
	}
	if got := read(t, dir, "shop-web.service"); got != "theirs" {
		t.Errorf("it was replaced by %q", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "shop/web.env")); err == nil {
		t.Error("a private file of the refused project is left")
	}
}

// A folder that does not exist is an error, and is not created.
func TestNoFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "absent")
	if _, err := Run(context.Background(), []Project{project("shop")}, translated, dir, "multi-user.target", nobody); err == nil || !strings.Contains(err.Error(), "project shop: ") {
		t.Error(err)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("the folder exists")
	}
}

// The target is written last: half a project is not started.
func TestTheTargetIsLast(t *testing.T) {
	var order []string
	for _, file := range ordered(files("shop")) {
		order = append(order, file.Path)
	}
	if !slices.Equal(order, []string{"shop/web.env", "shop-web.service", "shop.target"}) {
		t.Error(order)
	}
}
