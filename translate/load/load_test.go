package load

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

// folder writes the files of an archive and returns the folder.
func folder(t testing.TB, archive string) string {
	dir := filepath.Join(t.TempDir(), "shop")
	for _, f := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(dir, f.Name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// loads loads a project that must be accepted.
func loads(t testing.TB, opts Options) *Loaded {
	t.Helper()
	got, report, err := Load(context.Background(), opts)
	if err != nil || got == nil {
		t.Fatalf("refused: %v %v", report.Findings(), err)
	}
	return got
}

// What the environment determines: where the files are, the name of the project, the values of variables.
func TestDiscoveryAndEnvironment(t *testing.T) {
	dir := folder(t, `
-- compose.yaml --
services:
  web: {image: "nginx:${TAG:-none}"}
-- compose.override.yaml --
services:
  web: {hostname: override}
-- other.yml --
name: Other.Name
services:
  web: {image: "other:${TAG:-none}"}
-- .env --
TAG=dotenv
-- given.env --
TAG=given
-- sub/readme --
-- sub/compose.d/a.yml --
services: {web: {image: "a:${TAG:-none}"}}
-- sub/compose.d/.env --
TAG=sub
`)
	cases := map[string]struct {
		opts                  Options
		name, image, hostname string
		files                 []string
	}{
		"discovery finds the file, its override and .env": {
			opts: Options{}, name: "shop", image: "nginx:dotenv", hostname: "override", files: []string{"compose.yaml", "compose.override.yaml"}},
		"discovery looks upwards": {
			opts: Options{Dir: "sub"}, name: "shop", image: "nginx:dotenv", hostname: "override", files: []string{"compose.yaml", "compose.override.yaml"}},
		"the process environment wins over .env": {
			opts: Options{Environ: []string{"TAG=process"}}, name: "shop", image: "nginx:process", hostname: "override", files: []string{"compose.yaml", "compose.override.yaml"}},
		"named inputs have no override, and a name that is made normal": {
			opts: Options{Inputs: []string{"other.yml"}}, name: "othername", image: "other:dotenv", files: []string{"other.yml"}},
		"-project wins over COMPOSE_PROJECT_NAME and name": {
			opts: Options{Inputs: []string{"other.yml"}, Project: "mine", Environ: []string{"COMPOSE_PROJECT_NAME=env"}}, name: "mine", image: "other:dotenv", files: []string{"other.yml"}},
		"COMPOSE_PROJECT_NAME wins over name": {
			opts: Options{Inputs: []string{"other.yml"}, Environ: []string{"COMPOSE_PROJECT_NAME=env"}}, name: "env", image: "other:dotenv", files: []string{"other.yml"}},
		"COMPOSE_FILE and COMPOSE_PATH_SEPARATOR": {
			opts: Options{Environ: []string{"COMPOSE_FILE=other.yml;compose.override.yaml", "COMPOSE_PATH_SEPARATOR=;"}}, name: "othername", image: "other:dotenv", hostname: "override", files: []string{"other.yml", "compose.override.yaml"}},
		"-env-files instead of .env": {
			opts: Options{Inputs: []string{"other.yml"}, EnvFiles: []string{"given.env"}}, name: "othername", image: "other:given", files: []string{"other.yml"}},
		"COMPOSE_ENV_FILES likewise": {
			opts: Options{Inputs: []string{"other.yml"}, Environ: []string{"COMPOSE_ENV_FILES=given.env"}}, name: "othername", image: "other:given", files: []string{"other.yml"}},
		"COMPOSE_DISABLE_ENV_FILE": {
			opts: Options{Inputs: []string{"other.yml"}, Environ: []string{"COMPOSE_DISABLE_ENV_FILE=1"}}, name: "othername", image: "other:none", files: []string{"other.yml"}},
		".env is that of the first input's folder": {
			opts: Options{Inputs: []string{"sub/compose.d/a.yml"}}, name: "composed", image: "a:sub", files: []string{"sub/compose.d/a.yml"}},
		"standard input": {
			opts: Options{Inputs: []string{"-"}, Stdin: strings.NewReader("services: {web: {image: 'in:${TAG}'}}")}, name: "shop", image: "in:dotenv", files: []string{"-"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			c.opts.Dir = filepath.Join(dir, c.opts.Dir)
			got := loads(t, c.opts)
			web := got.Project.Services["web"]
			var files []string
			for _, f := range got.Files {
				if rel, err := filepath.Rel(dir, f); err == nil {
					f = rel
				}
				files = append(files, f) // standard input is - and no path
			}
			for _, f := range got.EnvFilesGiven { // a label, from which they must be found in any directory
				if !filepath.IsAbs(f) {
					t.Errorf("env file %s", f)
				}
			}
			if got.Project.Name != c.name || web.Image != c.image || web.Hostname != c.hostname || !slices.Equal(files, c.files) {
				t.Errorf("got %s, %s, %q, %v", got.Project.Name, web.Image, web.Hostname, files)
			}
		})
	}
}

// docker compose reads no .env, and nothing else, if this is not a boolean.
func TestDisableEnvFileIsABoolean(t *testing.T) {
	dir := folder(t, "-- compose.yml --\nservices: {web: {image: a}}\n-- x.env --\nA=1\n")
	for _, text := range []string{"yes", ""} {
		_, _, err := Load(context.Background(), Options{Dir: dir, Environ: []string{"COMPOSE_DISABLE_ENV_FILE=" + text}})
		if err == nil || !strings.Contains(err.Error(), "COMPOSE_DISABLE_ENV_FILE is \""+text+"\"") {
			t.Errorf("%q: %v", text, err)
		}
	}
	loads(t, Options{Dir: dir, EnvFiles: []string{"x.env"}, Environ: []string{"COMPOSE_DISABLE_ENV_FILE=yes"}})
}

// The merge rules, as far as this package adds to them, and env files as docker compose reads them.
func TestProject(t *testing.T) {
	dir := folder(t, `
-- compose.yml --
include: [parts/cache.yml]
services:
  web:
    extends: {file: parts/base.yml, service: base}
    ports: ["80:80"]
    env_file: [{path: a.env}, {path: raw.env, format: raw}]
    volumes: ["v:/one", "v:/two:ro,nocopy", "vv:/three"]
  off: {image: off, profiles: [off], env_file: missing.env, label_file: missing.labels}
volumes: {v: {}, vv: {}, unused: {}}
-- over.yml --
services:
  web:
    ports: !override ["81:81"]
    hostname: !reset null
-- parts/base.yml --
services:
  base: {image: base, hostname: base, env_file: base.env}
-- parts/base.env --
FROM=base
-- parts/cache.yml --
services: {cache: {image: "cache:$TAG"}}
-- parts/.env --
TAG=part
-- a.env --
QUOTED="a b" # comment
FROM=a
-- raw.env --
RAW="a b" # $x
`)
	got := loads(t, Options{Dir: dir, Inputs: []string{"compose.yml", "over.yml"}}).Project
	web := got.Services["web"]
	var env []string
	for k, v := range web.Environment {
		env = append(env, k+"="+*v)
	}
	slices.Sort(env)
	want := []string{"FROM=a", "QUOTED=a b", `RAW="a b" # $x`}
	if d := cmp.Diff(want, env); d != "" {
		t.Error(d)
	}
	if web.EnvFiles != nil || web.Hostname != "" || len(web.Ports) != 1 || web.Ports[0].Published != "81" {
		t.Errorf("env_file %v, hostname %q, ports %v", web.EnvFiles, web.Hostname, web.Ports)
	}
	if got.Services["cache"].Image != "cache:part" || len(got.Volumes) != 2 || len(got.Services) != 2 {
		t.Errorf("%v %v", got.Services["cache"].Image, got.VolumeNames())
	}
}

// A volume with a one-letter name is treated like one with a longer name.
func TestOneLetterVolume(t *testing.T) {
	short := loads(t, Options{Dir: folder(t, "-- compose.yml --\nservices: {a: {image: a, volumes: ['v:/one', 'v:/two/:ro,nocopy']}}\nvolumes: {v: }\n")})
	long := loads(t, Options{Dir: folder(t, "-- compose.yml --\nservices: {a: {image: a, volumes: ['vv:/one', 'vv:/two/:ro,nocopy']}}\nvolumes: {vv: }\n")})
	want := long.Project.Services["a"].Volumes
	for i := range want {
		want[i].Source = "v"
	}
	if d := cmp.Diff(want, short.Project.Services["a"].Volumes); d != "" {
		t.Error(d)
	}
	if len(short.Project.Volumes) != 1 {
		t.Error("the volume was dropped as unused")
	}
}

// What is selected, and that nothing else is read or kept.
func TestSelection(t *testing.T) {
	dir := folder(t, `
-- compose.yml --
services:
  web: {image: a, depends_on: [db], networks: [front]}
  db: {image: a, volumes: ["data:/d"]}
  other: {image: a, env_file: missing.env, label_file: missing.labels, networks: [back]}
  debug: {image: a, profiles: [debug]}
  traced: {image: a, profiles: [traced], depends_on: [tracer]}
  tracer: {image: a, profiles: [tracer]}
jobs:
  nightly: {image: a, volumes: ["dump:/d"], environment: {A: b}, triggers: {schedule: ["0 3 * * *"]}}
networks: {front: {}, back: {}}
volumes: {data: {}, dump: {}}
`)
	cases := map[string]struct {
		opts                       Options
		services, networks, volume []string
	}{
		"a service brings what it depends on": {Options{Services: []string{"web"}}, []string{"db", "web"}, []string{"default", "front"}, []string{"data"}},
		"a pattern":                           {Options{Include: regexp.MustCompile("^d")}, []string{"db"}, []string{"default"}, []string{"data"}},
		"a named service needs no profile":    {Options{Services: []string{"debug"}}, []string{"debug"}, []string{"default"}, nil},
		"a job keeps its volumes":             {Options{Services: []string{"db", "nightly"}}, []string{"db"}, []string{"default"}, []string{"data", "dump"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			c.opts.Dir = dir
			got := loads(t, c.opts)
			p := got.Project
			have := [][]string{p.ServiceNames(), p.NetworkNames(), p.VolumeNames()}
			if d := cmp.Diff([][]string{c.services, c.networks, c.volume}, have); d != "" {
				t.Error(d)
			}
			for _, w := range got.Written {
				if len(w.Path) > 1 && w.Path[0] == "services" && !slices.Contains(c.services, w.Path[1]) {
					t.Errorf("%v is written, but not selected", w.Path)
				}
			}
		})
	}
	t.Run("an unknown service", func(t *testing.T) {
		_, report, err := Load(context.Background(), Options{Dir: dir, Services: []string{"webb"}})
		if f := report.Findings(); err != nil || len(f) != 1 || f[0].Hint != "did you mean web?" {
			t.Error(f, err)
		}
	})
	t.Run("a service that needs one of another profile", func(t *testing.T) {
		_, report, err := Load(context.Background(), Options{Dir: dir, Services: []string{"traced"}})
		if f := report.Findings(); err != nil || len(f) != 1 || f[0].Hint != "use -profiles tracer" || f[0].Pos.Line != 6 {
			t.Error(f, err)
		}
	})
}

// An I/O failure is an error that names the file, not a finding.
func TestMachineTrouble(t *testing.T) {
	dir := folder(t, "-- compose.yml --\nservices: {a: {image: a}}\n-- sub/x --\n")
	cases := map[string]struct {
		opts Options
		want string
	}{
		"a missing input":       {Options{Dir: dir, Inputs: []string{"gone.yml"}}, "gone.yml: no such file or directory"},
		"a directory":           {Options{Dir: dir, Inputs: []string{"sub"}}, "sub is a directory"},
		"a missing env file":    {Options{Dir: dir, EnvFiles: []string{"gone.env"}}, "gone.env: no such file or directory"},
		"an empty COMPOSE_FILE": {Options{Dir: dir, Environ: []string{"COMPOSE_FILE="}}, "COMPOSE_FILE has an empty name"},
		"an env directory":      {Options{Dir: dir, EnvFiles: []string{"sub"}}, "sub is a directory"},
		"nothing to discover":   {Options{Dir: t.TempDir()}, "no Compose file (compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml) in"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, report, err := Load(context.Background(), c.opts)
			if got != nil || err == nil || !strings.Contains(err.Error(), c.want) || len(report.Findings()) > 0 {
				t.Errorf("%v %v %v", got, report.Findings(), err)
			}
		})
	}
}

// Files that would take forever, or all memory, are refused at once.
func TestHostileFiles(t *testing.T) {
	repeat := strings.Repeat
	bomb := "x-0: &a0 [a,a,a,a,a,a,a,a,a]\n"
	doubling := "A0=xxxxxxxx\n"
	for i := 1; i < 30; i++ {
		n, m := itoa(i), itoa(i-1)
		bomb += "x-" + n + ": &a" + n + " [*a" + m + ", *a" + m + ", *a" + m + "]\n"
		doubling += "A" + n + "=$A" + m + "$A" + m + "\n"
	}
	const service = "services:\n  a:\n    image: a\n"
	cases := map[string]struct{ file, env, want string }{
		"aliases that multiply":         {bomb + service, "", "nodes once its aliases are expanded"},
		"an alias inside itself":        {service[:len("services:\n  a:")] + " &a\n    image: a\n    <<: *a\n", "", "refers to a value that contains it"},
		"deep nesting":                  {service + "    x-d: " + repeat("[", 5000) + repeat("]", 5000), "", "nested deeper than 200 levels"},
		"many nodes":                    {service + "    cap_add: [" + repeat("A,", MaxNodes+1) + "]", "", "more than 500000 YAML nodes"},
		"many keys":                     {service + "    environment:\n" + repeat("      A: b\n", tooManyKeys), "", "more than 20000 keys"},
		"merge keys that multiply":      {"x-a: &a {" + manyKeys(20000) + "}\nservices:\n" + manyServices(100), "", "YAML nodes"},
		"a long command":                {service + "    command: " + repeat("x", 200_000), "", "longer than 128 KiB"},
		"many variables in one string":  {service + "    command: " + repeat("$A", 100_000), "", "too many variables"},
		"variables inside of variables": {service + "    command: " + repeat("${A:-", 3000) + repeat("}", 3000), "", "too many variables"},
		"variables that double in .env": {service, doubling, "grows beyond 4 MiB"},
		"a NUL byte in .env":            {service, "A=a\x00b\n", "NUL byte"},
		"a NUL byte":                    {"\x00\x01ELF", "", "control characters are not allowed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, "-- readme --\n")
			for file, data := range map[string]string{"compose.yml": c.file, ".env": c.env} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(data), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			got, report, err := Load(context.Background(), Options{Dir: dir})
			found := slices.ContainsFunc(report.Findings(), func(f diag.Finding) bool { return strings.Contains(f.Text, c.want) })
			if got != nil || err != nil || !found {
				t.Errorf("%v %v", report.Findings(), err)
			}
		})
	}
}

// tooManyKeys is one more than the limit of a mapping.
const tooManyKeys = source.MaxKeys + 1

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("k" + itoa(i) + ": 1,")
	}
	return b.String()
}

func manyServices(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("  s" + itoa(i) + ": {<<: *a, image: x}\n")
	}
	return b.String()
}

// compose-go's log is restored after a load, and nothing was printed to it.
func TestTwoLoadsSayTheSame(t *testing.T) {
	dir := folder(t, "-- compose.yml --\nversion: '3'\nservices: {a: {image: a$UNSET, privileged: '${B:-yes}'}}\n")
	var said [2][]diag.Finding
	for i := range said {
		_, report, _ := Load(context.Background(), Options{Dir: dir})
		said[i] = report.Findings()
	}
	if d := cmp.Diff(said[0], said[1]); d != "" || len(said[0]) != 2 {
		t.Errorf("%v\n%s", said[0], d)
	}
}
