package cli

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// Only what docker compose or a unit created belongs to a project: a container has the labels of its image, so the project's name
// alone does not show it. A line that is no name is no argument of another call.
func TestWhatBelongsToAProject(t *testing.T) {
	answer, asked := "", ""
	c := Operated{Program: "engine"}.Client(func(_ context.Context, argv ...string) (string, error) {
		asked = strings.Join(argv, " ")
		return answer, nil
	}, "")
	const of = "--filter label=com.docker.compose.project=shop --filter label=com.docker.compose."
	for kind, list := range map[string]func() ([]string, error){
		"config-hash": func() ([]string, error) {
			found, err := c.Containers(t.Context(), "shop")
			var names []string
			for _, container := range found {
				names = append(names, container.Name)
			}
			return names, err
		},
		"network": func() ([]string, error) { return c.Networks(t.Context(), "shop") },
		"volume":  func() ([]string, error) { return c.Volumes(t.Context(), "shop") },
	} {
		tail := ""
		if kind == "config-hash" {
			tail = "\trunning\tUp\t"
		}
		answer = ""
		for _, name := range []string{"shop_data", "--all", "a b", "", "../x", "-f", "Data.1"} {
			answer += name + tail + "\n"
		}
		got, err := list()
		if want := []string{"shop_data", "Data.1"}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v, want %q", kind, got, err, want)
		}
		if !strings.Contains(asked, of+kind) {
			t.Errorf("%s: asked %s", kind, asked)
		}
	}
}
