package world

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// Calls plays the events of a unit's life with the units of golden/project/plain, and compares the number of calls with
// testdata/calls.txt. Each event is a line
//
//	EVENT of UNIT: CLIENT n, systemctl n
//
// followed by the calls of each script. A number that rises is a failure that -update does not accept: a higher number must
// be written by hand. If a number falls, or the calls change and the number does not, -update is needed.
func (u Suite) Calls(t *testing.T, form string, update bool) {
	const file = "testdata/calls.txt"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := string(data)
	got := want[:strings.Index(want, "\n\n")+2]
	for _, mode := range modes {
		got += "# " + mode.name + "\n\n" + u.calls(t, "../../golden/project/plain/"+form, mode.quiet)
	}
	held := costs(want)
	for event, is := range costs(got) {
		if was, known := held[event]; known && (is[0] > was[0] || is[1] > was[1]) {
			t.Errorf("%s costs %d calls of the client and %d of systemctl, where %s has %d and %d", event, is[0], is[1], file, was[0], was[1])
		}
	}
	switch {
	case t.Failed():
	case update:
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("other calls, or fewer: write them with -update (-want +got):\n%s", diff)
		}
	}
}

// modes are the values of -logs.
var modes = []struct {
	name  string
	quiet bool
}{{"-logs journal", false}, {"-logs engine", true}}

// costs returns the numbers of calls of the client and of systemctl, by mode and event.
func costs(text string) map[string][2]int {
	out, mode := map[string][2]int{}, ""
	event := regexp.MustCompile(`^(\w.*): \w+ (\d+), systemctl (\d+)$`)
	for _, line := range strings.Split(text, "\n") {
		if name, ok := strings.CutPrefix(line, "# "); ok {
			mode = name + ": "
		}
		if m := event.FindStringSubmatch(line); m != nil {
			var n [2]int
			_, _ = fmt.Sscan(m[2]+" "+m[3], &n[0], &n[1])
			out[mode+m[1]] = n
		}
	}
	return out
}

// calls plays the events and prints the calls of each.
func (u Suite) calls(t *testing.T, units string, quiet bool) string {
	s := shells[0]
	s.find(t)
	w := u.newWorld(t)
	w.life = &life{changed: sync.NewCond(&w.mu), stands: u.Stands}
	p := &player{t: t, world: w, shell: s, folder: w.folder(t, &txtar.Archive{}), quiet: quiet}
	p.read(units)
	w.life.start = p.byName
	w.must(t, w.apply(fmt.Sprintf("unit docker.service InvocationID=%032x MainPID=%d", 1, os.Getpid())))
	w.must(t, w.apply("conmon"))
	w.must(t, w.apply("storage"))
	digest := strings.Repeat("b", 64)
	w.must(t, w.apply("image busybox sha256:"+digest))
	w.must(t, w.apply("image docker.io/library/busybox:latest "+digest))
	for _, event := range events {
		for _, unit := range p.units {
			event.play(p, unit, event.name)
		}
		p.out = append(p.out, "")
	}
	for _, complaint := range w.complaints {
		t.Error(complaint)
	}
	return strings.Join(p.out, "\n") + "\n"
}
