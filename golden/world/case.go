package world

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// A case is a section of testdata/scripts/SCRIPT.txtar. Its lines are read in order:
//
//	# COMMENT
//	given STATEMENT        the initial state of the world (see World.apply)
//	when CALL: STATEMENT   happens at the next call that starts with CALL, before it is answered; once
//	run SCRIPT WORD...     runs a script; a line that starts with blanks continues the previous one
//
// and each run is followed by its results, which `go test -update` writes:
//
//	call WORD...           what was called; queries are left out unless `given every call`
//	sent TEXT              the standard input of a call: of a body the lines that differ from the
//	                       file's, of an archive its entries; and the variables PASSED_* of any call
//	out TEXT, err TEXT     what the script printed
//	exit CODE              its exit code
//	left TEXT              what has changed in the world
//
// Words that are not plain are Go strings. %Y is the folder of the units, %t that of state files, %r the manager's runtime
// directory. A section named *.txt or *.json is a file beside the scripts.
func (u Suite) runCase(t *testing.T, s shell, archive *txtar.Archive, text string) string {
	return u.play(t, s, archive, text, nil)
}

// play plays a case, with a hostile engine if h is not nil. Then the case ends when the world is no longer what it expects.
func (u Suite) play(t *testing.T, s shell, archive *txtar.Archive, text string, h *hostile) string {
	w := u.newWorld(t)
	w.hostile = h
	if h != nil {
		defer func() { _ = recover() }()
	}
	folder := w.folder(t, archive)
	var out []string
	var command string
	flush := func() {
		if command == "" {
			return
		}
		out = append(out, w.run(t, s, folder, w.words(t, folder, command))...)
		command = ""
	}
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if strings.HasPrefix(line, " ") {
			out, command = append(out, line), command+" "+line
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		if isResult(word) {
			flush()
			continue
		}
		if word != "" {
			flush()
		}
		out = append(out, line)
		switch word {
		case "given":
			w.must(t, w.apply(rest))
		case "when":
			call, statement, ok := strings.Cut(rest, ": ")
			if !ok {
				t.Fatalf("no colon: %s", line)
			}
			w.later = append(w.later, later{call, statement})
		case "run":
			command = rest
		case "", "#":
		default:
			t.Fatalf("what is this? %s", line)
		}
	}
	flush()
	if h != nil {
		return ""
	}
	for _, l := range w.later {
		t.Errorf("did not happen: %s: %s", l.call, l.statement)
	}
	return strings.Join(out, "\n") + "\n"
}

func isResult(word string) bool {
	return slices.Contains([]string{"call", "sent", "out", "err", "exit", "left"}, word)
}

func isFile(section string) bool {
	return strings.HasSuffix(section, ".txt") || strings.HasSuffix(section, ".json")
}

// folder writes the scripts and the case's files where a unit would find them; both paths contain spaces.
func (w *World) folder(t *testing.T, archive *txtar.Archive) string {
	folder := filepath.Join(w.dir, "the unit's folder", "shop")
	w.runtimeDir = filepath.Join(w.dir, "run time")
	w.must(t, os.MkdirAll(folder, 0o700))
	w.must(t, os.MkdirAll(filepath.Join(w.State(), "shop"), 0o700))
	for _, scripts := range []map[string][]byte{w.suite.Beside, w.suite.Scripts} {
		for name, script := range scripts {
			w.must(t, os.WriteFile(filepath.Join(folder, name), script, 0o600))
		}
	}
	for _, f := range archive.Files {
		if isFile(f.Name) {
			w.must(t, os.WriteFile(filepath.Join(folder, f.Name), f.Data, 0o644))
		}
	}
	return folder
}

func (w *World) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// command returns a script's process.
func (w *World) command(ctx context.Context, t *testing.T, s shell, folder string, words []string) process {
	argv := s.find(t)
	if s.prelude != "" {
		argv = append(argv, "-c", s.prelude)
	}
	argv = append(append(argv, filepath.Join(folder, words[0])), words[1:]...)
	cmd := newProcess(ctx, argv)
	cmd.Dir = w.dir
	cmd.Env = []string{"PATH=" + w.bin(t, s), "FAKE_WORLD=" + w.socket, "FAKE_BIN=" + filepath.Join(w.dir, "bin"), "TZ=America/New_York", "HOME=" + filepath.Join(w.dir, "home")}
	cmd.Env = append(cmd.Env, w.env...)
	if !w.system {
		cmd.Env = append(cmd.Env, "XDG_RUNTIME_DIR="+w.runtimeDir)
	}
	return cmd
}

// words returns the words of a case's command, with systemd's specifiers replaced by the folders of this world.
func (w *World) words(t *testing.T, folder, command string) []string {
	words, err := splitWords(command)
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	for i := range words {
		words[i] = strings.NewReplacer("%Y", filepath.Dir(folder), "%t", w.State()).Replace(words[i])
	}
	if w.hostile != nil && w.hostile.argument > 0 {
		words = w.hostile.flagged(words)
	}
	return words
}

