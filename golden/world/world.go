// Package world emulates everything that the scripts of an engine talk to when they are tested: the engine, systemd and a
// clock. It lives in the test; the programs on the scripts' PATH are the test program itself, which queries it through a
// socket.
//
// The commands of a client are emulated in the engine's own package, see [Client]. This package provides the engine's
// state, the shells, and the cases: testdata/scripts of those packages, see runCase.
package world

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// World is the environment of one case.
type World struct {
	Engine
	systemd
	conmons                 conmons
	storage                 bool
	suite                   Suite
	dir, socket, runtimeDir string
	system                  bool     // no XDG_RUNTIME_DIR
	every                   bool     // log queries, too
	env                     []string // of the next scripts
	// Body is the JSON file that was passed to a script.
	Body string
	// Clock is the time since the epoch.
	Clock time.Duration

	mu         sync.Mutex
	noNanos    bool // date does not support %N
	log        []string
	later      []later
	failures   []failure
	complaints []string
	shell      *os.Process
	hostile    *hostile          // an engine that cannot be trusted
	called     []Call            // with a hostile engine
	digests    map[string]string // words by the digests they represent, see Digest
	life       *life             // units are played, see Suite.Calls
	before     func(Call)        // is called before a call is answered, at the same time as others
}

// later happens at the next call that starts with these words.
type later struct{ call, statement string }

// failure is the answer to calls that start with these words.
type failure struct {
	call, message string
	says          bool // not a failure: the message is printed
}

// Call is what a script called.
type Call struct {
	Program string
	Args    []string
	// Input is its standard input, if Suite.Reads reports that it reads it.
	Input []byte
	// Ended reports that nothing followed the input, and no process could write more.
	Ended bool
	// Passed are its variables PASSED_*.
	Passed []string
	// Script is the script that called, if units are played.
	Script string
}

// Answer is what the program prints and how it ends.
type Answer struct {
	Out, Err string
	Code     int
}

// Fail returns a message on standard error and exit code 1.
func Fail(format string, args ...any) Answer {
	return Answer{Err: fmt.Sprintf(format, args...) + "\n", Code: 1}
}

// State returns the directory of the projects' state files.
func (w *World) State() string { return filepath.Join(w.runtimeDir, "compose2unit") }

// Log adds a line to the case's results.
func (w *World) Log(format string, args ...any) { w.log = append(w.log, fmt.Sprintf(format, args...)) }

// Hang ends a script that would wait forever, and everything that it started.
func (w *World) Hang() {
	if w.shell != nil {
		_ = killGroup(w.shell.Pid)
	}
}

func (u Suite) newWorld(t *testing.T) *World {
	dir, err := os.MkdirTemp("", "scripts") // short: the path of a socket is limited to 107 bytes
	if err != nil {
		t.Fatal(err)
	}
	w := &World{suite: u, dir: dir, socket: filepath.Join(dir, "socket"), Clock: 1000 * time.Second}
	w.world, w.API, w.units, w.digests = w, "1.50", map[string]map[string]string{}, map[string]string{}
	listener, err := net.Listen("unix", w.socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close(); w.endConmons(); os.RemoveAll(dir) })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go w.serve(conn)
		}
	}()
	return w
}

// ask is the client side: what a fake program does.
func (u Suite) ask(socket, program string, args []string) int {
	c := Call{Program: program, Args: args, Script: os.Getenv("FAKE_SCRIPT")}
	for _, v := range os.Environ() {
		if strings.HasPrefix(v, "PASSED_") {
			c.Passed = append(c.Passed, v)
		}
	}
	slices.Sort(c.Passed) // the order depends on the shell
	if program == u.Program && u.Reads(args) {
		c.Input, _ = io.ReadAll(os.Stdin)
	}
	if program == u.Program && u.Holds != nil && u.Holds(args) {
		c.Input, c.Ended = request(os.Stdin)
	}
	conn, err := net.Dial("unix", socket)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 99
	}
	var a Answer
	if json.NewEncoder(conn).Encode(c) != nil || json.NewDecoder(conn).Decode(&a) != nil {
		return 99
	}
	os.Stdout.WriteString(a.Out)
	os.Stderr.WriteString(a.Err)
	return a.Code
}

// request reads one HTTP request, and checks whether the input ends there.
func request(in io.Reader) (text []byte, ended bool) {
	time.AfterFunc(20*time.Second, func() { os.Exit(98) }) // the request claims to be longer than it is
	var read bytes.Buffer
	r := bufio.NewReader(io.TeeReader(in, &read))
	if request, err := http.ReadRequest(r); err == nil {
		_, _ = io.Copy(io.Discard, request.Body)
	}
	text = bytes.Clone(read.Bytes())
	end := make(chan bool, 1)
	go func() {
		_, err := r.Peek(r.Buffered() + 1)
		end <- err != nil
	}()
	select {
	case ended = <-end:
	case <-time.After(20 * time.Millisecond):
	}
	return text, ended
}

