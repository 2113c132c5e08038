package golden

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Tables, expressions and templates are built at their first use instead of at each start of the program: systemd starts it as a
// generator at every boot and reload, mostly for a few small projects. A package allocates the same amount at the start on every
// machine; a table or a dozen expressions exceed this bound (use translate/lazyregexp or sync.OnceValue).
func TestStartBuildsNothing(t *testing.T) {
	const most = 16 << 10
	start := exec.Command(os.Args[0], "-test.run=^$")
	start.Args[0] = "compose2unit" // in a test binary every expression would be compiled
	start.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := start.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lines := regexp.MustCompile(`(?m)^init (\S+) .* clock, (\d+) bytes`).FindAllStringSubmatch(string(out), -1)
	if len(lines) == 0 {
		t.Fatalf("no trace of the start:\n%s", out)
	}
	for _, line := range lines {
		name, ours := strings.CutPrefix(line[1], module)
		if bytes, err := strconv.Atoi(line[2]); err != nil || ours && bytes > most && !strings.HasPrefix(name, "golden") {
			t.Errorf("%s allocates %s bytes at the start (%v)", name, line[2], err)
		}
	}
}
