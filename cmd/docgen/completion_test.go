package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const completions = "../../packaging/dist/completion"

// typed lists what each shell offers when Tab is typed after a line, in a folder with a.yml, b.yml and units/.
var typed = []struct{ name, line, want string }{
	{"commands or files first", "compose2unit ", "a.yml apply b.yml check diff explain graph list remove status units"},
	{"a file first", "compose2unit b", "b.yml"},
	{"a file behind flags", "compose2unit -strict b", "b.yml"},
	{"a file behind a command", "compose2unit apply b", "b.yml"},
	{"no file where none is read", "compose2unit status b", ""},
	{"no flag that apply refuses", "compose2unit apply -l", "-locked -logs"},
	{"the format for apply", "compose2unit apply -form", "-format"},
	{"the words of apply's format", "compose2unit apply -format ", "quadlet units"},
	{"a flag of generating", "compose2unit -runt", "-runtime"},
	{"flags that begin alike", "compose2unit -env", "-env-files -env-files-only"},
	{"the words of a flag", "compose2unit -runtime ", "docker podman"},
	{"a word begun", "compose2unit -strict -format q", "quadlet"},
	{"another flag's words", "compose2unit -diagnostics ", "github json sarif short text"},
	{"the codes", "compose2unit explain un", "unresolved unsafe unsupported"},
	{"attributes", "compose2unit explain services.netw", "services.network_mode services.networks"},
	{"the flags of apply, without -output", "compose2unit apply -o", ""},
	{"words of a flag of apply", "compose2unit apply -create ", "api auto flags"},
	{"words of graph", "compose2unit graph -format ", "dot mermaid svg"},
	{"a file where graph writes", "compose2unit graph -output ", "a.yml b.yml units"},
	{"the flags of graph", "compose2unit graph -o", "-output"},
	{"the flags of status", "compose2unit status -", "-json -project -user"},
	{"the flags of remove", "compose2unit remove -", "-config-dir -project -user -volumes"},
	{"files", "compose2unit -inputs ", "a.yml b.yml units"},
	{"files after a command", "compose2unit diff -locked b", "b.yml"},
	{"folders only", "compose2unit -output ", "units"},
	{"nothing where anything may be", "compose2unit -project ", ""},
}

// needs skips the test if a program is missing, except in CI.
func needs(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("no %s: .ci/run installs it", program)
		}
		t.Skipf("no %s here", program)
	}
}

// offers runs a shell in the folder, and returns its lines sorted and without what only a shell's list contains.
func offers(t *testing.T, argv ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"a.yml", "b.yml"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "units"), 0o755); err != nil {
		t.Fatal(err)
	}
	shell := exec.Command(argv[0], argv[1:]...)
	shell.Dir = dir
	shell.Env = append(os.Environ(), "HOME="+t.TempDir(), "TERM=dumb")
	out, err := shell.Output()
	if err != nil {
		t.Fatalf("%s: %v", strings.Join(argv, " "), err)
	}
	seen := map[string]bool{}
	var words []string
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		word, _, _ := strings.Cut(line, "\t") // fish adds a description after a tab
		if word = strings.TrimSuffix(word, "/"); word != "" && !seen[word] {
			seen[word] = true
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestBash(t *testing.T) {
	needs(t, "bash")
	file, asked := absolute(t, completions+"/compose2unit.bash"), absolute(t, "testdata/complete.bash")
	bash := func(t *testing.T, line string) string {
		return offers(t, append([]string{"bash", "--norc", asked, file}, strings.Split(line, " ")...)...)
	}
	for _, c := range typed {
		t.Run(c.name, func(t *testing.T) {
			if got := bash(t, c.line); got != c.want {
				t.Errorf("offers %q, want %q", got, c.want)
			}
		})
	}
	// bash splits at the equals sign; and only bash is tested with two dashes and with underscores.
	for line, want := range map[string]string{
		"compose2unit -runtime = ":        "docker podman",
		"compose2unit -runtime =":         "docker podman",
		"compose2unit --runt":             "--runtime",
		"compose2unit --env_files ":       "a.yml b.yml units",
		"compose2unit -inputs a.yml,b":    "a.yml,b.yml",
		"compose2unit -auto":              "-auto-start=false",
		"compose2unit status --":          "--json --project --user",
		"compose2unit -inputs a.yml -che": "-check -check-bind-mounts",
	} {
		if got := bash(t, line); got != want {
			t.Errorf("%s: offers %q, want %q", line, got, want)
		}
	}
}

func TestZsh(t *testing.T) {
	needs(t, "zsh")
	folder, asked, scratch := absolute(t, completions), absolute(t, "testdata/complete.zsh"), t.TempDir()
	zsh := func(t *testing.T, line string) string {
		return offers(t, "zsh", "-f", asked, folder, scratch, line)
	}
	for _, c := range typed {
		t.Run(c.name, func(t *testing.T) {
			if got := zsh(t, c.line); got != c.want {
				t.Errorf("offers %q, want %q", got, c.want)
			}
		})
	}
	for line, want := range map[string]string{
		"compose2unit -inputs a.yml,": "b.yml units", // zsh leaves out what is already in the list
		"compose2unit -auto-start=":   "false",
	} {
		if got := zsh(t, line); got != want {
			t.Errorf("%s: offers %q, want %q", line, got, want)
		}
	}
}

func TestFish(t *testing.T) {
	needs(t, "fish")
	file := absolute(t, completions+"/compose2unit.fish")
	fish := func(t *testing.T, line string) string {
		return offers(t, "fish", "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", file, line)
	}
	for _, c := range typed {
		t.Run(c.name, func(t *testing.T) {
			if got := fish(t, c.line); got != c.want {
				t.Errorf("offers %q, want %q", got, c.want)
			}
		})
	}
	for line, want := range map[string]string{
		"compose2unit -inputs a.yml,b": "a.yml,b.yml",
		"compose2unit -auto":           "-auto-start=false",
	} {
		if got := fish(t, line); got != want {
			t.Errorf("%s: offers %q, want %q", line, got, want)
		}
	}
}

// The shells' own checkers report nothing about the completions.
func TestCompletionsAreClean(t *testing.T) {
	for _, argv := range [][]string{
		{"shellcheck", completions + "/compose2unit.bash", "testdata/complete.bash"},
		{"zsh", "-n", completions + "/_compose2unit"},
		{"fish", "--no-execute", completions + "/compose2unit.fish"},
	} {
		t.Run(argv[0], func(t *testing.T) {
			needs(t, argv[0])
			if out, err := exec.Command(argv[0], argv[1:]...).CombinedOutput(); err != nil || len(out) > 0 {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
