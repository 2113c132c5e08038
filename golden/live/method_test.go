//go:build live

package live

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// pass is one way to bring a project up and inspect it on a clean machine.
type pass struct {
	name string
	side side
	// column is the column whose units these are. Nil is the machine's own.
	column *column
	// over is brought up over the result of this pass, and inspected, before the machine is cleaned.
	over *pass
}

// The passes. The first of a machine's passes is the reference: it decides whether a project can be started here at all.
const (
	byReference   = "the reference docker compose"
	byUnitsOver   = "our units over it"
	byUnits       = "our units"
	byComposeOver = "docker compose over our units"
	byAgain       = "the reference docker compose again"
	byOlder       = "Debian's docker compose"
	byQuadlet     = "Quadlet's units"
)

// fromReference is the reference if it needs no options.
var fromReference = pass{name: byReference, side: composeSide{}}

// observation is the state of a project after every pass.
type observation struct {
	project string
	seen    map[string]inspection
	failed  map[string]error
	// created says why nothing was started: the reference can only create it on this machine, not start it.
	created string
}

// lookAtAll brings every project up in every way, on a few machines.
func lookAtAll(t *testing.T, c *column, projects []project, passes ...pass) []observation {
	t.Helper()
	var chosen []project
	for _, p := range projects {
		if strings.Contains(p.Name, *only) {
			chosen = append(chosen, p)
		}
	}
	observations := make([]observation, len(chosen))
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(runtime.NumCPU()+1, 4, len(chosen)) {
		h := boot(t, "equal-"+c.name, c, true)
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := range next {
				begin := time.Now()
				observations[i] = lookAt(h, chosen[i], passes)
				t.Logf("%-70s %5.1fs", chosen[i].Name, time.Since(begin).Seconds())
			}
		}()
	}
	for i := range chosen {
		next <- i
	}
	close(next)
	wait.Wait()
	return observations
}

// lookAt implements the method: up, inspect, clean; and again in the next way.
func lookAt(h *host, p project, passes []pass) observation {
	s := observation{project: p.Name, seen: map[string]inspection{}, failed: map[string]error{}}
	if err := put(h, &p); err != nil {
		s.failed[byReference] = err
		return s
	}
	err := s.observe(h, &p, passes[0])
	if refused := (errReference{}); errors.As(err, &refused) {
		// What cannot start here may still be created here.
		s.created = err.Error()
		if s.observe(h, &p, passes[0].creating()) == nil {
			err = nil
		}
	}
	if s.failed[byReference] = err; err != nil {
		return s
	}
	for _, other := range passes[1:] {
		if s.created != "" {
			other = other.creating()
		}
		s.failed[other.name] = s.observe(h, &p, other)
	}
	return s
}

// creating returns the pass for a project that the reference can only create: nothing is taken over.
func (way pass) creating() pass {
	if c, ok := way.side.(composeSide); ok {
		c.createOnly = true
		way.side = c
	}
	way.over = nil
	return way
}

// put copies a project into a machine, with what the column's engine needs.
func put(h *host, p *project) error {
	p.compose = referenceCompose
	if err := h.Copy(p.Dir, p.Work); err != nil {
		return err
	}
	return override(h, p)
}

// override adds what the column's engine needs to a project.
func override(h *host, p *project) error {
	for i, folder := range h.column.overrides {
		text, err := os.ReadFile(filepath.Join(folder, filepath.Base(p.Dir)+".yml"))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		name := fmt.Sprintf("engine%d.yml", i)
		p.Inputs = append(slices.Clone(p.Inputs), name)
		if err := h.Write(p.Work+"/"+name, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// observe brings a project up in a way, inspects it, and cleans up in any case.
func (s *observation) observe(h *host, p *project, way pass) (err error) {
	on := *h
	on.column = cmp.Or(way.column, h.column)
	defer func() { err = errors.Join(err, clean(&on)) }()
	if _, err := prepare(&on, p); err != nil {
		return err
	}
	if s.seen[way.name], err = bring(&on, p, way.side); err != nil || way.over == nil {
		return err
	}
	s.seen[way.over.name], s.failed[way.over.name] = bring(&on, p, way.over.side)
	return nil
}

// bring brings a side up and inspects it when its state no longer changes.
func bring(h *host, p *project, s side) (found inspection, err error) {
	begin := strings.TrimSpace(h.Run("date", "+%F %T").Out)
	if err := s.up(h, p); err != nil {
		return inspection{}, err
	}
	settle(h, 20*time.Second)
	if found, err = look(h); err == nil {
		found.journal = h.Run("journalctl", "--no-pager", "--output", "short-precise", "--since", begin).Out
	}
	return found, err
}
