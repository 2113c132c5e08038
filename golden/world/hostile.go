package world

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// mark is in every poison, so that a poison can be found anywhere.
const mark = "P0IS0N"

// poisons returns the answers of a hostile engine, image or archive. If one has an effect, a file named mark appears, or
// the mark in a word of a call.
func poisons() []string {
	id := strings.Repeat("a", 64)
	run := "touch " + mark
	return []string{
		"", "--" + mark, "-" + mark, "$(" + run + ")", "`" + run + "`", `"; ` + run + `; "`, "'; " + run + "; '", "x; " + run, "x\n" + run + "\n--" + mark,
		"../../" + mark, "/etc/" + mark, "../" + mark + "/..", "*" + mark, "? [a-z] " + mark, "x\r--" + mark, "\x01\xff\x1b[" + mark,
		"--checkpoint-action=exec=" + run, "0 --" + mark, "a[$(" + run + ")]", "1 a[$(" + run + ")] " + mark, strings.Repeat(mark, 20000),
		"sha256:" + id + mark, id + " --" + mark, id + ` "/x,src=/,` + mark + `=1"`, id + ` "/` + mark + `\n` + id + ` /y"`, id + "\n--" + mark,
		"true $(" + run + ")", "exited $(" + run + ") healthy", "running 0 a[$(" + run + ")]", "no\nx\nx\nx\n--" + mark + " ../" + mark + "\nmade x",
		"created\nno\ncontainer:--" + mark + "\ncontainer:../" + mark + "\nx\nmade h1 $(" + run + ")", strings.Repeat("a", 12) + "_../" + mark, "Loaded image ID: --" + mark,
		"HTTP/1.0 201 Created\r\n\r\n{\"Id\":\"--" + mark + "\"}",
	}
}

// Hostile plays every case with an engine that answers all questions with poison, each case with every nth poison (1 is
// all), in alternating shells. Whatever a script does with it, the machine's files are not changed, no part of a poison
// becomes a word of a call, none is executed, and the shell itself reports no error. One exception: a path may be a field
// of its own in a comma-separated list.
func (u Suite) Hostile(t *testing.T, every int) {
	played := 0
	for number, c := range u.hostileCases(t) {
		for i, poison := range poisons() {
			if (i+number+1)%every != 0 {
				continue
			}
			s := shells[played%len(shells)]
			played++
			t.Run(c.name+"/"+s.name, func(t *testing.T) {
				t.Parallel()
				s.find(t)
				defer func() {
					if t.Failed() {
						t.Logf("the poison was %.200q", poison)
					}
				}()
				u.play(t, s, c.archive, c.text, &hostile{poison: poison + "\n"})
			})
		}
	}
}

// Fuzz plays a case in a shell, both selected by number, with an engine that answers all questions with the same text. The
// answers may have the expected form: then they become words of calls, but never flags.
func (u Suite) Fuzz(f *testing.F) {
	cases := u.hostileCases(f)
	for i, poison := range poisons() {
		f.Add(poison, uint16(i*37))
	}
	f.Fuzz(func(t *testing.T, answer string, number uint16) {
		c, s := cases[int(number)%len(cases)], shells[int(number)%len(shells)]
		s.find(t)
		u.play(t, s, c.archive, c.text, &hostile{poison: answer + "\n", formed: true})
	})
}

// hostileCase is a case that queries an engine.
type hostileCase struct {
	name, text string
	archive    *txtar.Archive
}

func (u Suite) hostileCases(t testing.TB) []hostileCase {
	files, err := filepath.Glob("testdata/scripts/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	var out []hostileCase
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, section := range archive.Files {
			if !isFile(section.Name) && filepath.Base(file) != "paths.txtar" { // it creates the folders that it is given, and queries nothing
				out = append(out, hostileCase{filepath.Base(file) + "/" + section.Name, string(section.Data), archive})
			}
		}
	}
	return out
}

// hostile is an engine that cannot be trusted.
type hostile struct {
	poison string
	calls  int
	// formed passes an answer that has the form of a name, a reference or an id.
	formed bool
	// argument is the index of the argument that is replaced by a flag; the engine is honest then.
	argument int
}