func (w *World) serve(conn net.Conn) {
	defer conn.Close()
	var c Call
	if json.NewDecoder(conn).Decode(&c) != nil {
		return
	}
	if w.before != nil {
		w.before(c)
	}
	w.mu.Lock()
	if w.life != nil {
		w.life.called(w, c)
	}
	a := w.reply(c)
	if w.life != nil {
		w.life.changed.Broadcast() // the call may have stopped a container
	}
	w.mu.Unlock()
	_ = json.NewEncoder(conn).Encode(a)
}

// reply returns the answer, or that of a hostile engine, for which a query of something that does not exist does not fail
// the test.
func (w *World) reply(c Call) (a Answer) {
	if w.hostile == nil {
		return w.answer(c)
	}
	w.called = append(w.called, c)
	defer func() {
		if recover() != nil {
			a = Fail("no such thing")
		}
	}()
	return w.hostile.answer(w, c, w.answer(c))
}

func (w *World) answer(c Call) Answer {
	w.Clock += 10 * time.Millisecond
	words := PrintWords(append([]string{c.Program}, c.Args...))
	if shown, question := describe(c); !question || w.every {
		w.log = append(w.log, "call "+w.likelier(shown))
	}
	for _, v := range c.Passed {
		w.Log("sent %s", PrintWords([]string{v}))
	}
	var printed string
	for i, l := range w.later {
		if strings.HasPrefix(words, l.call) {
			w.later = append(w.later[:i:i], w.later[i+1:]...)
			for _, statement := range strings.Split(l.statement, "; ") {
				if text, ok := strings.CutPrefix(statement, "print "); ok {
					printed += w.long(text) + "\n"
				} else if err := w.apply(statement); err != nil {
					w.Complain("%v", err)
				}
			}
			break
		}
	}
	for _, f := range w.failures {
		if strings.HasPrefix(words, f.call) {
			if f.says {
				return Answer{Out: f.message + "\n"}
			}
			return Fail("%s", f.message)
		}
	}
	a := w.dispatch(c)
	a.Out = printed + a.Out
	w.store()
	return a
}

func (w *World) dispatch(c Call) Answer {
	// A word after -- is not a flag. Words after an image or a container are its own.
	if len(c.Args) > 0 && c.Args[0] != "create" && c.Args[0] != "exec" {
		if i := slices.Index(c.Args, "--"); i >= 0 {
			c.Args = slices.Delete(slices.Clone(c.Args), i, i+1)
		}
	}
	switch c.Program {
	case w.suite.Program:
		return w.suite.Client(w, c)
	case "systemctl":
		return w.systemctl(c.Args)
	case "systemd-notify":
		return w.notify(c.Args)
	case "sleep":
		return w.sleep(c.Args)
	case "date":
		return w.date(c.Args)
	}
	w.Complain("unknown program %s", c.Program)
	return Answer{Code: 127}
}

// Complain fails the test: a script called something that does not exist.
func (w *World) Complain(format string, args ...any) {
	w.complaints = append(w.complaints, fmt.Sprintf(format, args...))
}

// describe prints a call without templates, and reports whether it is only a query.
func describe(c Call) (string, bool) {
	words := append([]string{c.Program}, c.Args...)
	question := c.Program == "date"
	for i, word := range words {
		switch {
		case i > 0 && words[i-1] == "--format":
			words[i] = "…"
		case i <= 2 && (word == "inspect" || word == "exists" || word == "ps" || word == "version" || word == "events" || word == "ls"),
			c.Program == "systemctl" && (word == "show" || word == "is-active" || word == "list-jobs"):
			question = true
		}
	}
	return PrintWords(words), question
}

// give writes a file of the project's runtime directory: NAME [TEXT].
func (w *World) give(words string) error {
	name, text, _ := strings.Cut(words, " ")
	path := filepath.Join(w.State(), "shop", name)
	text = strings.NewReplacer("%t", w.State(), "%r", w.runtimeDir).Replace(text)
	return errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600))
}

// remove removes the runtime directory, or a file or folder of the project there.
func (w *World) remove(words string) error {
	if name, ok := strings.CutPrefix(words, "file "); ok {
		return os.RemoveAll(filepath.Join(w.State(), "shop", name))
	}
	return os.RemoveAll(w.State())
}

