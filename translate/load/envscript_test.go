package load

import (
	"fmt"
	"maps"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/dotenv"
)

// The script that reads an env_file on the target and compose-go agree on every file that the script accepts. It may refuse a
// line that does not belong in an env file, and one that refers to a variable of the environment.
func TestEnvScriptReadsAsComposeDoes(t *testing.T) {
	for _, shell := range shells(t) {
		t.Run(filepath.Base(shell[0])+strings.Join(shell[1:], ""), func(t *testing.T) {
			random := rand.New(rand.NewSource(1))
			taken := 0
			for i := range 150 {
				text := randomEnv(random)
				got, said := runEnvScript(t, shell, text)
				want := map[string]string{}
				err := dotenv.ParseWithFormat(strings.NewReader(text), "x", want, func(string) (string, bool) { return "", false }, "")
				line, why := refusedOnTarget(text, false)
				if refused := fmt.Sprintf(":%d: %s\n", line, why); said != "" && !strings.HasSuffix(said, refused) || said == "" && why != "" {
					t.Errorf("%d: %q is refused on the target with %q, and here with %q", i, text, said, refused)
				}
				if said != "" {
					if err == nil && !askedFor.MatchString(strings.ReplaceAll(text, "$$", "")) && !slices.ContainsFunc(slices.Collect(maps.Values(want)), unlike) && !bare(text) && !strings.Contains(text, `\0`) {
						t.Errorf("%d: %q is refused (%s), and compose-go reads %q", i, text, said, want)
					}
					continue
				}
				taken++
				if err != nil {
					t.Errorf("%d: %q is read as %q, and compose-go refuses it: %v", i, text, got, err)
				} else if !maps.Equal(got, want) {
					t.Errorf("%d: %q\nis read as  %q\nand by Compose as %q", i, text, got, want)
				}
			}
			if taken < 30 {
				t.Errorf("only %d of 150 files were taken: too few to prove anything", taken)
			}
		})
	}
}

// shells returns the shells that targets have.
func shells(t *testing.T) [][]string {
	out := [][]string{{"sh"}}
	if path, err := exec.LookPath("busybox"); err == nil {
		out = append(out, []string{path, "sh"})
	} else if os.Getenv("CI") != "" {
		t.Fatal("no busybox: .ci/run installs it")
	}
	return out
}

// unlike reports whether a value cannot be on one line.
func unlike(value string) bool { return strings.ContainsAny(value, "\n\r") }

// bare reports whether a line names a variable without a value.
func bare(text string) bool {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' && !strings.ContainsAny(line, "=:") || strings.Contains(line, "\" ") || strings.Contains(line, "' ") {
			return true
		}
	}
	return false
}

func randomEnv(random *rand.Rand) string {
	names := []string{"A", "B_C", "D.e-f", "export G", "H1", "I[0]", "#J", " K"}
	separators := []string{"=", "=", " = ", ":", ": "}
	values := []string{"", "1", "two words", "  padded  ", "a#b", "a #b", "#c", `"quoted"`, `"a \"b\" \t \\ \x"`, `'single $x \n'`, `'it\'s'`,
		`"dollar \$x"`, "two$$dollars", "$x", "${x}", "pa$5word", "abc$", "$(date)", "$$$", "$$$x", "$ſ", "$ü", `"$5 \$x $"`, `'$x'`, `"line\nbreak"`, "ü🐳", `back\slash`, `"x" # comment`, "a=b=c", `"tab	inside"`, `mid"quote`, `"a\\"`}
	var b strings.Builder
	for range 1 + random.Intn(4) {
		b.WriteString(names[random.Intn(len(names))] + separators[random.Intn(len(separators))] + values[random.Intn(len(values))])
		b.WriteString([]string{"\n", "\n", "\n\n", "\r\n"}[random.Intn(4)])
	}
	return b.String()
}

// runEnvScript returns the variables that the script read from a file, or its error message.
func runEnvScript(t *testing.T, shell []string, text string) (vars map[string]string, said string) {
	t.Helper()
	dir := t.TempDir()
	file, out := filepath.Join(dir, "in.env"), filepath.Join(dir, "out")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.Command(shell[0], append(shell[1:len(shell):len(shell)], "../../runtime/cli/scripts/env", out, "file:"+file)...)
	if stderr, err := run.CombinedOutput(); err != nil {
		if !strings.HasPrefix(string(stderr), file+":") {
			t.Fatalf("%q: %v: %s", text, err, stderr)
		}
		return nil, string(stderr)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	vars = map[string]string{}
	for line := range strings.Lines(string(data)) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		if _, twice := vars[name]; !ok || twice {
			t.Fatalf("%q makes the line %q", text, line)
		}
		vars[name] = value
	}
	return vars, ""
}
