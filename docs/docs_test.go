// Package docs holds what a person reads, and the test that keeps it true: every fenced block of README.md and of this
// folder that shows a file, a command or its output is compared with the real thing.
//
// A comment above a block says what it is:
//
//	<!-- file PATH -->      lines of a file of this repository
//	<!-- write NAME -->     a file that the following commands find in their folder
//	<!-- run -->            commands behind "$ ", each with what it prints
//	<!-- made NAME -->      lines of a file that the commands made
//	<!-- host -->           commands for the machine that runs the shop; they need root, so only their spelling is checked
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
)

const repository = ".."

// block is one fenced block with the comment above it.
type block struct {
	verb, arg, text string
	line            int
}

var mark = regexp.MustCompile(`^<!-- (file|write|run|made|host|shape|fresh)(?: (\S+))? -->$`)

// blocks reads a page. A fenced block without a mark is returned with an empty verb.
func blocks(page string) []block {
	var out []block
	var verb, arg string
	lines := strings.Split(page, "\n")
	for i := 0; i < len(lines); i++ {
		if m := mark.FindStringSubmatch(lines[i]); m != nil {
			if verb, arg = m[1], m[2]; verb == "fresh" {
				out = append(out, block{verb: verb, arg: arg, line: i + 1})
				verb, arg = "", ""
			}
			continue
		}
		if !strings.HasPrefix(lines[i], "```") {
			continue
		}
		b := block{verb: verb, arg: arg, line: i + 1}
		for i++; i < len(lines) && lines[i] != "```"; i++ {
			b.text += lines[i] + "\n"
		}
		out = append(out, b)
		verb, arg = "", ""
	}
	return out
}

func TestExamples(t *testing.T) {
	pages, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	bin := build(t)
	for _, page := range append(pages, filepath.Join(repository, "README.md")) {
		t.Run(filepath.Base(page), func(t *testing.T) {
			text, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			box := &sandbox{bin: bin}
			box.fresh(t, "")
			for _, b := range blocks(string(text)) {
				if err := box.check(t, b); err != nil {
					t.Errorf("%s:%d: %v", page, b.line, err)
				}
			}
		})
	}
}

// build makes the program that the examples call.
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

func (s *sandbox) check(t *testing.T, b block) error {
	switch b.verb {
	case "fresh":
		s.fresh(t, b.arg)
		return nil
	case "file":
		return shows(filepath.Join(repository, b.arg), b.text)
	case "made":
		return shows(filepath.Join(s.dir, b.arg), b.text)
	case "write":
		return os.WriteFile(filepath.Join(s.dir, b.arg), []byte(b.text), 0o644)
	case "run":
		return s.run(b.text)
	case "host":
		return spelling(b.text)
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

// find returns the end of the first place where lines stand together, or -1.
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
		if !like(want[i]).MatchString(have[i]) {
			return false
		}
	}
	return true
}

// like is a pattern for a text in which … stands for anything.
func like(text string) *regexp.Regexp {
	return regexp.MustCompile(`(?s)^` + strings.ReplaceAll(regexp.QuoteMeta(text), "…", ".*") + `$`)
}

// run types the commands of a block and compares what they print. A line of output is one that follows a command.
func (s *sandbox) run(text string) error {
	for _, step := range strings.Split("\n"+text, "\n$ ")[1:] {
		command, want, _ := strings.Cut(strings.TrimSuffix(step, "\n"), "\n")
		shell := exec.Command("sh", "-c", command)
		shell.Dir = s.dir
		shell.Env = []string{"PATH=" + s.bin + ":" + os.Getenv("PATH"), "HOME=" + s.dir, "PWD=" + s.dir}
		out, _ := shell.CombinedOutput() // a page that shows a failure shows its code: `; echo $?`
		got := strings.TrimSuffix(string(out), "\n")
		if !like(want).MatchString(got) {
			return fmt.Errorf("$ %s\nprints:\n%s\nand not:\n%s", command, got, want)
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
