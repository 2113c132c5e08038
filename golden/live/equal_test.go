//go:build live

package live

import (
	"errors"
	"flag"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/compose2unit/compose2unit/golden/live/compare"
	"github.com/compose2unit/compose2unit/golden/live/machine"
)

var only = flag.String("only", "", "compare only projects whose name contains this")

// outcome is what came of one project.
type outcome struct {
	project string
	result  compare.Result
	// created says why nothing was started: the reference cannot start it on this machine.
	created string
	skipped string // why there is nothing to compare
	failed  string // what went wrong on our side
	took    time.Duration
}

// Compose compared with itself has no differences: the method makes no noise of its own.
func TestMethodHasNoNoise(t *testing.T) {
	outcomes := compareAll(t, ours(), comparison{referenceCompose, composeSide{}, madeUp})
	report(t, "Compose against itself", outcomes)
}

// Every project that we wrote is the same, leaf by leaf, whether Compose or our units brought it up.
func TestUnitsEqualCompose(t *testing.T) {
	outcomes := compareAll(t, ours(), comparison{referenceCompose, unitSide{}, allowed})
	report(t, "our own projects", outcomes)
	for _, o := range outcomes {
		if o.skipped != "" && notComparable[o.project] == "" {
			t.Errorf("%s: our own projects must be comparable: %s", o.project, o.skipped)
		}
	}
}

// The same with the Compose that Debian has, where it knows the attributes.
func TestUnitsEqualDebiansCompose(t *testing.T) {
	outcomes := compareAll(t, ours(), comparison{debianCompose, unitSide{}, append(olderCompose, allowed...)})
	report(t, "our own projects, Debian's Compose", outcomes)
}

// The public projects, where they lie beside the checkout.
func TestUnitsEqualComposeOnPublicProjects(t *testing.T) {
	projects, err := corpus()
	if err != nil {
		t.Skipf("no corpus of public projects beside the checkout: %v", err)
	}
	outcomes := compareAll(t, projects, comparison{referenceCompose, unitSide{}, allowed})
	report(t, "public projects", outcomes)
}

// comparison is what is held against what: a docker compose as the reference, the other side, and what may differ.
type comparison struct {
	reference string
	other     side
	rules     []compare.Rule
}

// compareAll brings every project up with Compose and with the other side, on as many machines as there are CPUs.
func compareAll(t *testing.T, projects []project, c comparison) []outcome {
	t.Helper()
	var chosen []project
	for _, p := range projects {
		p.compose = c.reference
		if strings.Contains(p.Name, *only) {
			chosen = append(chosen, p)
		}
	}
	outcomes := make([]outcome, len(chosen))
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(runtime.NumCPU(), 4, len(chosen)) {
		m := boot(t, "equal", machine.Engine{Stub: true})
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := range next {
				begin := time.Now()
				outcomes[i] = compareOne(m, chosen[i], c)
				outcomes[i].took = time.Since(begin)
				t.Logf("%-70s %5.1fs", chosen[i].Name, time.Since(begin).Seconds())
			}
		}()
	}
	for i := range chosen {
		next <- i
	}
	close(next)
	wait.Wait()
	return outcomes
}

// compareOne is the method: Compose up, look, clean; the other side up, look, clean.
func compareOne(m *machine.Machine, p project, c comparison) outcome {
	o := outcome{project: p.Name}
	if err := m.Copy(p.Dir, p.Work); err != nil {
		o.failed = err.Error()
		return o
	}
	want, err := observe(m, &p, composeSide{})
	var refused errReference
	if errors.As(err, &refused) {
		// What cannot start here may still be created here.
		o.created = err.Error()
		c.rules = append(notStarted, c.rules...)
		var second error
		if want, second = observe(m, &p, composeSide{createOnly: true}); second != nil {
			o.skipped = err.Error()
			return o
		}
		if _, ok := c.other.(composeSide); ok {
			c.other = composeSide{createOnly: true}
		}
	} else if err != nil {
		o.failed = err.Error()
		return o
	}
	got, err := observe(m, &p, c.other)
	if err != nil {
		o.failed = err.Error()
		return o
	}
	o.result = compare.Diff(want, got, append(runTimeHashes(want), c.rules...))
	return o
}

// observe brings a side up, looks, and cleans, whatever happened.
func observe(m *machine.Machine, p *project, s side) (compare.Snapshot, error) {
	if err := clean(m); err != nil {
		return nil, err
	}
	if _, err := prepare(m, p); err != nil {
		return nil, err
	}
	if err := s.up(m, p); err != nil {
		return nil, errors.Join(err, clean(m))
	}
	settle(m, 20*time.Second)
	found, err := look(m)
	return found, errors.Join(err, clean(m))
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

// report fails the test for every difference, and says how much was compared.
func report(t *testing.T, what string, outcomes []outcome) {
	t.Helper()
	var equal, compared, fields, equalFields int
	for _, o := range outcomes {
		if o.failed != "" {
			t.Errorf("%s: %s", o.project, o.failed)
		}
		for _, d := range o.result.Differences {
			t.Errorf("%s: %s", o.project, d)
		}
		switch {
		case o.skipped != "":
			t.Logf("not comparable: %s: %s", o.project, o.skipped)
			continue
		case o.created != "":
			t.Logf("compared as created, not started: %s: %s", o.project, o.created)
		}
		compared++
		if o.failed == "" && len(o.result.Differences) == 0 {
			equal++
		}
		fields += o.result.Total
		equalFields += o.result.Equal()
	}
	tallyComparison(what, equal, compared, equalFields, fields)
	t.Logf("%s: %d of %d projects equal, %d of %d fields equal", what, equal, compared, equalFields, fields)
}