// apply changes the state of the world. STATEMENTS:
//
//	no runtime directory · no file NAME (or folder) · loose (the private files' modes) · every call · seconds (date does not support %N) · system (no user manager)
//	file NAME [TEXT] (in the project's runtime directory) · env NAME=VALUE · signal NAME (to the script) · clock SECONDS (pass)
//	fail CALL: MESSAGE · says CALL: TEXT (a Go string) · works CALL
//	archive FILE NAME=TEXT... NAME->LINK... NAME|... (beside the scripts; the last is a pipe; sha256:x in a name is the blob's path)
//	conmon [WORD...] (a running container has one, whose command line begins with these words) · conmon-dies CONTAINER
//	storage (networks and volumes have files in the engines' default storage of a user, and docker's engine a process)
//	conmon-is-main CONTAINER (it is running, and systemd passes the number of its conmon)
//
// and those of the engine (engine.apply) and of systemd (unit NAME KEY=VALUE..., job UNIT TYPE).
func (w *World) apply(statement string) error {
	statement = w.long(statement)
	verb, rest, _ := strings.Cut(statement, " ")
	switch verb {
	case "every":
		w.every = true
	case "seconds":
		w.noNanos = true
	case "system":
		w.system = true
	case "no":
		return w.remove(rest)
	case "loose":
		return os.Chmod(filepath.Join(w.dir, "the unit's folder", "shop", "create"), 0o644)
	case "file":
		return w.give(rest)
	case "lasts": // the run of a unit: UNIT ID
		return w.lasts(rest)
	case "archive":
		words, err := splitWords(strings.ReplaceAll(rest, "%t", w.State()))
		if err != nil {
			return err
		}
		data, err := archiveNamed(words[0], words[1:])
		return errors.Join(err, os.WriteFile(filepath.Join(w.dir, "the unit's folder", "shop", words[0]), data, 0o600))
	case "env":
		w.env = append(w.env, rest)
	case "signal":
		signals := map[string]syscall.Signal{"TERM": syscall.SIGTERM}
		return w.shell.Signal(signals[rest])
	case "clock":
		seconds, err := strconv.ParseFloat(rest, 64)
		w.Clock += time.Duration(seconds * float64(time.Second))
		return err
	case "fail":
		call, message, _ := strings.Cut(rest, ": ")
		w.failures = append(w.failures, failure{call: call, message: message})
	case "says":
		call, quoted, _ := strings.Cut(rest, ": ")
		text, err := strconv.Unquote(quoted)
		w.failures = append(w.failures, failure{call, text, true})
		return err
	case "works":
		return w.works(rest)
	case "storage":
		return w.keep()
	case "conmon", "conmon-dies", "conmon-is-main":
		return w.conmon(verb, rest)
	case "unit", "job":
		return w.systemd.apply(verb, strings.Fields(rest))
	default:
		words, err := splitWords(rest)
		if err != nil {
			return err
		}
		defer w.store()
		return w.Engine.Apply(verb, words)
	}
	return nil
}

// works ends the failure of a call.
func (w *World) works(call string) error {
	for i, f := range w.failures {
		if f.call == call {
			w.failures = append(w.failures[:i], w.failures[i+1:]...)
			return nil
		}
	}
	return fmt.Errorf("%s did not fail", call)
}

// snapshot lists the state of the world, thing by thing.
func (w *World) snapshot() map[string]string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.snapshotLocked()
}

func (w *World) snapshotLocked() map[string]string {
	out := map[string]string{}
	for _, c := range w.Containers {
		out["container "+c.Name] = c.summary()
	}
	for _, r := range w.Resources {
		out[r.Kind+" "+r.Name] = ""
	}
	for _, i := range w.Images {
		out["image "+i.Name] = i.ID
	}
	if info, err := os.Stat(filepath.Join(w.dir, "the unit's folder", "shop", "create")); err == nil {
		out["private files"] = info.Mode().String()
	}
	home := filepath.Join(w.dir, "home")
	_ = filepath.WalkDir(home, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !w.stored(path) {
			text, _ := os.ReadFile(path)
			out["home "+strings.TrimPrefix(path, home+"/")] = strings.TrimSpace(string(text))
		}
		return nil
	})
	_ = filepath.WalkDir(w.runtimeDir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() || strings.Contains(path, "shop.") {
			name, _ := filepath.Rel(w.runtimeDir, path)
			name = strings.TrimPrefix(name, "compose2unit/")
			if strings.HasPrefix(name, "shop/shared/") || strings.HasPrefix(name, "shop/seen/") || strings.HasSuffix(name, ".service.run") || name == ".engine" || strings.HasPrefix(name, "containers/") { // what scripts share, and podman's own
				return nil
			}
			text, _ := os.ReadFile(path)
			out["file "+name] = strings.Join(strings.Fields(string(text)), " ")
		}
		return nil
	})
	return out
}

// bin returns the PATH of the scripts: this program under the names of those it emulates, and the shell's own tools.
func (w *World) bin(t *testing.T, s shell) string {
	dir := filepath.Join(w.dir, "bin")
	if _, err := os.Stat(dir); err == nil {
		return dir
	}
	w.must(t, os.Mkdir(dir, 0o700))
	self, err := os.Executable()
	w.must(t, err)
	for _, name := range []string{w.suite.Program, "systemctl", "systemd-notify", "sleep", "date"} {
		w.must(t, os.Symlink(self, filepath.Join(dir, name)))
	}
	command := s.find(t)
	for _, name := range []string{"sh", "cat", "dd", "chmod", "chown", "cp", "grep", "head", "mkdir", "mktemp", "rm", "rmdir", "sed", "tail", "tar", "tr", "wc", "cut", "sha256sum", "flock", "awk", "mv", "sort", "od", "gzip", "stat"} {
		path := command[0]
		// flock comes with util-linux, which systemd itself needs; Debian's busybox has none.
		if s.name != "busybox" && name != "sh" || name == "flock" {
			if path, err = exec.LookPath(name); err != nil {
				t.Fatal(err)
			}
		}
		w.must(t, os.Symlink(path, filepath.Join(dir, name)))
	}
	return dir
}
