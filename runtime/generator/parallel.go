package generator

import (
	"context"
	"fmt"
	"runtime"
)

// ahead is the maximum number of projects that are translated before an earlier one is written, which bounds the memory that their
// files need.
const ahead = 32

// Work is done for each of several projects, in several goroutines. If it panics, or the context ends first, the result is that of
// Failed.
type Work[T any] struct {
	Do     func(ctx context.Context, p Project) T
	Failed func(p Project, err error) T
}

// InOrder works on projects in parallel, as many at a time as the process has CPUs, and calls use with each result, one at a time and
// in the order of the projects. So what is written does not depend on the number of CPUs.
func (w Work[T]) InOrder(ctx context.Context, projects []Project, use func(i int, p Project, made T)) {
	made := make([]chan T, len(projects))
	for i := range made {
		made[i] = make(chan T, 1)
	}
	next, started := make(chan int), make(chan struct{}, ahead)
	for range min(runtime.GOMAXPROCS(0), len(projects)) {
		go func() {
			for i := range next {
				made[i] <- w.guarded(ctx, projects[i])
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

// guarded works on one project. A timeout or a panic fails only that project.
func (w Work[T]) guarded(ctx context.Context, p Project) T {
	done := make(chan T, 1)
	go func() {
		defer func() {
			if cause := recover(); cause != nil {
				done <- w.Failed(p, fmt.Errorf("compose2unit failed: %v", cause))
			}
		}()
		done <- w.Do(ctx, p)
	}()
	select {
	case made := <-done:
		return made
	case <-ctx.Done():
		return w.Failed(p, context.Cause(ctx))
	}
}
