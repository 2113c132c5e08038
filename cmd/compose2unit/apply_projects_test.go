package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/generator"
	"github.com/compose2unit/compose2unit/runtime/host/hosttest"
)

// folderHost is a machine whose systemd runs our generator.
type folderHost struct {
	*hosttest.Host
	t    *testing.T
	root string
}

func newFolderHost(t *testing.T, files map[string]string) *folderHost {
	h := &folderHost{hosttest.New(t), t, ""}
	h.root = h.Machine().Root
	for name, text := range files {
		h.write(name, text)
	}
	h.Generate = func() []runtime.File {
		g := newGenerating(h.world(nil), false)
		projects, err := generator.Find(g.manager.Roots(), cli.DefaultFileNames)
		if _, err = generator.Misnamed(err); err != nil {
			t.Error(err)
		}
		var all []runtime.File
		for _, p := range projects {
			all = append(all, g.translate(context.Background(), p).Files...)
		}
		return all
	}
	return h
}

func (h *folderHost) write(name, text string) {
	h.t.Helper()
	at := filepath.Join(h.root, name)
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
		h.t.Fatal(err)
	}
}

func (h *folderHost) world(out *bytes.Buffer, args ...string) *world {
	return &world{args: args, dir: h.root, stdout: out, stderr: out, pipe: translated, machine: h.Machine()}
}

// run runs the program and returns its output, without the machine's root.
func (h *folderHost) run(want int, args ...string) string {
	h.t.Helper()
	h.Asked = nil
	var out bytes.Buffer
	code := run(context.Background(), h.world(&out, args...))
	said := strings.ReplaceAll(out.String(), h.root, "")
	if code != want {
		h.t.Errorf("%v ends with %d, want %d:\n%s", args, code, want, said)
	}
	return said
}

const two = "x-compose2unit: {runtime: docker}\nservices:\n  web: {image: nginx}\n  db: {image: postgres}\n"

// The life of a project in a folder: it is applied by name, listed with its origin, and removed once its folder is gone.
func TestProjectsInFolders(t *testing.T) {
	h := newFolderHost(t, map[string]string{"etc/compose/shop/compose.yaml": two, "usr/share/compose/shop/compose.yaml": hello, "usr/share/compose/blog/compose.yaml": hello})
	if err := os.Symlink("/dev/null", filepath.Join(h.root, "etc/compose/blog")); err != nil {
		t.Fatal(err)
	}
	if said := strings.Join(strings.Fields(h.run(exitDone, "list")), " "); said != "PROJECT STATE FOLDER NOTE "+
		"blog masked /etc/compose/blog overrides /usr/share/compose/blog "+
		"shop new /etc/compose/shop overrides /usr/share/compose/shop" {
		t.Errorf("list says %s", said)
	}
	if said := h.run(exitDifferent, "diff", "shop"); !strings.Contains(said, "  add     shop-web.service                     start\n") || len(h.Jobs()) > 0 {
		t.Errorf("diff does %v and says\n%s", h.Jobs(), said)
	}
	for _, args := range []string{"diff -q shop", "check -q shop", "check -q"} {
		if said := h.run(exitDifferent, strings.Fields(args)...); said != "" {
			t.Errorf("%s says\n%s", args, said)
		}
	}
	h.run(exitDone, "apply", "shop")
	if said := h.run(exitDone, "apply", "shop"); said != "shop: nothing to do\n" {
		t.Errorf("a second time: %s", said)
	}
	if said := h.run(exitDone, "status", "shop"); !strings.HasPrefix(said, "shop: loaded, /etc/compose/shop, overrides /usr/share/compose/shop\nUNIT") || !strings.Contains(said, "shop-web-1") {
		t.Errorf("status says\n%s", said)
	}
	h.write("etc/compose/shop/compose.yaml", strings.Replace(two, "postgres}", "postgres, init: true}", 1))
	if said := h.run(exitDone, "apply", "shop"); !strings.HasSuffix(said, "shop-db.service: restarted\n") || strings.Count(said, "restarted\n") != 1 {
		t.Errorf("after an edit:\n%s", said)
	}
	if said := h.run(exitBroken, "remove", "shop"); !strings.Contains(said, "project shop is in /etc/compose/shop: remove or mask the folder first") || len(h.Jobs()) > 0 {
		t.Errorf("remove with a folder: %s", said)
	}
	for _, dir := range []string{"etc/compose/shop", "usr/share/compose/shop"} {
		if err := os.RemoveAll(filepath.Join(h.root, dir)); err != nil {
			t.Fatal(err)
		}
	}
	if said := h.run(exitDone, "status", "shop"); !strings.HasPrefix(said, "shop: removed\n") {
		t.Errorf("status says\n%s", said)
	}
	if said := h.run(exitBroken, "apply", "shop"); !strings.Contains(said, "the folder of project shop no longer exists: compose2unit remove shop") {
		t.Errorf("apply without a folder: %s", said)
	}
	h.run(exitDone, "remove", "shop")
	if len(h.Active) > 0 {
		t.Errorf("left: %v", h.Active)
	}
	h.run(exitBroken, "remove", "shop")
}

