package translate

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// A seccomp profile is read from a regular file of limited size, for services and everything lowered like them, and the
// total size of all profiles is limited.
func TestSeccompProfilesAreBounded(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, err := range []error{
		syscall.Mkfifo(at("pipe"), 0o644), os.Symlink("/dev/zero", at("device")), os.Mkdir(at("folder"), 0o755),
		os.WriteFile(at("sparse"), nil, 0o644), os.Truncate(at("sparse"), 1<<40),
		os.WriteFile(at("large.json"), []byte(`"`+strings.Repeat("x", 1<<20-2)+`"`), 0o644),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	cases := map[string]struct{ compose, want string }{
		"a pipe":          {"services: {a: {image: a, security_opt: ['seccomp=pipe']}}", "is not a regular file"},
		"a device":        {"services: {a: {image: a, security_opt: ['seccomp:device']}}", "is not a regular file"},
		"the device":      {"services: {a: {image: a, security_opt: ['seccomp=/dev/zero']}}", "is not a regular file"},
		"a folder":        {"services: {a: {image: a, security_opt: [seccomp=folder]}}", "is a directory"},
		"without end":     {"services: {a: {image: a, security_opt: [seccomp=sparse]}}", "is larger than 1 MiB"},
		"a job":           {"services: {a: {image: a}}\njobs: {j: {image: a, triggers: {manual: true}, security_opt: [seccomp=pipe]}}", "is not a regular file"},
		"a step":          {"services: {a: {image: a, pre_start: [{command: [a], security_opt: [seccomp=pipe]}]}}", "is not a regular file"},
		"of all services": {"services:\n" + services(49, "security_opt: [seccomp=large.json]"), "together exceed 48 MiB"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			ended := make(chan diag.Report, 1)
			go func() {
				_, report, err := Translate(context.Background(), Options{Options: load.Options{Dir: dir, Inputs: []string{"-"}, Stdin: strings.NewReader(c.compose)}})
				if err != nil {
					t.Error(err)
				}
				ended <- report
			}()
			select {
			case report := <-ended:
				for _, f := range report.Findings() {
					if f.Severity == diag.Error && strings.Contains(f.Text, c.want) && f.Pos.Line > 0 {
						return
					}
				}
				t.Error(report.Findings())
			case <-time.After(time.Minute):
				t.Fatal("it does not end")
			}
		})
	}
}

func services(n int, attribute string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("  s" + itoa(i) + ": {image: a, " + attribute + "}\n")
	}
	return b.String()
}
