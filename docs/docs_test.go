// Package docs holds what a person reads, and the test that keeps it true: every fenced block of README.md and of this
// folder that shows a file, a command or its output is compared with the real thing.
//
// A comment above a block says what it is:
//
//	<!-- file PATH -->      lines of a file of this repository
//	<!-- write NAME -->     a file that the following commands find in their folder
//	<!-- run -->            commands behind "$ ", each with what it prints
//	<!-- made NAME -->      lines of a file that the commands made
//	<!-- live -->           commands behind "$ " for a machine with systemd and both engines, each with what it prints. The
//	                        live suite boots one and types there all that a page with such a block says in write, run
//	                        and live, as root in /srv/shop (golden/live/docs_test.go); here the shell parses them, and
//	                        only the translations are run
//	<!-- host -->           commands for the machine that runs the shop, which nobody runs: only their spelling is checked
//	<!-- shape -->          not to be typed: a picture of folders or of a flow
//	<!-- fresh [FOLDER] --> (alone) the following commands run in a new folder, a copy of FOLDER
//
// A line that is `…` stands for any lines, and a `…` in a line for any words.
package docs

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/docs/page"
)

const repository = ".."

func TestExamples(t *testing.T) {
	pages, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	bin := build(t)
	for _, name := range append(pages, filepath.Join(repository, "README.md")) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			box := &sandbox{bin: bin}
			box.fresh(t, "")
			for _, b := range page.Blocks(string(text)) {
				if err := box.check(t, b); err != nil {
					t.Errorf("%s:%d: %v", name, b.Line, err)
				}
			}
		})
	}
}

// build builds the program that the examples call.
func build(t *testing.T) (folder string) {
	t.Helper()
	folder = t.TempDir()
	out, err := exec.Command("go", "build", "-o", folder, "github.com/compose2unit/compose2unit/cmd/compose2unit").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return folder
}

// sandbox is the folder in which a page's commands run.
type sandbox struct{ dir, bin string }

func (s *sandbox) fresh(t *testing.T, copyOf string) {
	t.Helper()
	s.dir = filepath.Join(t.TempDir(), "shop")
	if err := os.Mkdir(s.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if copyOf == "" {
		return
	}
	if err := os.CopyFS(s.dir, os.DirFS(filepath.Join(repository, copyOf))); err != nil {
		t.Fatal(err)
	}
}

func (s *sandbox) check(t *testing.T, b page.Block) error {
	switch b.Verb {
	case "fresh":
		s.fresh(t, b.Arg)
		return nil
	case "file":
		return shows(filepath.Join(repository, b.Arg), b.Text)
	case "made":
		return shows(filepath.Join(s.dir, b.Arg), b.Text)
	case "write":
		file := filepath.Join(s.dir, b.Arg)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		return os.WriteFile(file, []byte(b.Text), 0o644)
	case "run":
		return s.run(b)
	case "live":
		return s.live(b)
	case "host":
		return spelling(b.Text)
	case "shape":
		return nil
	}
	return fmt.Errorf("a block without a mark: nothing proves it")
}

// shows compares a block with a file, of which it may leave out lines.
func shows(file, text string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	have := strings.Split(string(data), "\n")
	for _, part := range strings.Split("\n"+text, "\n…\n") {
		part = strings.Trim(part, "\n")
		at := find(have, strings.Split(part, "\n"))
		if at < 0 {
			return fmt.Errorf("%s does not hold, in this order:\n%s", file, part)
		}
		have = have[at:]
	}
	return nil
}

// find returns the end of the first place where the lines occur consecutively, or -1.
func find(have, lines []string) int {
	for i := 0; i+len(lines) <= len(have); i++ {
		if same(have[i:i+len(lines)], lines) {
			return i + len(lines)
		}
	}
	return -1
}

func same(have, want []string) bool {
	for i := range want {
		if !page.Like(want[i]).MatchString(have[i]) {
			return false
		}
	}
	return true
}

// run runs the commands of a block and compares their output. A line of output is one that follows a command.
func (s *sandbox) run(b page.Block) error {
	for _, step := range b.Steps() {
		if err := s.typed(step); err != nil {
			return err
		}
	}
	return nil
}

// typed runs a command and compares its output.
func (s *sandbox) typed(step page.Step) error {
	shell := exec.Command("sh", "-c", step.Command)
	shell.Dir = s.dir
	shell.Env = []string{"PATH=" + s.bin + ":" + os.Getenv("PATH"), "HOME=" + s.dir, "PWD=" + s.dir}
	out, _ := shell.CombinedOutput() // a page that shows a failure shows its code: `; echo $?`
	return step.Printed(string(out))
}

// live checks a block for a machine that has the engines: the shell can parse every command, and a translation with -q, which
// needs no engine, prints what the page shows, after the edits of the Compose file.
func (s *sandbox) live(b page.Block) error {
	if err := parsed(b); err != nil {
		return err
	}
	for _, step := range b.Steps() {
		if !withoutEngine.MatchString(step.Command) || strings.Contains(step.Command, " -lock ") {
			continue
		}
		if err := s.typed(step); err != nil {
			return err
		}
	}
	return nil
}

var withoutEngine = regexp.MustCompile(`^(compose2unit -q |sed -i '[^']+' compose\.yml$)`)

// parsed checks that the shell can parse every command of a block, and that there is one.
func parsed(b page.Block) error {
	if len(b.Steps()) == 0 {
		return fmt.Errorf("no command: a line that is one begins with \"$ \"")
	}
	for _, step := range b.Steps() {
		if out, err := exec.Command("sh", "-n", "-c", step.Command).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", step.Command, err, out)
		}
	}
	return nil
}

var unitName = regexp.MustCompile(`\bshop[a-z-]*\.(?:service|target)\b|\bshop-[a-z-]+\b`)

// spelling checks commands that only a host can run: the shell can parse them, and the units are those of the shop.
func spelling(text string) error {
	if out, err := exec.Command("sh", "-n", "-c", text).CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %s", err, out)
	}
	for _, line := range strings.Split(text, "\n") {
		if !strings.Contains(line, "systemctl") && !strings.Contains(line, "journalctl") {
			continue
		}
		line, _, _ = strings.Cut(line, " #")
		for _, name := range unitName.FindAllString(line, -1) {
			if !strings.Contains(name, ".") {
				name += ".service"
			}
			if strings.HasPrefix(name, "shop-.") || strings.HasSuffix(name, "-.service") {
				continue // a stem or a pattern
			}
			if _, err := os.Stat(filepath.Join(repository, "golden/project/shop/docker", name)); err != nil {
				return fmt.Errorf("the shop has no unit %s", name)
			}
		}
	}
	return nil
}
