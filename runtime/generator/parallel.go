package generator

import (
	"context"
	"fmt"
	"runtime"
)

// ahead is the maximum number of projects that are translated before an earlier one is written, which bounds the memory that their
// files need.
const ahead = 32

// inOrder translates projects in parallel, as many at a time as the process has CPUs, and calls use with each result, one at a time
// and in the order of the projects. So the bytes that are written do not depend on the number of CPUs.
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

// guarded translates one project. A timeout or a panic refuses only that project.
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
