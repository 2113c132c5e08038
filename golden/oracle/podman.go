package oracle

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

//go:embed podman.sh
var podmanRoot string

// StubImage is an image without content that podman has: the questions are about flags.
const StubImage = "localhost/stub:latest"

// Question is a command that podman is expected to accept.
type Question struct {
	// About identifies the question. Several may be about one thing.
	About string
	Argv  []string
	// Aside marks a command that prepares or cleans up: its failure is ignored.
	Aside bool
}

// Host is what must exist on the machine for podman to accept a command.
type Host struct {
	Dirs          []string
	Files         map[string]string
	Chars, Blocks []string
}

// PodmanRoots returns the root folders whose podman is asked: PODMAN_ROOT names roots of machines that are not running,
// separated by colons; by default those of the generators in QUADLET that have a podman, or this machine's. It skips the
// test if podman cannot be run, or fails it if CI is set.
func PodmanRoots(t testing.TB) []string {
	t.Helper()
	roots := filepath.SplitList(os.Getenv("PODMAN_ROOT"))
	for _, generator := range filepath.SplitList(os.Getenv("QUADLET")) {
		root, ok := strings.CutSuffix(generator, "usr/libexec/podman/quadlet")
		if ok && os.Getenv("PODMAN_ROOT") == "" {
			roots = append(roots, root)
		}
	}
	if len(roots) == 0 {
		roots = []string{"/"}
	}
	err := available()
	for _, root := range roots {
		if _, e := os.Stat(filepath.Join(root, "usr/bin/podman")); e != nil {
			err = errors.Join(err, fmt.Errorf("no podman in %s; PODMAN_ROOT names roots that have one", root))
		}
	}
	switch {
	case err != nil && os.Getenv("CI") == "true":
		t.Fatalf("podman must be asked in CI: %v", err)
	case err != nil:
		t.Skipf("podman cannot be asked: %v", err)
	}
	return roots
}

// Podman passes the questions in order to the podman of a root, and returns its output for those that it refused.
func Podman(ctx context.Context, root string, host Host, questions []Question) (refused []Answer, err error) {
	file, err := os.CreateTemp("", "questions")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name())
	_, err = file.WriteString(asked(host, questions))
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	var out, said bytes.Buffer
	cmd := exec.CommandContext(ctx, "unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--net", "--ipc", "--uts",
		"sh", "-euc", podmanRoot, "sh", root, file.Name())
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "HOME=/root", "STORAGE_DRIVER=vfs"}
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("podman in %s: %w: %s", root, err, said.String())
	}
	text, done := strings.CutSuffix(out.String(), "all asked\n")
	if !done {
		return nil, fmt.Errorf("podman in %s stopped answering: %s%s", root, out.String(), said.String())
	}
	for _, answer := range strings.Split(text, "\x00") {
		if about, words, ok := strings.Cut(answer, "\x01"); ok {
			refused = append(refused, Answer{about, strings.TrimSpace(words)})
		}
	}
	return refused, nil
}

// Answer is podman's answer to a question.
type Answer struct{ About, Said string }

// asked returns the script that asks the questions.
func asked(host Host, questions []Question) string {
	var b strings.Builder
	line := func(words ...string) {
		for i, w := range words {
			words[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
		b.WriteString(strings.Join(words, " ") + "\n")
	}
	b.WriteString(`ask() {
	about=$1
	shift
	said=$("$@" 2>&1 >/dev/null </dev/null) || printf '%s\001%s\000' "$about" "$said"
}
aside() { "$@" >/dev/null 2>&1 </dev/null || :; }
`)
	for _, dir := range host.Dirs {
		line("aside", "mkdir", "-p", "--", dir)
	}
	for path, text := range host.Files {
		line("mkdir", "-p", "--", filepath.Dir(path))
		b.WriteString("printf %s '" + strings.ReplaceAll(text, "'", `'\''`) + "' >'" + path + "'\n")
	}
	for _, path := range host.Chars {
		line("aside", "mkdir", "-p", "--", filepath.Dir(path))
		line("aside", "mknod", path, "c", "1", "3")
	}
	for _, path := range host.Blocks {
		line("aside", "mkdir", "-p", "--", filepath.Dir(path))
		line("aside", "mknod", path, "b", "7", "200")
	}
	b.WriteString("tar --create --files-from /dev/null | podman import - " + StubImage + " >/dev/null 2>&1\n")
	for _, q := range questions {
		if q.Aside {
			line(append([]string{"aside"}, q.Argv...)...)
		} else {
			line(append([]string{"ask", q.About}, q.Argv...)...)
		}
	}
	b.WriteString("echo all asked\n")
	return b.String()
}
