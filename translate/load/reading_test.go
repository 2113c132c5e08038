package load

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/input"
)

// Wherever a file can be named, a pipe, a device, a folder and an endless file are refused at once, with a position if a
// Compose file named it.
func TestNoReadWaitsOrGrows(t *testing.T) {
	const service = "services: {a: {image: a"
	places := map[string]struct {
		compose string
		opts    Options
		file    string // the file that is read
	}{
		"input":                 {service + "}}", Options{Inputs: []string{"BAD"}}, "BAD"},
		"second input":          {service + "}}", Options{Inputs: []string{"compose.yml", "BAD"}}, "BAD"},
		"COMPOSE_FILE":          {service + "}}", Options{Environ: []string{"COMPOSE_FILE=compose.yml:BAD"}}, "BAD"},
		"env file of the run":   {service + "}}", Options{EnvFiles: []string{"BAD"}}, "BAD"},
		"COMPOSE_ENV_FILES":     {service + "}}", Options{Environ: []string{"COMPOSE_ENV_FILES=BAD"}}, "BAD"},
		"include":               {"include: [BAD]\n" + service + "}}", Options{}, "BAD"},
		"second file":           {"include: [{path: [good.yml, BAD]}]\n" + service + "}}", Options{}, "BAD"},
		"include of an include": {"include: [outer.yml]\n" + service + "}}", Options{}, "BAD"},
		"include.env_file":      {"include: [{path: good.yml, env_file: BAD}]\n" + service + "}}", Options{}, "BAD"},
		"second env_file":       {"include: [{path: good.yml, env_file: [good.env, BAD]}]\n" + service + "}}", Options{}, "BAD"},
		".env of an include":    {"include: [sub/good.yml]\n" + service + "}}", Options{}, "sub/.env"},
		"project_directory":     {"include: [{path: good.yml, project_directory: sub}]\n" + service + "}}", Options{}, "sub/.env"},
		"extends":               {service + ", extends: {file: BAD, service: a}}}", Options{}, "BAD"},
		"extends of a job":      {service + "}}\njobs: {j: {image: a, triggers: {manual: true}, extends: {file: BAD, service: a}}}", Options{}, "BAD"},
		"env_file":              {service + ", env_file: BAD}}", Options{}, "BAD"},
		"optional env_file":     {service + ", env_file: [{path: BAD, required: false}]}}", Options{}, "BAD"},
		"raw env_file":          {service + ", env_file: [{path: BAD, format: raw}]}}", Options{}, "BAD"},
		"env_file of a job":     {service + "}}\njobs: {j: {image: a, triggers: {manual: true}, env_file: BAD}}", Options{}, "BAD"},
		"env_file of a step":    {service + ", pre_start: [{command: [a], env_file: BAD}]}}", Options{}, "BAD"},
		"label_file":            {service + ", label_file: BAD}}", Options{}, "BAD"},
		"label_file of a job":   {service + "}}\njobs: {j: {image: a, triggers: {manual: true}, label_file: BAD}}", Options{}, "BAD"},
		"label_file of a step":  {service + ", pre_start: [{command: [a], label_file: BAD}]}}", Options{}, "BAD"},
	}
	kinds := map[string]func(path string) error{
		"a pipe":              func(p string) error { return syscall.Mkfifo(p, 0o644) },
		"a device":            func(p string) error { return os.Symlink("/dev/zero", p) },
		"a folder":            func(p string) error { return os.Mkdir(p, 0o755) },
		"a file without end":  func(p string) error { return errors.Join(os.WriteFile(p, nil, 0o644), os.Truncate(p, 1<<40)) },
		"a link to a pipe":    func(p string) error { return errors.Join(syscall.Mkfifo(p+"-pipe", 0o644), os.Symlink(p+"-pipe", p)) },
		"a link in a circle":  func(p string) error { return os.Symlink(p, p) },
		"a terminal or so":    func(p string) error { return os.Symlink("/dev/tty", p) },
		"a socket of the run": socket,
	}
	for place, c := range places {
		for kind, make := range kinds {
			if (kind == "a folder" || kind == "a link in a circle") && c.file == "sub/.env" {
				continue // Compose ignores it
			}
			t.Run(place+"/"+kind, func(t *testing.T) {
				dir := folder(t, "-- good.yml --\nservices: {g: {image: a}}\n-- sub/good.yml --\nservices: {g: {image: a}}\n-- outer.yml --\ninclude: [BAD]\n-- good.env --\nA=b\n-- compose.yml --\n"+c.compose+"\n")
				if err := make(filepath.Join(dir, c.file)); err != nil {
					t.Fatal(err)
				}
				c.opts.Dir = dir
				got, report, err := inTime(t, c.opts)
				if got != nil || err == nil && report.Worst() < diag.Error {
					t.Fatal("it is accepted")
				}
				placed := slices.ContainsFunc(report.Findings(), func(f diag.Finding) bool { return f.Severity == diag.Error && f.Pos.Line > 0 })
				if !placed && err == nil && len(c.opts.EnvFiles)+len(c.opts.Environ) == 0 {
					t.Error("no place: ", report.Findings())
				}
				if err != nil && !strings.Contains(err.Error(), "BAD") {
					t.Error("no name: ", err)
				}
			})
		}
	}
}

