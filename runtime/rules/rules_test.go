package rules_test

import (
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
