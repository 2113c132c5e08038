// Package rules declares the flags that Docker and Podman share, in their order on the command line, and the attributes
// that have an effect without a flag. What engines express differently is declared in their own packages; here it only has
// a place in the order.
package rules

import (
	"slices"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

type (
	container = model.Container
	flag      = cli.Flag
	rule      = cli.ContainerRule
)

// own reserves a place in the order for an attribute that each engine declares itself.
func own[S any](attr string) runtime.Rule[S, flag] {
	return runtime.Rule[S, flag]{Row: runtime.Row{Attr: attr}}
}

// With returns the shared rules with the engine's own: each in the place reserved for it or replacing the shared one, and
// those of further attributes first, since the last words of a command line are operands. It panics if an engine leaves a
// place empty, which is a programming error.
func With(engine cli.Rules) cli.Rules {
	return cli.Rules{
		Containers: with(slices.Concat(identityRules, processRules, namespaceRules, securityRules, networkingRules, mountRules,
			resourceRules, deviceRules, loggingRules, lastRules), engine.Containers),
		Networks: with(networkRules, engine.Networks),
		Volumes:  with(volumeRules, engine.Volumes),
		Builds:   with(buildRules, engine.Builds),
	}
}

func with[S any](shared, engine []runtime.Rule[S, flag]) []runtime.Rule[S, flag] {
	out := slices.Clone(shared)
	var further []runtime.Rule[S, flag]
	for _, r := range engine {
		if i := slices.IndexFunc(out, func(s runtime.Rule[S, flag]) bool { return s.Attr == r.Attr }); i >= 0 {
			out[i] = r
		} else {
			further = append(further, r)
		}
	}
	for _, r := range out {
		if r.Support == 0 {
			panic("rules: the engine declares no rule for " + r.Attr + ": runtime/rules reserves its position with own(); add cli.Container.Full(…), None(…) or another " +
				"row to the rules in the engine's own folder, such as runtime/podman/networking.go")
		}
	}
	return append(further, out...)
}
