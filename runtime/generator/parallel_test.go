package generator

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// guarding is how Run translates.
func guarding(translate Translate) Work[Translated] {
	return Work[Translated]{Do: translate, Failed: Translated{}.refused}
}

// Projects are translated in parallel and used in their order, whichever is finished first. The number of translated projects that
// wait for an earlier one is limited.
func TestInOrder(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	projects := make([]Project, 3*ahead)
	for i := range projects {
		projects[i] = project(fmt.Sprint("p", i))
	}
	var running, most, begun, used atomic.Int64
	translate := func(_ context.Context, p Project) Translated {
		for now := running.Add(1); now > most.Load(); {
			most.Store(now)
		}
		defer running.Add(-1)
		if waiting := begun.Add(1) - used.Load(); waiting > ahead+1 { // one is being used
			t.Errorf("%d are translated and not used", waiting)
		}
		if p.Name == "p0" {
			time.Sleep(20 * time.Millisecond)
		}
		return Translated{Findings: p.Name}
	}
	last := -1
	guarding(translate).InOrder(context.Background(), projects, func(i int, p Project, made Translated) {
		if i != last+1 || p.Name != projects[i].Name || made.Findings != p.Name {
			t.Errorf("%d after %d: %s is %s", i, last, p.Name, made.Findings)
		}
		last = i
		used.Add(1)
	})
	if last != len(projects)-1 || most.Load() > 4 {
		t.Errorf("the last is %d, and %d ran at a time", last, most.Load())
	}
}

// A translation that never ends is refused at the time limit; the others are used.
func TestAProjectThatNeverEnds(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	ctx, cancel := context.WithCancel(context.Background())
	block := make(chan struct{})
	defer close(block)
	var others atomic.Int64
	translate := func(_ context.Context, p Project) Translated {
		if p.Name == "hangs" {
			<-block
		} else if others.Add(1) == 2 {
			defer cancel() // the time is over
		}
		return Translated{}
	}
	var refused []bool
	guarding(translate).InOrder(ctx, []Project{project("hangs"), project("b"), project("c")}, func(_ int, _ Project, made Translated) {
		refused = append(refused, made.Refused)
	})
	if fmt.Sprint(refused[:2]) != "[true false]" {
		t.Errorf("refused: %v", refused)
	}
}
