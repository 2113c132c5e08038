package host_test

import (
	"fmt"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder/foldertest"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/host/hosttest"
)

// writingSteps is the number of steps of folder.Output.Update.
const writingSteps = 10

// cut simulates a power failure before a step of writing.
func cut(t *testing.T, before int, run func(hook func(step int)) error) {
	t.Helper()
	defer func() {
		if _, is := recover().(hosttest.PowerCut); !is {
			t.Fatal("the run was not cut at step ", before)
		}
	}()
	err := run(func(step int) {
		if step == before {
			panic(hosttest.PowerCut{})
		}
	})
	t.Fatal(err)
}

// applied returns a machine to which projects were applied, one after the other.
func applied(t *testing.T, h *hosttest.Host, projects ...[]runtime.File) *hosttest.Host {
	t.Helper()
	for _, files := range projects {
		if _, err := host.Apply(t.Context(), shop(h, nil), desired(files)); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

// The power may fail between the renames as well.
func TestAnApplyThatIsCutWhileItWritesIsFinishedByTheNext(t *testing.T) {
	before, after := hosttest.Versions()
	whole := applied(t, hosttest.New(t), before, after)
	for step := range writingSteps {
		h := applied(t, hosttest.New(t), before)
		cut(t, step, func(hook func(int)) error { return host.ApplyCut(t.Context(), shop(h, nil), desired(after), hook) })
		applied(t, h, after)
		foldertest.Same(t, fmt.Sprint("cut before step ", step), h.State(t), whole.State(t))
	}
}

// A removal that stops halfway through the files can no longer take the project down, and need not.
func TestARemoveThatIsCutWhileItWritesIsFinishedByTheNext(t *testing.T) {
	before, _ := hosttest.Versions()
	for step := range writingSteps {
		h := applied(t, hosttest.New(t), before)
		cut(t, step, func(hook func(int)) error { return host.RemoveCut(t.Context(), shop(h, nil), hook) })
		h.Fails["shop-down.service"] = true
		if _, err := host.Remove(t.Context(), shop(h, nil), host.RemoveOptions{}); err != nil {
			t.Fatal(err)
		}
		foldertest.Same(t, fmt.Sprint("cut before step ", step), h.State(t), map[string]string{})
	}
}
