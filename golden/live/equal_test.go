//go:build live

package live

import (
	"cmp"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

var only = flag.String("only", "", "compare only projects whose name contains this")

// pass is one way to bring a project up. Each is looked at on a clean machine.
type pass struct {
	name string
	side side
	// column is whose units these are. Nil is the machine's own.
	column *column
}

// The passes. The reference comes first, for it decides whether a project can be started here at all.
const (
	byReference = "the docker compose that we follow"
	byAgain     = "the same again"
	byOlder     = "Debian's docker compose"
	byUnits     = "our units"
	byQuadlet   = "Quadlet's units"
)

// sighting is a project as every pass left it.
type sighting struct {
	project string
	seen    map[string]compare.Snapshot
	failed  map[string]error
	// created says why nothing was started: the reference cannot start it on this machine, only create it.
	created string
}

// Compose compared with itself has no differences: the method makes no noise of its own.
func TestMethodHasNoNoise(t *testing.T) {
	report(t, docker, "Compose against itself", own(t), byAgain, madeUp)
}

// Every project that we wrote is the same, leaf by leaf, whether Compose or our units brought it up.
func TestUnitsEqualCompose(t *testing.T) {
	sightings := own(t)
	report(t, docker, "our own projects", sightings, byUnits, allowed)
	for _, s := range sightings {
		if err := s.failed[byReference]; err != nil && notComparable[s.project] == "" {
			t.Errorf("%s: our own projects must be comparable: %v", s.project, err)
		}
	}
}

// The same with the Compose that Debian has, where it knows the attributes.
func TestUnitsEqualDebiansCompose(t *testing.T) {
	var turned []sighting
	for _, s := range own(t) {
		if s.failed[byReference] != nil || s.created != "" {
			continue // nor comparable with the current one, which said so
		}
		if err := s.failed[byOlder]; err != nil {
			t.Logf("not comparable: %s: %v", s.project, err)
			continue
		}
		turned = append(turned, sighting{s.project, map[string]compare.Snapshot{byReference: s.seen[byOlder], byUnits: s.seen[byUnits]}, nil, ""})
	}
	report(t, docker, "our own projects, Debian's docker compose", turned, byUnits, append(olderCompose, allowed...))
}

// The public projects, where they lie beside the checkout.
func TestUnitsEqualComposeOnPublicProjects(t *testing.T) {
	projects, err := corpus()
	if err != nil {
		t.Skipf("no corpus of public projects beside the checkout: %v", err)
	}
	report(t, docker, "public projects", lookAtAll(t, docker, projects, pass{byUnits, unitSide{}, nil}), byUnits, allowed)
}

var (
	ownOnce      sync.Once
	ownSightings []sighting
)

// own brings our own projects up in every way, once for all tests that compare them.
func own(t *testing.T) []sighting {
	t.Helper()
	ownOnce.Do(func() {
		ownSightings = lookAtAll(t, docker, ours(), pass{byAgain, composeSide{}, nil}, pass{byOlder, composeSide{program: debianCompose}, nil}, pass{byUnits, unitSide{}, nil})
	})
	return ownSightings
}

// lookAtAll brings every project up with the reference and in the other ways, on as many machines as there are CPUs.
func lookAtAll(t *testing.T, c *column, projects []project, others ...pass) []sighting {
	t.Helper()
	var chosen []project
	for _, p := range projects {
		if strings.Contains(p.Name, *only) {
			chosen = append(chosen, p)
		}
	}
	sightings := make([]sighting, len(chosen))
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(runtime.NumCPU(), 4, len(chosen)) {
		h := boot(t, "equal-"+c.name, c, true)
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := range next {
				begin := time.Now()
				sightings[i] = lookAt(h, chosen[i], others)
				t.Logf("%-70s %5.1fs", chosen[i].Name, time.Since(begin).Seconds())
			}
		}()
	}
	for i := range chosen {
		next <- i
	}
	close(next)
	wait.Wait()
	return sightings
}

