//go:build browser

package playground

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// run is everything observable of a run: exit code, output, and files with their modes and those of their directories.
type run struct {
	Code           int
	Stdout, Stderr string
	Files          map[string]file
}

type file struct {
	Mode, Folder uint32
	Data         []byte
}

// For every golden project and several sets of flags, the playground and the command produce the same files, modes, findings and
// graph. Both translate the same directory: the page has a copy in memory, at the same path.
func TestProjectsAreTheSame(t *testing.T) {
	projects, err := filepath.Glob("../../golden/project/*")
	if err != nil || len(projects) == 0 {
		t.Fatal("no projects: ", err)
	}
	p, command := opened(t), built(t)
	for _, project := range projects {
		dir := t.TempDir()
		name := filepath.Join(dir, filepath.Base(project))
		if err := os.CopyFS(name, os.DirFS(project)); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{
			{"-runtime", "docker"}, {"-runtime", "podman"}, {"-format", "quadlet"},
			{"-runtime", "docker", "-user", "-unit-prefix", "my-"}, {"-format", "quadlet", "-podman-version", "6.0", "-systemd-version", "262"},
			{"-runtime", "docker", "-create", "flags", "-env-files-only"}, {"-runtime", "docker", "-format", "quadlet"},
		} {
			if p.same(t, command, name, args) == 0 {
				p.sameGraph(t, command, name, args)
			}
		}
	}
}

// The same holds for the case of every attribute, with the runtimes in turn, and for the files with findings in golden/report.
func TestCasesAreTheSame(t *testing.T) {
	cases, err := filepath.Glob("../../golden/attr/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases: ", err)
	}
	p, command := opened(t), built(t)
	choices := [][]string{{"-runtime", "docker"}, {"-runtime", "podman"}, {"-format", "quadlet"}}
	for i, name := range cases {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(t.TempDir(), strings.TrimSuffix(filepath.Base(name), ".txtar"))
		for _, f := range archive.Files {
			write(t, filepath.Join(dir, f.Name), f.Data)
		}
		p.same(t, command, dir, choices[i%len(choices)])
	}
	dir := filepath.Join(t.TempDir(), "report")
	if err := os.CopyFS(dir, os.DirFS("../../golden/report")); err != nil {
		t.Fatal(err)
	}
	reports, _ := filepath.Glob(filepath.Join(dir, "*.yml"))
	for _, name := range reports {
		p.same(t, command, dir, []string{"-inputs", filepath.Base(name)})
	}
}

// The same holds for several errors of files that are included and extended, which the command puts into files in memory.
func TestErrorsOfOtherFilesAreTheSame(t *testing.T) {
	p, command, dir := opened(t), built(t), filepath.Join(t.TempDir(), "shop")
	for name, text := range map[string]string{
		"compose.yaml":       "include: [parts/included.yml]\nservices:\n  web:\n    image: nginx\n    extends: {file: parts/extended.yml, service: base}\n",
		"parts/included.yml": "services:\n  typed: {image: x, imagee: x}\n  sized: {image: x, mem_limit: lots}\n  joined: {image: x, network_mode: 'service:nobody'}\n",
		"parts/extended.yml": "services:\n  base:\n    restart: []\n    mem_limit: lots\n    depends_on: [nobody]\n",
	} {
		write(t, filepath.Join(dir, name), []byte(text))
	}
	args := []string{"-runtime", "docker"}
	p.same(t, command, dir, args)
	if told := native(t, command, dir, args).Stderr; strings.Count(told, `"error"`) != 6 {
		t.Errorf("not all errors are found: %s", told)
	}
}

// same translates a directory with both, compares, and returns the exit code.
func (p *page) same(t *testing.T, command, dir string, args []string) int {
	t.Helper()
	want, got := native(t, command, dir, args), p.asked(t, "translate", dir, args)
	want.Stdout = bindSources.ReplaceAllString(want.Stdout, "")
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("%s %s: the playground differs from the command (-command +playground):\n%s", filepath.Base(dir), strings.Join(args, " "), diff)
	}
	return want.Code
}

