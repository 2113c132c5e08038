package source

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The file that was meant is in the hint, and no other one.
func TestNear(t *testing.T) {
	for there, cases := range map[string]string{
		"compose.yml db.yaml Dockerfile": `compos.yml=compose.yml db.yml=db.yaml Dockerfil=Dockerfile dockerfile=Dockerfile web.yml= x=`,
		"tls.crt tls.pem":                `tls.key= tls.cert=tls.crt tls=`,
		"password.txt":                   `password=password.txt pasword.txt=password.txt root_password.txt= passwd.json=`,
		"db_root_password.txt":           `db_password.txt=`,
		".env.example":                   `.env=`,
		"e.env":                          `.env2= .env=e.env`,
		".env.example.old":               `.env=.env.example.old`,
	} {
		dir := t.TempDir()
		for _, name := range strings.Fields(there) {
			if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Symlink("nothing", filepath.Join(dir, "link")); err != nil {
			t.Fatal(err)
		}
		for _, c := range append(strings.Fields(cases), "link=") {
			written, want, _ := strings.Cut(c, "=")
			if want != "" {
				want = "did you mean a/" + want + "?"
			}
			if got := new(Siblings).Near("a/"+written, filepath.Join(dir, written), false); got != want {
				t.Errorf("%s among %s: %q, want %q", written, there, got, want)
			}
		}
	}
}

// A project that names many missing files beside many others is not compared for minutes.
func TestNearIsBounded(t *testing.T) {
	dir, long := t.TempDir(), strings.Repeat("b", 90)
	for i := range 1000 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%04d%s", i, long)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var s Siblings
	began := time.Now()
	for i := range 20_000 {
		s.Near("x", filepath.Join(dir, fmt.Sprintf("c%03d%s", i, long)), false)
	}
	if took := time.Since(began); took > 40*time.Second {
		t.Errorf("it took %v", took)
	}
}
