package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// client queries an engine through its command line. The commands, options and formats are those that docker and podman
// share.
type client struct {
	program string
	environ []string // words before the program that set its environment
	run     runtime.Run
}

// ofProject returns the filter for objects with a project's label.
func ofProject(project string) string { return "label=com.docker.compose.project=" + project }

func (c client) ask(ctx context.Context, words ...string) (string, error) {
	return c.run(ctx, slices.Concat(c.environ, []string{c.program}, words)...)
}

func (c client) Program() string { return c.program }

var health = lazyregexp.New(`\((?:health: )?(healthy|unhealthy|starting)\)`)

func (c client) Containers(ctx context.Context, project string) ([]runtime.Container, error) {
	out, err := c.ask(ctx, "ps", "--all", "--filter", ofProject(project), "--format", `{{.Names}}\t{{.State}}\t{{.Status}}\t{{.Ports}}`)
	if err != nil {
		return nil, err
	}
	var list []runtime.Container
	for _, line := range strings.Split(out, "\n") {
		if field := strings.Split(line, "\t"); len(field) == 4 {
			list = append(list, runtime.Container{Name: field[0], State: field[1], Health: FirstMatch(health, []byte(field[2])), Ports: field[3]})
		}
	}
	return list, nil
}

func (c client) StopContainer(ctx context.Context, name string) error {
	_, err := c.ask(ctx, "stop", name)
	return err
}

func (c client) RemoveContainer(ctx context.Context, name string) error {
	_, err := c.ask(ctx, "rm", "--force", name)
	return err
}

func (c client) Strangers(ctx context.Context, project, network string) ([]string, error) {
	ids, err := c.ask(ctx, "network", "ls", "--quiet", "--filter", ofProject(project), "--filter", "label=com.docker.compose.network="+network)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, id := range strings.Fields(ids) {
		own, err := c.on(ctx, id, "--filter", ofProject(project))
		if err != nil {
			return nil, err
		}
		all, err := c.on(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, slices.DeleteFunc(all, func(name string) bool { return slices.Contains(own, name) })...)
	}
	return out, nil
}

// on returns the containers connected to a network.
func (c client) on(ctx context.Context, network string, more ...string) ([]string, error) {
	out, err := c.ask(ctx, append([]string{"ps", "--all", "--format", "{{.Names}}", "--filter", "network=" + network}, more...)...)
	return strings.Fields(out), err
}

func (c client) Networks(ctx context.Context, project string) ([]string, error) {
	out, err := c.ask(ctx, "network", "ls", "--quiet", "--filter", ofProject(project), "--filter", "label=com.docker.compose.network")
	return strings.Fields(out), err
}

func (c client) RemoveNetwork(ctx context.Context, id string) error {
	_, err := c.ask(ctx, "network", "rm", id)
	return err
}

func (c client) Volumes(ctx context.Context, project string) ([]string, error) {
	out, err := c.ask(ctx, "volume", "ls", "--quiet", "--filter", ofProject(project))
	return strings.Fields(out), err
}

func (c client) RemoveVolume(ctx context.Context, name string) error {
	_, err := c.ask(ctx, "volume", "rm", name)
	return err
}