// Of several projects, one that does not exist concerns no other.
func TestSeveralProjects(t *testing.T) {
	h := newFolderHost(t, map[string]string{"etc/compose/shop/compose.yaml": two})
	h.run(exitDone, "apply", "shop")
	if said := h.run(exitBroken, "status", "nobody", "shop"); !strings.Contains(said, `belongs to project "nobody"`) || !strings.Contains(said, "shop-web-1") {
		t.Errorf("status says\n%s", said)
	}
	if err := os.RemoveAll(filepath.Join(h.root, "etc/compose/shop")); err != nil {
		t.Fatal(err)
	}
	if said := h.run(exitBroken, "remove", "nobody", "shop"); !strings.Contains(said, `belongs to project "nobody"`) || len(h.Active) > 0 {
		t.Errorf("remove leaves %v and says\n%s", h.Active, said)
	}
}

// A copy of a folder beside it, which no project can be called by, concerns only the commands that show all projects; these say
// so besides.
func TestAMisnamedFolderConcernsNoOther(t *testing.T) {
	h := newFolderHost(t, map[string]string{"etc/compose/shop/compose.yaml": two, "etc/compose/shop.bak/compose.yaml": two})
	for _, args := range []string{"apply shop", "check shop", "status shop", "status -project shop", "diff shop"} {
		if said := h.run(exitDone, strings.Fields(args)...); strings.Contains(said, "shop.bak") {
			t.Errorf("%s says\n%s", args, said)
		}
	}
	const wrong = "compose2unit: error: /etc/compose/shop.bak: \"shop.bak\" is not a project's name"
	for args, want := range map[string]string{"list": "shop     loaded  /etc/compose/shop  \n", "list -json": `"project":"shop"`, "check": "shop: as systemd has it\n"} {
		if said := h.run(exitBroken, strings.Fields(args)...); !strings.Contains(said, want) || !strings.Contains(said, wrong) {
			t.Errorf("%s says\n%s", args, said)
		}
	}
	if err := os.RemoveAll(filepath.Join(h.root, "etc/compose/shop")); err != nil {
		t.Fatal(err)
	}
	if said := h.run(exitBroken, "check"); !strings.Contains(said, wrong) {
		t.Errorf("check without a project says\n%s", said)
	}
	h.run(exitDone, "remove", "shop")
}

// If one of the projects is broken or does not exist, none is changed.
func TestApplyOfWhatIsNoProject(t *testing.T) {
	h := newFolderHost(t, map[string]string{"etc/compose/shop/compose.yaml": two, "etc/compose/bad/compose.yaml": "services:\n  web: {imagee: x}\n"})
	for args, want := range map[string]struct {
		code int
		text string
	}{
		"apply shop bad":             {exitRefused, "bad cannot be translated; nothing is changed"},
		"diff bad":                   {exitRefused, "/etc/compose/bad/compose.yaml:2:9: error: services.web.imagee"},
		"apply shp":                  {exitBroken, "no project shp; did you mean shop?"},
		"apply shop compose.yaml":    {exitBroken, "apply takes the names of projects or Compose files, not both"},
		"apply -runtime docker shop": {exitBroken, "-runtime is a setting of the project: write it under x-compose2unit in its Compose file"},
		"apply -project x shop":      {exitBroken, "-project cannot be combined with the name of a project"},
		"apply -user shop":           {exitBroken, "HOME, or XDG_CONFIG_HOME and XDG_STATE_HOME, must be absolute paths"},
		"status nobody":              {exitBroken, `no unit in /etc/systemd/system belongs to project "nobody"`},
		"remove nobody":              {exitBroken, `no unit in /etc/systemd/system belongs to project "nobody"`},
		"list shop":                  {exitBroken, "list reads no Compose file"},
		"apply -inputs ./etc/compose/shop/compose.yaml -project bad -runtime docker": {exitDone, "bad.target"},
	} {
		if said := h.run(want.code, strings.Fields(args)...); !strings.Contains(said, want.text) {
			t.Errorf("%s says\n%s\nwant %s", args, said, want.text)
		} else if want.code != exitDone && len(h.Jobs()) > 0 {
			t.Errorf("%s does %v", args, h.Jobs())
		}
	}
}

