package host_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/docker"
	"github.com/compose2unit/compose2unit/runtime/host"
)

// A machine is brought to the desired state of a project, as `compose2unit apply` does it. The files are those of
// runtime.Runtime.Files; here there is only one unit. A real program uses host.This(os.Environ()) as its machine.
func Example() {
	root, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(root)
	files := []runtime.File{{Path: "shop.target", Mode: 0o644, Data: []byte("[Unit]\nX-ComposeProject=shop\n[Install]\nWantedBy=multi-user.target\n")}}

	shop := host.Options{
		Project:  "shop",
		Runtimes: all.Operated(),
		Machine: host.Machine{
			Root:    root,
			Connect: func(context.Context, bool) (host.Manager, error) { return obedient{}, nil },
			Run:     func(context.Context, ...string) (string, error) { return "", nil },
			Has:     func(string) bool { return false },
		},
		Events: func(e host.Event) {
			if e.Object == host.OfUnit {
				fmt.Println(e.Name, e.Action)
			}
		},
	}
	want := host.Desired{Files: files, Runtime: docker.Runtime}

	// Show what would change, then change it.
	changes, err := host.Diff(context.Background(), shop, want)
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range changes.Files {
		fmt.Println(f.Kind(), f.Path)
	}
	if _, err := host.Apply(context.Background(), shop, want); err != nil {
		log.Fatal(err) // a host.FailedError names the units that failed
	}

	units, err := host.Status(context.Background(), shop)
	if err != nil {
		log.Fatal(err)
	}
	for _, u := range units {
		fmt.Println(u.Unit, u.State)
	}

	if _, err := host.Remove(context.Background(), shop, host.RemoveOptions{}); err != nil {
		log.Fatal(err)
	}
	// Output:
	// add shop.target
	// shop.target enabled
	// shop.target started
	// shop.target active (exited)
	// shop.target stopped
	// shop.target disabled
}

// obedient is a systemd whose jobs all succeed.
type obedient struct{}

func (obedient) States(_ context.Context, names ...string) (out []host.State, err error) {
	for _, name := range names {
		out = append(out, host.State{Name: name, Load: "loaded", Active: "active", Sub: "exited"})
	}
	return out, nil
}

func (obedient) Run(_ context.Context, jobs []host.Job, done func(host.Result), _ func() bool) error {
	for _, job := range jobs {
		done(host.Result{Job: job, Outcome: "done"})
	}
	return nil
}

func (obedient) Restarts(context.Context, string) (int, error)      { return 0, nil }
func (obedient) Started(context.Context, string) (time.Time, error) { return time.Time{}, nil }
func (obedient) Invocation(context.Context, string) (string, error) { return "", nil }
func (obedient) Enable(context.Context, ...string) error            { return nil }
func (obedient) Disable(context.Context, ...string) error           { return nil }
func (obedient) Reset(context.Context, ...string) error             { return nil }
func (obedient) Reload(context.Context) error                       { return nil }
func (obedient) Close()                                             {}
