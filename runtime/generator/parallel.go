package generator

import (
	"context"
	"fmt"
	"runtime"
)

// ahead is how many projects are translated at most while an earlier one is not written yet, which bounds the memory of their files.
const ahead = 32

// inOrder translates projects side by side, as many at a time as the process has CPUs, and calls use with what became of each, in
// the order of the projects and one at a time. So the bytes that are written do not depend on the number of CPUs.
func inOrder(ctx context.Context, projects []Project, translate Translate, use func(i int, p Project, made Translated)) {
	made := make([]chan Translated, len(projects))
	for i := range made {
		made[i] = make(chan Translated, 1)
	}
	next, started := make(chan int), make(chan struct{}, ahead)
	for range min(runtime.GOMAXPROCS(0), len(projects)) {
		go func() {
			for i := range next {
				made[i] <- guarded(ctx, translate, projects[i])
			}
		}()
	}
	go func() {
		defer close(next)
		for i := range projects {
			started <- struct{}{}
			next <- i
		}
	}()
	for i, p := range projects {
		use(i, p, <-made[i])
		<-started
	}
}

// guarded translates one project. What takes too long, or breaks the program, is the project's own trouble.
func guarded(ctx context.Context, translate Translate, p Project) Translated {
	done := make(chan Translated, 1)
	go func() {
		defer func() {
			if cause := recover(); cause != nil {
				done <- Translated{}.refused(p, fmt.Errorf("compose2unit failed: %v", cause))
			}
		}()
		done <- translate(ctx, p)
	}()
	select {
	case made := <-done:
		return made
	case <-ctx.Done():
		return Translated{}.refused(p, fmt.Errorf("the projects together take longer than %v", Limit))
	}
}
