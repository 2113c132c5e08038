package rules_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/docker"
	"github.com/compose2unit/compose2unit/runtime/podman"
	"github.com/compose2unit/compose2unit/runtime/rules"
)

// An engine that declares no rule for a reserved place is a programming error.
func TestAPlaceMustBeFilled(t *testing.T) {
	defer func() {
		if said, _ := recover().(string); !strings.HasPrefix(said, "rules: the engine declares no rule for ") {
			t.Errorf("said %q", said)
		}
	}()
	rules.With(cli.Rules{})
	t.Error("accepted")
}

// Of two rules for one attribute only the first would apply.
func TestNoAttributeHasTwoRules(t *testing.T) {
	once := func(engine, where string, attrs []string) {
		slices.Sort(attrs)
		for i, attr := range attrs[1:] {
			if attr == attrs[i] {
				t.Errorf("%s: %s has two rules: remove one, from %s", engine, attr, where)
			}
		}
	}
	for name, engine := range map[string]*cli.Engine{"docker": docker.Runtime.Describe(runtime.Options{}), "podman": podman.Runtime.Describe(runtime.Options{})} {
		containers := attrsOf(engine.Containers)
		if name == "docker" { // podman replaces some of the quiet ones
			containers = append(containers, attrsOf(rules.QuietRules)...)
		}
		once(name, "runtime/rules, quietRules in runtime/rules/rows.go, or runtime/"+name, containers)
		once(name, "runtime/rules/toplevel.go or runtime/"+name+"/toplevel.go", attrsOf(engine.Networks))
		once(name, "runtime/rules/toplevel.go or runtime/"+name+"/toplevel.go", attrsOf(engine.Volumes))
		once(name, "runtime/rules or runtime/"+name, attrsOf(engine.Builds))
	}
}

func attrsOf[S any](of []runtime.Rule[S, cli.Flag]) (out []string) {
	for _, r := range of {
		out = append(out, r.Attr)
	}
	return out
}

// The image and the command are the last words of every engine, and the rules that only one engine has come before all
// others.
func TestTheCommandIsLast(t *testing.T) {
	for name, engine := range map[string]*cli.Engine{"docker": docker.Runtime.Describe(runtime.Options{}), "podman": podman.Runtime.Describe(runtime.Options{})} {
		all := engine.Containers
		if n := len(all); all[n-2].Attr != "image" || all[n-1].Attr != "command" {
			t.Errorf("%s: the last rules are %s and %s", name, all[n-2].Attr, all[n-1].Attr)
		}
	}
	if first := podman.Runtime.Describe(runtime.Options{}).Containers[0].Attr; first != "umask" {
		t.Errorf("podman's first rule is %s", first)
	}
}