// lookAt is the method: up, look, clean; and again in the next way.
func lookAt(h *host, p project, others []pass) sighting {
	s := sighting{project: p.Name, seen: map[string]compare.Snapshot{}, failed: map[string]error{}}
	p.compose = referenceCompose
	if err := h.Copy(p.Dir, p.Work); err != nil {
		s.failed[byReference] = err
		return s
	}
	if err := override(h, &p); err != nil {
		s.failed[byReference] = err
		return s
	}
	found, err := observe(h, &p, composeSide{})
	var refused errReference
	if errors.As(err, &refused) {
		// What cannot start here may still be created here.
		s.created = err.Error()
		var second error
		if found, second = observe(h, &p, composeSide{createOnly: true}); second == nil {
			err = nil
		}
	}
	s.seen[byReference], s.failed[byReference] = found, err
	if err != nil {
		return s
	}
	for _, other := range others {
		if c, ok := other.side.(composeSide); ok {
			c.createOnly = s.created != ""
			other.side = c
		}
		on := *h
		on.column = cmp.Or(other.column, h.column)
		s.seen[other.name], s.failed[other.name] = observe(&on, &p, other.side)
	}
	return s
}

// override adds what the column's engine needs to a project.
func override(h *host, p *project) error {
	text, err := os.ReadFile(filepath.Join(h.column.overrides, filepath.Base(p.Dir)+".yml"))
	if h.column.overrides == "" || errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	p.Inputs = append(slices.Clone(p.Inputs), "engine.yml")
	return h.Write(p.Work+"/engine.yml", text, 0o644)
}

// observe brings a side up, looks, and cleans, whatever happened.
func observe(h *host, p *project, s side) (compare.Snapshot, error) {
	if err := clean(h); err != nil {
		return nil, err
	}
	if _, err := prepare(h, p); err != nil {
		return nil, err
	}
	if err := s.up(h, p); err != nil {
		return nil, errors.Join(err, clean(h))
	}
	settle(h, 20*time.Second)
	found, err := look(h)
	return found, errors.Join(err, clean(h))
}

// notStarted are the leaves that only a started project has.
var notStarted = []compare.Rule{
	{Pointer: "/containers/*/State/**", Reason: "not started"},
	{Pointer: "/containers/*/NetworkSettings/**", Reason: "not started"},
	{Pointer: "/containers/*/ResolvConfPath", Reason: "not started"},
	{Pointer: "/containers/*/HostnamePath", Reason: "not started"},
	{Pointer: "/containers/*/HostsPath", Reason: "not started"},
	{Pointer: "/containers/*/LogPath", Reason: "not started"},
	{Pointer: "/containers/*/HostConfig/OomKillDisable", Reason: "docker clears it at the start, where the cgroup cannot do it"},
	{Pointer: "/containers/*/Config/Hostname", Reason: "docker takes it from the container whose network is joined, at the start"},
	{Pointer: "/networks/*/Containers/**", Reason: "not started"},
}

// report fails the test for every difference between the reference and a pass, and says how much was compared.
func report(t *testing.T, c *column, what string, sightings []sighting, by string, rules []compare.Rule) {
	t.Helper()
	var equal, compared, fields, equalFields int
	for _, s := range sightings {
		if err := s.failed[byReference]; err != nil {
			t.Logf("not comparable: %s: %v", s.project, err)
			continue
		}
		compared++
		if err := s.failed[by]; err != nil {
			t.Errorf("%s: %v", s.project, err)
			continue
		}
		here := append(runTimeHashes(s.seen[byReference]), rules...)
		if s.created != "" {
			t.Logf("compared as created, not started: %s: %s", s.project, s.created)
			here = append(slices.Clone(notStarted), here...) // the first rule that speaks of a leaf decides
		}
		result := compare.Diff(s.seen[byReference], s.seen[by], here)
		for _, d := range result.Differences {
			t.Errorf("%s: %s", s.project, d)
		}
		if len(result.Differences) == 0 {
			equal++
		}
		fields += result.Total
		equalFields += result.Equal()
	}
	tallyComparison(c, what, equal, compared, equalFields, fields)
	t.Logf("%s: %d of %d projects equal, %d of %d fields equal", what, equal, compared, equalFields, fields)
}