// run runs a script and returns its results.
func (w *World) run(t *testing.T, s shell, folder string, words []string) []string {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	cmd := w.command(ctx, t, s, folder, words)
	if w.hostile != nil {
		cmd.WaitDelay = time.Second // for processes that left the group
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	w.store()
	before := w.snapshot()
	var tree map[string]string
	if w.hostile != nil {
		tree = w.tree()
	}
	w.mu.Lock()
	w.Body, w.log = w.body(t, words), nil
	err := cmd.Start()
	w.shell = cmd.Process
	w.mu.Unlock()
	w.must(t, err)
	err = cmd.Wait()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.hostile != nil {
		for _, c := range w.called {
			w.hostile.harmless(w, t, c)
		}
		w.hostile.quiet(t, stderr.String())
		w.untouched(t, tree)
		return nil
	}
	for _, complaint := range w.complaints {
		t.Error(complaint)
	}
	return w.happened(before, stdout.String(), stderr.String(), err)
}

// body returns the file of an API call among the words of a command, or "".
func (w *World) body(t *testing.T, words []string) (body string) {
	for _, word := range words {
		if strings.HasSuffix(word, ".json") {
			data, err := os.ReadFile(word)
			w.must(t, err)
			body = string(data)
		}
	}
	return body
}

// happened returns the results of a command: the calls, the output, the exit code, and what has changed.
func (w *World) happened(before map[string]string, stdout, stderr string, err error) []string {
	out := slices.Clone(w.log)
	out = append(out, prefixed("out ", stdout)...)
	out = append(out, prefixed("err ", strings.TrimPrefix(stderr, "\n"))...) // the journal has no empty lines
	out = append(out, "exit "+ending(err))
	out = append(out, changes(before, w.snapshotLocked())...)
	for i := range out {
		out[i] = w.short(out[i])
	}
	return out
}

// short shortens a result: it removes what differs between runs or tools, and what is too long to read.
func (w *World) short(line string) string {
	line = strings.ReplaceAll(line, filepath.Join(w.dir, "the unit's folder"), "%Y")
	line = regexp.MustCompile(`(cp|mkdir): can(?:no|')t (stat|create directory) ['"](.*?)/?['"]`).ReplaceAllString(line, "$1: cannot $2 $3")
	line = strings.ReplaceAll(line, w.State(), "%t")
	line = strings.ReplaceAll(line, w.runtimeDir, "%r")
	line = regexp.MustCompile(`%t/shop\.[A-Za-z0-9]{6}/`).ReplaceAllString(line, "%t/shop.XXXXXX/")
	line = w.shortDigests(line)
	if len(line) > 1000 {
		line = line[:60] + "…" + line[len(line)-20:]
	}
	line = regexp.MustCompile(`([0-9a-f]{12})0{52}`).ReplaceAllString(line, "$1")
	return regexp.MustCompile(`[0-9a-f]{64}`).ReplaceAllStringFunc(line, func(id string) string {
		if strings.Count(id, id[:1]) == 64 {
			return "anonymous-" + id[:1]
		}
		return id
	})
}

func prefixed(prefix, text string) []string {
	var out []string
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if text != "" {
			out = append(out, prefix+line)
		}
	}
	return out
}

func ending(err error) string {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return fmt.Sprint(0)
	}
	if status := exit.Sys().(syscall.WaitStatus); status.Signaled() {
		return status.Signal().String()
	}
	return fmt.Sprint(exit.ExitCode())
}

// changes lists what differs, thing by thing.
func changes(before, after map[string]string) []string {
	var out []string
	for thing, is := range after {
		if was, ok := before[thing]; !ok || was != is {
			out = append(out, strings.TrimSpace("left "+thing+" "+is))
		}
	}
	for thing := range before {
		if _, ok := after[thing]; !ok {
			out = append(out, "left no "+thing)
		}
	}
	slices.Sort(out)
	return out
}

var plainWord = regexp.MustCompile(`^[-A-Za-z0-9_./:=@,+%{}^\[\]$…()|*]+$`)

// PrintWords prints words so that splitWords can read them.
func PrintWords(words []string) string {
	var out []string
	for _, w := range words {
		if !plainWord.MatchString(w) {
			w = strconv.Quote(w)
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

func splitWords(text string) ([]string, error) {
	var out []string
	for {
		text = strings.TrimLeft(text, " ")
		if text == "" {
			return out, nil
		}
		if text[0] != '"' {
			word, rest, _ := strings.Cut(text, " ")
			out, text = append(out, word), rest
			continue
		}
		quoted, err := strconv.QuotedPrefix(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", text, err)
		}
		word, err := strconv.Unquote(quoted)
		if err != nil {
			return nil, err
		}
		out, text = append(out, word), text[len(quoted):]
	}
}
