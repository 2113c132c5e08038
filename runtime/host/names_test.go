package host_test

import (
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime/folder/foldertest"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/host/hosttest"
)

// A name that no project can have is refused before the machine is asked: it would be a pattern of units, a path or a flag.
func TestOnlyNamesOfProjects(t *testing.T) {
	for _, name := range []string{"*", "[a-z]*", "sho?", "..", "../shop", "/etc", ".kept", "-f", "--all", "Shop", "a b", "shop\n", "x --filter y", ""} {
		h := hosttest.New(t)
		web := hosttest.Project(hosttest.Service("web", ""))
		one(t, h, web)
		for _, o := range []host.Options{shop(h, nil), of(h, "shop", nil)} {
			o.Project = name
			before := h.State(t)
			h.Asked = nil
			for call, err := range map[string]error{
				"Apply":     second(host.Apply(t.Context(), o, desired(web))),
				"Diff":      second(host.Diff(t.Context(), o, desired(web))),
				"Status":    second(host.Status(t.Context(), o)),
				"Remove":    second(host.Remove(t.Context(), o, host.RemoveOptions{Volumes: true})),
				"Installed": second(host.Installed(o)),
			} {
				if err == nil || !strings.Contains(err.Error(), "is not a project's name") {
					t.Errorf("%s of %q: %v", call, name, err)
				}
			}
			if len(h.Asked) > 0 {
				t.Errorf("%q: asked %q", name, h.Asked)
			}
			foldertest.Same(t, name, h.State(t), before)
		}
	}
}

func second[T any](_ T, err error) error { return err }