// answer poisons the output of a client.
func (h *hostile) answer(w *World, c Call, a Answer) Answer {
	if h.calls++; h.calls > 200 || h.formed && h.calls > 40 {
		w.Hang() // a script may wait for a better answer
		return Fail("hung")
	}
	switch c.Program {
	case "date", "sleep", "systemd-notify":
		return a
	}
	if h.argument > 0 {
		return a
	}
	if c.Args[len(c.Args)-1] == "-" { // a file of the container: a passwd that maps the requested user to a command instead of a number
		name, _, _ := strings.Cut(strings.TrimSuffix(h.poison, "\n"), ":")
		data, _ := archive([]string{"passwd=" + name + ":x:0 --" + mark + ":0:::\n"})
		return Answer{Out: string(data)}
	}
	if a.Code == 0 || a.Out != "" {
		a.Out, a.Code = h.poison, 0
	}
	return a
}

// whole matches what a script may pass on as it is: no flag, and no path that leads elsewhere.
var whole = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.:/@-]*$`)

// complaint matches what a shell prints about a value that it interpreted as something other than text.
var complaint = regexp.MustCompile(`(?i)illegal number|bad number|integer expression|syntax error|arithmetic|divi(sion|de) by|out of range|parameter not set|unbound variable|` +
	`bad substitution|unexpected operator|(command|:) not found$|argument expected`)

// quiet checks the output of a script.
func (h *hostile) quiet(t *testing.T, said string) {
	for _, line := range strings.Split(strings.ReplaceAll(said, strings.TrimSuffix(h.poison, "\n"), ""), "\n") {
		if complaint.MatchString(line) && h.argument == 0 && h.poison != "\n" {
			t.Errorf("the shell complains: %.300s", line)
		}
	}
}

// harmless checks what was called.
func (h *hostile) harmless(w *World, t *testing.T, c Call) {
	if h.argument > 0 {
		if read(c.Args) {
			t.Errorf("an argument is a flag of a call: %.300q", append([]string{c.Program}, c.Args...))
		}
		return
	}
	for i, word := range c.Args {
		if !strings.Contains(word, mark) || h.formed && whole.MatchString(word) && !strings.Contains(word, "..") {
			continue
		}
		if source, target := w.mountOf(word); i > 0 && c.Args[i-1] == "--mount" && source == strings.Repeat("a", 64) && strings.HasPrefix(target, "/") {
			continue
		}
		t.Errorf("a poison is a word of a call: %.300q", append([]string{c.Program}, c.Args...))
	}
}

var harmlessName = regexp.MustCompile(`^run time(/containers(/.*)?|/compose2unit(/\.engine[A-Za-z0-9_.-]*|/shop(/((gate|shared|seen)/)?[A-Za-z0-9@_.\\-]+)?)?)?$`)

// untouched checks the files that were created.
func (w *World) untouched(t *testing.T, before map[string]string) {
	for path, text := range w.tree() {
		was, there := before[path]
		switch {
		case harmlessName.MatchString(path):
		case !there:
			t.Errorf("a script left %s", path)
		case was != text:
			t.Errorf("a script changed %s", path)
		}
	}
	for path := range before {
		if _, err := os.Lstat(filepath.Join(w.dir, path)); err != nil && !harmlessName.MatchString(path) {
			t.Errorf("a script removed %s", path)
		}
	}
}

// tree returns every file of the world except the socket and the programs that scripts call.
func (w *World) tree() map[string]string {
	out := map[string]string{}
	_ = filepath.WalkDir(w.dir, func(path string, entry os.DirEntry, err error) error {
		name, _ := filepath.Rel(w.dir, path)
		switch {
		case err != nil || name == "." || name == "socket" || name == "conmon":
		case name == "bin" || strings.HasPrefix(name, "home"): // podman's times of pulls are in the home
			return filepath.SkipDir
		case entry.Type().IsRegular():
			text, _ := os.ReadFile(path)
			out[name] = string(text)
		default:
			out[name] = entry.Type().String()
		}
		return nil
	})
	return out
}
