//go:build !js

package host

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-systemd/v22/dbus"
)

// Connect connects to the system's manager, or to the user's, over D-Bus.
func Connect(ctx context.Context, user bool) (Manager, error) {
	if _, err := os.Stat("/run/systemd/system"); err != nil {
		return nil, ErrNoSystemd
	}
	connect := dbus.NewSystemConnectionContext
	if user {
		connect = dbus.NewUserConnectionContext
	}
	conn, err := connect(ctx)
	if err != nil {
		return nil, fmt.Errorf("systemd cannot be reached over D-Bus: %w", err)
	}
	return systemd{conn}, nil
}

type systemd struct{ conn *dbus.Conn }

func (s systemd) Close() { s.conn.Close() }

func (s systemd) States(ctx context.Context, patterns ...string) ([]State, error) {
	if len(patterns) == 0 {
		return nil, nil // no pattern would match every unit
	}
	list, err := s.conn.ListUnitsByPatternsContext(ctx, nil, patterns)
	if err != nil {
		return nil, fmt.Errorf("asking systemd for units: %w", err)
	}
	states := make([]State, len(list))
	for i, u := range list {
		states[i] = State{u.Name, u.LoadState, u.ActiveState, u.SubState}
	}
	slices.SortFunc(states, func(a, b State) int { return strings.Compare(a.Name, b.Name) })
	return states, nil
}

func (s systemd) Restarts(ctx context.Context, service string) (int, error) {
	p, err := s.conn.GetServicePropertyContext(ctx, service, "NRestarts")
	if err != nil {
		return 0, err
	}
	count, _ := p.Value.Value().(uint32)
	return int(count), nil
}

func (s systemd) Started(ctx context.Context, unit string) (time.Time, error) {
	p, err := s.conn.GetUnitPropertyContext(ctx, unit, "InactiveExitTimestamp")
	if err != nil {
		return time.Time{}, err
	}
	if since, _ := p.Value.Value().(uint64); since > 0 {
		return time.UnixMicro(int64(since)), nil
	}
	return time.Time{}, nil
}

func (s systemd) Invocation(ctx context.Context, unit string) (string, error) {
	p, err := s.conn.GetUnitPropertyContext(ctx, unit, "InvocationID")
	if err != nil {
		return "", err
	}
	id, _ := p.Value.Value().([]byte)
	return hex.EncodeToString(id), nil
}

func (s systemd) Enable(ctx context.Context, units ...string) error {
	_, _, err := s.conn.EnableUnitFilesContext(ctx, units, false, false)
	return wrap(err, "enabling", units)
}

func (s systemd) Disable(ctx context.Context, units ...string) error {
	_, err := s.conn.DisableUnitFilesContext(ctx, units, false)
	return wrap(err, "disabling", units)
}

func (s systemd) Reload(ctx context.Context) error {
	return wrap(s.conn.ReloadContext(ctx), "reloading", []string{"systemd"})
}

func (s systemd) Reset(ctx context.Context, units ...string) error {
	var errs []error
	for _, name := range units {
		errs = append(errs, s.conn.ResetFailedUnitContext(ctx, name))
	}
	return wrap(errors.Join(errs...), "resetting", units)
}

func wrap(err error, doing string, units []string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", doing, strings.Join(units, ", "), err)
}

func (s systemd) Run(ctx context.Context, jobs []Job, done func(Result), enough func() bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()                        // stops the goroutines of remaining jobs
	ended := make(chan Result, len(jobs)) // if it were full, it would block the connection
	for _, job := range jobs {
		said := make(chan string, 1)
		if err := s.queue(ctx, job, said); err != nil {
			said <- err.Error()
		}
		go func() {
			select {
			case word := <-said:
				ended <- s.result(ctx, job, word)
			case <-ctx.Done():
			}
		}()
	}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for left := len(jobs); left > 0; {
		select {
		case r := <-ended:
			done(r)
			left--
		case <-tick.C:
			if enough != nil && enough() {
				return nil
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// result returns the result of a job that has ended. An invocation that cannot be read is unknown.
func (s systemd) result(ctx context.Context, job Job, outcome string) Result {
	r := Result{Job: job, Outcome: outcome}
	if r.ran() {
		r.Invocation, _ = s.Invocation(ctx, job.Unit)
	}
	return r
}

func (s systemd) queue(ctx context.Context, job Job, said chan<- string) error {
	call := map[Verb]func(context.Context, string, string, chan<- string) (int, error){
		Start: s.conn.StartUnitContext, Stop: s.conn.StopUnitContext, Restart: s.conn.RestartUnitContext,
	}[job.Verb]
	_, err := call(ctx, job.Unit, "replace", said)
	return err
}
