//go:build live

package live

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// alike are the projects that are brought up on both distributions: those of the attribute families for which engines gained
// support over time.
var alike = []string{"equal-files", "equal-networks", "equal-security", "equal-volumes"}

// The same units, byte for byte, create the same on Debian 12 as on Debian 13, except for what docker 20.10 lacks.
func TestOldDockerEqualsNew(t *testing.T) {
	equalsNew(t, docker20, append([]string{"equal-newer"}, alike...), slices.Concat(ofTheMachine, lackedByDocker20, generated))
}

// The same units, byte for byte, create the same on Debian 12 as on Debian 13, except for what podman 4.3 lacks.
func TestOldPodmanEqualsNew(t *testing.T) {
	equalsNew(t, podman43, append([]string{"equal-namespaces"}, alike...), slices.Concat(ofTheMachine, lackedByPodman43, generatedByPodman), lostByTheSocket...)
}

func equalsNew(t *testing.T, c *column, names []string, lacked []compare.Rule, flags ...string) {
	t.Helper()
	t.Parallel()
	observations := lookAtBoth(t, c, names, flags)
	report(t, c, "the same units on Debian 13", observations, byUnits, lacked)
	for _, s := range observations {
		if err := s.failed[byReference]; err != nil {
			t.Errorf("%s on Debian 13: %v", s.project, err)
		}
	}
}

// lookAtBoth brings the projects up on both distributions at the same time.
func lookAtBoth(t *testing.T, c *column, names, flags []string) []observation {
	t.Helper()
	hosts := []*host{boot(t, "old-"+c.name, c, true), boot(t, "new-"+c.name, c.onTrixie(), true)}
	var observations []observation
	for _, p := range ours() {
		if !slices.Contains(names, p.Name) || !strings.Contains(p.Name, *only) {
			continue
		}
		begin := time.Now()
		sides := make([]recorded, len(hosts))
		var wait sync.WaitGroup
		for i, h := range hosts {
			wait.Add(1)
			go func() {
				defer wait.Done()
				sides[i] = record(h, p, flags)
			}()
		}
		wait.Wait()
		t.Logf("%-70s %5.1fs", p.Name, time.Since(begin).Seconds())
		was, is := sides[0], sides[1]
		if was.units != is.units && was.err == nil && is.err == nil {
			t.Errorf("%s: the units differ", p.Name)
		}
		observations = append(observations, observation{
			project: p.Name,
			seen:    map[string]inspection{byReference: {leaves: withoutOwnNames(is.seen)}, byUnits: {leaves: withoutOwnNames(was.seen)}},
			failed:  map[string]error{byReference: is.err, byUnits: was.err},
		})
	}
	return observations
}

// recorded is a project as its units left it, and its units.
type recorded struct {
	seen  compare.Snapshot
	units string
	err   error
}

func record(h *host, p project, flags []string) recorded {
	if err := put(h, &p); err != nil {
		return recorded{err: err}
	}
	s := &summed{unitSide: unitSide{flags: flags}}
	made := observation{seen: map[string]inspection{}}
	err := made.observe(h, &p, pass{name: byUnits, side: s})
	return recorded{made.seen[byUnits].leaves, s.sum, err}
}

// summed brings units up and keeps a checksum of all files of the output.
type summed struct {
	unitSide
	sum string
}

func (s *summed) up(h *host, p *project) error {
	err := s.unitSide.up(h, p)
	s.sum = h.Run("sh", "-c", "cd "+outDir+" && find . -type f -exec sha256sum {} + | sort").Out
	return err
}

// systemd 252 knows every key of every unit that is generated for it: of all our projects, for both engines.
func TestOldSystemdKnowsEveryKey(t *testing.T) {
	t.Parallel()
	h := boot(t, "keys", docker20, false)
	for _, c := range older {
		t.Run(c.name, func(t *testing.T) {
			h.column = c
			count := 0
			for _, p := range ours() {
				if err := put(h, &p); err != nil {
					t.Fatal(err)
				}
				// One port of a range is refused for podman; the keys of the unit are the same with any port.
				count += readUnits(t, h, &p, append(slices.Clone(lostByTheSocket), "-allow", "services.*.ports"))
			}
			t.Logf("%d units read", count)
			if said := complaints(h); said != "" {
				t.Errorf("systemd 252 says\n%s", said)
			}
			if !t.Failed() {
				tallyLife("TestOldSystemdKnowsEveryKey", c)
			}
		})
	}
	// The check detects what it looks for: units for a newer systemd have keys that this one does not know.
	p := ours()[0]
	if readUnits(t, h, &p, []string{"-systemd-version", "257"}); complaints(h) == "" {
		t.Error("units for systemd 257 are read without a complaint")
	}
}

// readUnits makes systemd read every unit of a project, and returns how many there are.
func readUnits(t *testing.T, h *host, p *project, flags []string) int {
	t.Helper()
	if err := generate(h, p, flags...); err != nil {
		t.Errorf("%s: %v", p.Name, err)
		return 0
	}
	if _, err := install(h); err != nil {
		t.Errorf("%s: %v", p.Name, err)
		return 0
	}
	entries, err := os.ReadDir(h.Path(outDir))
	if err != nil {
		t.Fatal(err)
	}
	var units []string
	for _, entry := range entries {
		if !entry.IsDir() && entry.Name()[0] != '.' {
			units = append(units, strings.Replace(entry.Name(), "@.", "@1.", 1))
		}
	}
	r := h.Run(append([]string{"systemctl", "show", "--property", "LoadState", "--value"}, units...)...)
	if loaded := strings.Count(r.Out, "loaded\n"); loaded != len(units) {
		t.Errorf("%s: %d of %d units are loaded: %s", p.Name, loaded, len(units), r)
	}
	uninstall(h)
	return len(units)
}

// complaints returns what the machine's systemd has logged about unit files since it booted: keys, sections and values that it
// does not know.
func complaints(h *host) string {
	h.synced()
	r := h.Run("sh", "-c", `journalctl --no-pager --boot --output cat _PID=1 | grep -E '\.(service|target|timer)(\.d/[^:]*)?:[0-9]+: ' || :`)
	return strings.TrimSpace(r.Out)
}