// A word that is no project's name is refused by every command that takes one, before it is used.
func TestNamesOfProjects(t *testing.T) {
	h := newFolderHost(t, map[string]string{"etc/compose/shop/compose.yaml": two})
	h.run(exitDone, "apply", "shop")
	for _, name := range []string{"*", "s*", "[a-z]*", "sh?p", "Shop", "a b", "_x", "shop\n", "a,b"} {
		for _, args := range [][]string{
			{"status", name}, {"remove", name}, {"apply", name}, {"diff", name}, {"check", name}, {"apply", "shop", name},
			{"status", "-project", name}, {"remove", "-volumes", "-project", name},
		} {
			if said := h.run(exitBroken, args...); !strings.Contains(said, "is not a project's name: use lowercase letters") || len(h.Asked) > 0 {
				t.Errorf("%q says %s\nand asks %q", args, said, h.Asked)
			}
		}
	}
	for _, name := range []string{"..", "../x", "/etc/shop", "-x"} {
		for _, command := range []string{"status", "remove", "check"} {
			if h.run(exitBroken, command, "-project="+name); len(h.Asked) > 0 {
				t.Errorf("%s -project=%s asks %q", command, name, h.Asked)
			}
			if h.run(exitBroken, command, name); len(h.Asked) > 0 {
				t.Errorf("%s %s asks %q", command, name, h.Asked)
			}
		}
	}
}

// The units of a project have one origin: apply does not install units that would hide the generator's, and reports both if they
// exist.
func TestProjectInAFolderAndInstalled(t *testing.T) {
	h := newFolderHost(t, map[string]string{"etc/compose/shop/compose.yaml": two})
	h.run(exitDone, "apply", "shop")
	if said := h.run(exitBroken, "apply", "-project", "shop", "-inputs", "etc/compose/shop/compose.yaml"); !strings.Contains(said, "the units of shop are generated from the file in its folder: use compose2unit apply shop") {
		t.Errorf("it says %s", said)
	}
	h.write("etc/systemd/system/shop.target", "[Unit]\nX-ComposeProject=shop\n")
	if said := h.run(exitBroken, "apply", "shop"); !strings.Contains(said, "project shop also has units in /etc/systemd/system") {
		t.Errorf("it says %s", said)
	}
	if said := h.run(exitDone, "list"); !strings.Contains(said, "units in /etc/systemd/system are read instead") {
		t.Errorf("list says %s", said)
	}
}

// If the settings name another engine, the units are replaced only with -force: those of the old engine are stopped first, by
// their own ExecStop=.
func TestApplyOfAProjectForAnotherEngine(t *testing.T) {
	h := newFolderHost(t, map[string]string{"etc/compose/shop/compose.yaml": two})
	h.run(exitDone, "apply", "shop")
	h.write("etc/compose/shop/compose.yaml", strings.Replace(two, "docker", "podman", 1))
	if said := h.run(exitBroken, "apply", "shop"); !strings.Contains(said, "the units of shop are for docker, and its settings are now for podman: add -force") || len(h.Jobs()) > 0 {
		t.Errorf("it does %v and says %s", h.Jobs(), said)
	}
	h.run(exitDone, "apply", "-force", "shop")
	if jobs := strings.Join(h.Jobs(), "; "); !strings.Contains(jobs, "stopped shop-web.service; reload; started shop-db.service") {
		t.Errorf("it does %s", jobs)
	}
}