func socket(path string) error {
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(fd)
	back, err := os.Getwd()
	if err != nil {
		return err
	}
	defer os.Chdir(back) // the address of a socket must be short
	if err := os.Chdir(filepath.Dir(path)); err != nil {
		return err
	}
	return syscall.Bind(fd, &syscall.SockaddrUnix{Name: filepath.Base(path)})
}

// inTime loads a project, and fails the test if that does not end.
func inTime(t *testing.T, opts Options) (*Loaded, diag.Report, error) {
	t.Helper()
	type result struct {
		loaded *Loaded
		report diag.Report
		err    error
	}
	ended := make(chan result, 1)
	go func() {
		loaded, report, err := Load(context.Background(), opts)
		ended <- result{loaded, report, err}
	}()
	select {
	case r := <-ended:
		return r.loaded, r.report, r.err
	case <-time.After(time.Minute):
		t.Fatal("it does not end")
		panic("not reached")
	}
}

// Variables that grow in an env file are refused wherever it is read, even if they begin in the Compose file.
func TestVariablesThatGrow(t *testing.T) {
	doubling := ""
	for i := range 40 {
		doubling += "A" + itoa(i+1) + "=$A" + itoa(i) + "$A" + itoa(i) + "\n"
	}
	const start = "A0: xxxxxxxx"
	cases := map[string]string{
		"env_file":           "services: {a: {image: a, environment: {" + start + "}, env_file: grow.env}}",
		"env_file of a step": "services: {a: {image: a, pre_start: [{command: [a], environment: {" + start + "}, env_file: grow.env}]}}",
		"env_file of a job":  "services: {a: {image: a}}\njobs: {j: {image: a, triggers: {manual: true}, environment: {" + start + "}, env_file: grow.env}}",
		"two files":          "services: {a: {image: a, env_file: [start.env, grow.env]}}",
		"label_file":         "services: {a: {image: a, label_file: [start.env, grow.env]}}",
		"include":            "include: [{path: good.yml, env_file: [start.env, grow.env]}]\nservices: {a: {image: a}}",
		".env of an include": "include: [sub/good.yml]\nservices: {a: {image: a}}",
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, "-- good.yml --\nservices: {g: {image: a}}\n-- sub/good.yml --\nservices: {g: {image: a}}\n-- sub/.env --\nA0=xxxxxxxx\n"+doubling+
				"-- start.env --\nA0=xxxxxxxx\n-- grow.env --\n"+doubling+"-- compose.yml --\n"+text+"\n")
			got, report, err := inTime(t, Options{Dir: dir})
			found := slices.ContainsFunc(report.Findings(), func(f diag.Finding) bool {
				return f.Code == diag.Limit && strings.Contains(f.Text, "grows beyond 4 MiB") && f.Pos.Line > 0
			})
			if got != nil || err != nil || !found {
				t.Error(report.Findings(), err)
			}
		})
	}
}

// An env file is read and parsed once, however many services name it, and the total of what they get is limited.
func TestEnvFilesOfManyServices(t *testing.T) {
	dir := folder(t, "-- few.env --\nA=b\nB=$HOME\n")
	if err := os.WriteFile(filepath.Join(dir, "big.env"), []byte(strings.Repeat("# comment\n", 300_000)+"A="+strings.Repeat("x", 800_000)), 0o644); err != nil {
		t.Fatal(err)
	}
	var many, huge strings.Builder
	for i := range 200 {
		many.WriteString("  s" + itoa(i) + ": {image: a, env_file: few.env}\n")
		huge.WriteString("  s" + itoa(i) + ": {image: a, env_file: big.env}\n")
	}
	got := loads(t, Options{Dir: dir, Inputs: []string{"-"}, Stdin: strings.NewReader("services:\n" + many.String()), Environ: []string{"HOME=/root"}})
	if env := got.Project.Services["s199"].Environment; len(env) != 2 || *env["B"] != "/root" {
		t.Error(env)
	}
	refused, report, err := inTime(t, Options{Dir: dir, Inputs: []string{"-"}, Stdin: strings.NewReader("services:\n" + huge.String())})
	f := report.Findings()
	if refused != nil || err != nil || len(f) == 0 || !strings.Contains(f[0].Text, "put more than 64 MiB into the project") || f[0].Pos.Line == 0 {
		t.Error(f, err)
	}
	e := envFiles{}
	for range 3 {
		if err := e.parse(filepath.Join(dir, "big.env"), "", map[string]string{}, func(string) (string, bool) { return "", false }); err != nil {
			t.Fatal(err)
		}
	}
	if len(e.read) != 1 || len(e.parsed) != 1 || e.held > int(input.Env) || e.bytes < 3*800_000 {
		t.Error(len(e.read), len(e.parsed), e.held, e.bytes)
	}
}

// The labels of a file that only its owner may read are in a unit that everyone may read: that is reported.
func TestLabelsOfAPrivateFile(t *testing.T) {
	dir := folder(t, "-- compose.yml --\nservices: {a: {image: a, label_file: shadow}}\n-- shadow --\nroot=hash\n")
	if err := os.Chmod(filepath.Join(dir, "shadow"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, report, err := Load(context.Background(), Options{Dir: dir})
	if f := report.Findings(); err != nil || len(f) != 1 || f[0].Code != diag.Unsafe || f[0].Severity != diag.Warning || f[0].Pos.Line != 1 {
		t.Error(f, err)
	}
}
