//go:build live

package live

import (
	"errors"
	"flag"
	"fmt"
	"runtime"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

var allTakeovers = flag.Bool("all", false, "take over the public projects as well")

// Docker compose and the units take a project over from each other and make nothing anew: hashes and labels are the
// same. What was seen stands in docs/compose-compatibility.md.
//
// The public projects take minutes and show little more than that their hashes are equal, which comparing them shows as
// well: with -all only.
func TestComposeAndUnitsTakeOver(t *testing.T) {
	projects := ours()
	if public, err := corpus(); err == nil && *allTakeovers {
		projects = append(projects, public...)
	}
	next := make(chan project)
	results := make(chan taking)
	var wait sync.WaitGroup
	for range min(runtime.NumCPU(), 2) {
		h := boot(t, "takeover", docker, true)
		wait.Add(1)
		go func() {
			defer wait.Done()
			for p := range next {
				p.compose = referenceCompose
				results <- takeOver(h, p)
			}
		}()
	}
	go func() {
		for _, p := range projects {
			if strings.Contains(p.Name, *only) {
				next <- p
			}
		}
		close(next)
		wait.Wait()
		close(results)
	}()
	judge(t, results)
}

// taking is what came of one project.
type taking struct {
	project string
	skipped string // docker compose itself cannot bring it up here
	failed  error
	// objects are how many containers, networks and volumes there are.
	objects int
	// byUnits and byCompose are the objects that the other side made and this one made anew.
	byUnits, byCompose []string
	// always are the containers that both make anew: their hash holds the id of another one.
	always int
	result compare.Result
}

// takeOver brings a project up with docker compose and then with the units, and then the other way round.
func takeOver(h *host, p project) taking {
	x := taking{project: p.Name}
	if x.failed = h.Copy(p.Dir, p.Work); x.failed != nil {
		return x
	}
	want, adopted, err := handOver(h, &p, composeSide{}, unitSide{})
	if refused := (errReference{}); errors.As(err, &refused) {
		x.skipped = err.Error()
		return x
	}
	if err != nil {
		x.failed = fmt.Errorf("docker compose, then units: %w", err)
		return x
	}
	hashes := runTimeHashes(want.leaves)
	x.objects, x.always, x.byUnits = len(want.made), len(named(hashes)), anew(want, adopted, hashes)
	got, kept, err := handOver(h, &p, unitSide{}, composeSide{})
	if err != nil {
		x.failed = fmt.Errorf("units, then docker compose: %w", err)
		return x
	}
	x.byCompose = anew(got, kept, hashes)
	x.result = compare.Diff(want.leaves, got.leaves, append(hashes, allowed...))
	return x
}

// sight is all there is: the leaves of inspect, and what tells an object from another of its name.
type sight struct {
	leaves compare.Snapshot
	made   map[string]string
}

// handOver brings one side up over the other.
func handOver(h *host, p *project, first, second side) (a, b sight, err error) {
	if err = clean(h); err != nil {
		return a, b, err
	}
	defer func() { err = errors.Join(err, clean(h)) }()
	if _, err = prepare(h, p); err != nil {
		return a, b, errReference{err.Error()}
	}
	if a, err = bring(h, p, first); err != nil {
		return a, b, err
	}
	if b, err = bring(h, p, second); err != nil {
		var refused errReference
		if errors.As(err, &refused) {
			err = errors.New(refused.said) // not the reference here
		}
	}
	return a, b, err
}

func bring(h *host, p *project, s side) (found sight, err error) {
	if err = s.up(h, p); err != nil {
		return found, err
	}
	settle(h, 20*time.Second)
	if found.leaves, err = look(h); err != nil {
		return found, err
	}
	const list = `docker ps -a --no-trunc --format 'container {{.Names}} {{.ID}}'
docker network ls --no-trunc --filter type=custom --format 'network {{.Name}} {{.ID}}'
docker volume ls -q | xargs -r docker volume inspect --format 'volume {{.Name}} {{.CreatedAt}}'`
	r := h.Run("sh", "-c", list)
	if r.Code != 0 {
		return found, fmt.Errorf("%s", r)
	}
	found.made = map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(r.Out), "\n") {
		if cut := strings.LastIndexByte(line, ' '); cut > 0 {
			found.made[line[:cut]] = line[cut+1:]
		}
	}
	return found, nil
}

// anew lists what is not the same object any more, or has gone, or has come. Containers with a run-time hash are not
// counted: docker compose makes them anew after itself as well, when their parent has another id.
func anew(before, after sight, hashes []compare.Rule) []string {
	excused := named(hashes)
	var list []string
	for name, id := range before.made {
		if after.made[name] != id && !excused[name] {
			list = append(list, name)
		}
	}
	for name := range after.made {
		if _, ok := before.made[name]; !ok {
			list = append(list, name+" (new)")
		}
	}
	sort.Strings(list)
	return list
}

// named are the containers that rules speak of.
func named(rules []compare.Rule) map[string]bool {
	names := map[string]bool{}
	for _, r := range rules {
		names["container "+strings.Split(r.Pointer, "/")[2]] = true
	}
	return names
}

// judge fails the test for everything that was made anew and for every leaf that differs, and counts.
func judge(t *testing.T, results <-chan taking) {
	t.Helper()
	var projects, objects, always, byUnits, byCompose, leaves, equal int
	for x := range results {
		switch {
		case x.skipped != "":
			t.Logf("not comparable: %s: %s", x.project, x.skipped)
			continue
		case x.failed != nil:
			t.Errorf("%s: %v", x.project, x.failed)
			continue
		}
		for _, what := range x.byUnits {
			t.Errorf("%s: the units made anew what docker compose had made: %s", x.project, what)
		}
		for _, what := range x.byCompose {
			t.Errorf("%s: docker compose made anew what the units had made: %s", x.project, what)
		}
		for _, d := range x.result.Differences {
			t.Errorf("%s: %s", x.project, d)
		}
		t.Logf("%s: %d objects, %d of %d leaves equal", x.project, x.objects, x.result.Equal(), x.result.Total)
		projects, objects, always = projects+1, objects+x.objects, always+x.always
		byUnits, byCompose = byUnits+len(x.byUnits), byCompose+len(x.byCompose)
		leaves, equal = leaves+x.result.Total, equal+x.result.Equal()
	}
	t.Logf("%d projects, %d objects: %d made anew by the units, %d by docker compose, and %d with a run-time hash; %d of %d leaves equal",
		projects, objects, byUnits, byCompose, always, equal, leaves)
}
