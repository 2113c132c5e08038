package oracle

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

const web = `[Unit]
Description=shop: web 100%% \ 
SourcePath=%Y/compose.yml
After=docker.service db.service
Requires=db.service
RequiresMountsFor="/srv/my \"data\\" /tmp
X-ComposeProject=shop

[Service]
Type=oneshot
Environment="A=b c\n\"" B=%Y
ExecStartPre=:/bin/sh %Y/create "b c" ";" \
    "$HOME" "" "\x01\n\t\\ 'x'\""
ExecStartPre=:/bin/true
ExecStart=:/bin/echo %p
TimeoutStopSec=25
`

func units() map[string][]byte {
	return map[string][]byte{
		"web.service":      []byte(web),
		"db.service":       []byte("[Unit]\nWants=replica@2.service\n[Service]\nExecStart=:/bin/true\n"),
		"replica@.service": []byte("[Service]\nExecStart=:/bin/echo %i\n"),
	}
}

// Dump returns what systemd parsed: words, values, explicit dependencies, instances of templates.
func TestDump(t *testing.T) {
	Require(t)
	got, warnings, err := Dump(t.Context(), units())
	if err != nil || len(warnings) > 0 {
		t.Fatal(err, warnings)
	}
	u := got["web.service"]
	for what, pair := range map[string][2]any{
		"description": {u.Get("Description"), `shop: web 100% \`},
		"source":      {u.Get("Source Path"), Dir + "/compose.yml"},
		"environment": {u.Fields["Environment"], []string{"A=b c\n\"", "B=" + Dir}},
		"requires":    {u.Written("Requires"), []string{"app.slice", "db.service"}},
		"mounts":      {u.Written("RequiresMountsFor"), []string{`/srv/my "data\`, "/tmp"}},
		"pre": {u.Exec["ExecStartPre"], [][]string{
			{"/bin/sh", Dir + "/create", "b c", ";", "$HOME", "", "\x01\n\t\\ 'x'\""}, {"/bin/true"}}},
		"start":    {u.Exec["ExecStart"], [][]string{{"/bin/echo", "web"}}},
		"stop":     {u.Get("TimeoutStopSec"), "25s"},
		"instance": {got["replica@2.service"].Exec["ExecStart"], [][]string{{"/bin/echo", "2"}}},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: %q, want %q", what, pair[0], pair[1])
		}
	}
}

// What systemd ignores or rejects is a warning, even if it is silent.
func TestDumpWarns(t *testing.T) {
	Require(t)
	all := units()
	all["db.service"] = []byte("[Unit]\nFoo=1\n[Service]\nExecStart=:/bin/true \"\n")
	_, warnings, err := Dump(t.Context(), all)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(warnings, "\n")
	for _, want := range []string{"Unknown key", "db.service:4", `db.service: load state "bad-setting"`} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

// Verify is silent about valid units, whether the engine is installed or not, and reports what is wrong in others.
func TestVerify(t *testing.T) {
	Require(t)
	dir := t.TempDir()
	good := "[Unit]\nRequires=docker.service\nAfter=docker.service\n[Service]\nExecStart=:/usr/bin/docker wait x\n"
	bad := "[Unit]\nRequires=nowhere.service\nFoo=1\n[Service]\nExecStart=:/usr/bin/nothing\n"
	for name, text := range map[string]string{"good.service": good, "bad@.service": bad} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if warnings, err := Verify(t.Context(), dir, []string{"good.service"}); err != nil || len(warnings) > 0 {
		t.Errorf("a good unit: %v %q", err, warnings)
	}
	warnings, err := Verify(t.Context(), dir, []string{"good.service", "bad@.service"})
	text := strings.Join(warnings, "\n")
	for _, want := range []string{"Unknown key", "nowhere.service not found", "/usr/bin/nothing is not executable"} {
		if err != nil || !strings.Contains(text, want) {
			t.Errorf("%v, no %q in\n%s", err, want, text)
		}
	}
}
