package host

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// EngineError is returned if a project has to be taken down through its engine and it is unknown which of several engines that is.
type EngineError struct {
	Project string
	// Programs are the clients of the engines that may have it: those that have containers of a project of this name, and those that
	// do not answer.
	Programs []string
}

func (e EngineError) Error() string {
	return fmt.Sprintf("systemd no longer has the units of project %s, and it is unknown whether it ran in %s: restore its folder and reload systemd, or remove what it has there with the engine's client",
		e.Project, strings.Join(e.Programs, " or "))
}

// recorded returns the runtime of the project as its target records it (X-ComposeRuntime=), or "". The target of a refused project
// has no record, but the units as they were last applied may have one.
func (p *project) recorded() (string, error) {
	if is := recordedIn(p.texts); is != "" {
		return is, nil
	}
	texts, err := p.options.layout().recorded(p.Project)
	return recordedIn(texts), err
}

func recordedIn(texts map[string][]byte) string {
	for name, text := range texts {
		if mark := Names(text, "Unit", "X-ComposeRuntime"); names.IsTarget(name) && len(mark) == 1 {
			return mark[0]
		}
	}
	return ""
}

// engine returns the runtime whose engine has the project, or nil if there is none. Another engine may have a project of the same name
// that docker compose or a user of the engine created: nothing there is ours. Without a record in the units or in the note of an
// interrupted run it is the only engine of the machine, or the only one that has containers of the project. Of one that does not answer
// that is unknown.
//
// It fails with an [EngineError].
func (p *project) engine(ctx context.Context, noted string) (runtime.Operated, error) {
	was, err := p.recorded()
	if err != nil {
		return nil, err
	}
	for _, name := range []string{was, noted} {
		if at := slices.IndexFunc(p.options.Runtimes, func(rt runtime.Operated) bool { return rt.Name() == name }); at >= 0 {
			return p.options.Runtimes[at], nil
		}
	}
	found := p.options.engines()
	if len(found) == 1 {
		return found[0], nil
	}
	having := 0
	found = slices.DeleteFunc(found, func(rt runtime.Operated) bool {
		list, err := p.options.client(rt).Containers(ctx, p.Project)
		having += len(list)
		return err == nil && len(list) == 0
	})
	switch {
	case having == 0: // an engine that does not run has none that run
		return nil, nil
	case len(found) == 1:
		return found[0], nil
	}
	return nil, p.unknown(found)
}

// unknown returns the error for several engines that may have the project, or nil without any.
func (p *project) unknown(engines []runtime.Operated) error {
	wrong := EngineError{Project: p.Project}
	for _, rt := range engines {
		wrong.Programs = append(wrong.Programs, p.options.client(rt).Program())
	}
	if len(wrong.Programs) == 0 {
		return nil
	}
	return wrong
}

// engines returns a runtime for each engine that the machine has.
func (o Options) engines() []runtime.Operated {
	var out []runtime.Operated
	seen := map[string]bool{}
	for _, rt := range o.Runtimes {
		program := o.client(rt).Program()
		if !seen[program] && o.Machine.Has(program) {
			out = append(out, rt)
		}
		seen[program] = true
	}
	return out
}