// bindSources matches the summary's lines on bind sources that do not exist on this machine, which the page cannot know.
var bindSources = regexp.MustCompile(`(?m)^(bind:|          and \d+ more).*\n`)

// sameGraph compares the pictures. The page shows them.
func (p *page) sameGraph(t *testing.T, command, dir string, args []string) {
	t.Helper()
	_, want, _ := call(t, command, dir, append([]string{"graph"}, graphArgs(args)...)...)
	got := p.asked(t, "graph", dir, args).Stdout
	if want == "" || want != got {
		t.Errorf("%s %s: the graphs differ: %s", filepath.Base(dir), strings.Join(args, " "), gocmp.Diff(want, got))
	}
	if said := p.drawn(got); said != "" {
		t.Errorf("%s %s: %s", filepath.Base(dir), strings.Join(args, " "), said)
	}
}

// built builds the command like make build.
func built(t *testing.T) string {
	t.Helper()
	command := filepath.Join(t.TempDir(), "compose2unit")
	build := exec.Command("go", "build", "-trimpath", "-o", command, "../compose2unit")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return command
}

// native runs the command with an empty environment, like that of the page.
func native(t *testing.T, command, dir string, args []string) run {
	t.Helper()
	var r run
	r.Code, r.Stdout, r.Stderr = call(t, command, dir, append(args, "-diagnostics", "json", "-output", "out")...)
	r.Files = map[string]file{}
	out := filepath.Join(dir, "out")
	err := filepath.WalkDir(out, func(path string, entry fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return fs.SkipAll
		}
		if err != nil || entry.IsDir() {
			return err
		}
		name, _ := filepath.Rel(out, path)
		data, err := os.ReadFile(path)
		r.Files[name] = file{mode(t, path), mode(t, filepath.Dir(path)), data}
		return err
	})
	if err == nil {
		err = os.RemoveAll(out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// graphArgs removes -format, which selects the format of the picture for graph.
func graphArgs(args []string) (out []string) {
	for i := 0; i < len(args); i++ {
		if args[i] == "-format" {
			i++
			continue
		}
		out = append(out, args[i])
	}
	return out
}

func call(t *testing.T, command, dir string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, said bytes.Buffer
	cmd := exec.Command(command, args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, []string{}, &out, &said
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), said.String()
}

func mode(t *testing.T, path string) uint32 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return uint32(info.Mode().Perm())
}

// asked calls the worker of the page for the files in a directory.
func (p *page) asked(t *testing.T, call, dir string, args []string) run {
	t.Helper()
	type given struct {
		Name string `json:"name"`
		Data []byte `json:"data"`
	}
	request := struct {
		Call   string   `json:"call"`
		Folder string   `json:"folder"`
		Args   []string `json:"args"`
		Files  []given  `json:"files"`
	}{Call: call, Folder: dir, Args: args}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		data, err := os.ReadFile(path)
		request.Files = append(request.Files, given{name, data})
		return err
	})
	text, errJSON := json.Marshal(request)
	if err := cmp.Or(err, errJSON); err != nil {
		t.Fatal(err)
	}
	answer := value[struct {
		Code           int `json:"code"`
		Stdout, Stderr string
		Files          []struct {
			Path         string
			Mode, Folder uint32
			Data         []byte
		}
	}](p, "("+ask+")("+string(text)+")")
	r := run{answer.Code, answer.Stdout, answer.Stderr, map[string]file{}}
	for _, f := range answer.Files {
		r.Files[f.Path] = file{f.Mode, f.Folder, f.Data}
	}
	return r
}

// ask sends a request to the page's translator. In JSON, bytes are base64.
const ask = `async (request) => {
	const bytes = (text) => Uint8Array.from(atob(text ?? ""), (c) => c.charCodeAt(0));
	const text = (bytes) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(""));
	request.files = request.files.map(({name, data}) => ({name, data: bytes(data)}));
	const {code, stdout, stderr, files = []} = await playground.translator.ask(request.call, request);
	return {code, Stdout: stdout, Stderr: stderr,
		Files: files.map(({path, mode, folder, data}) => ({Path: path, Mode: mode, Folder: folder, Data: text(data)}))};
}`

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
