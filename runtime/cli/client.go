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

// ofProject returns the filter for objects with a project's label. An image can have that label, too, and its containers have it
// from there.
func ofProject(project string) string { return "label=com.docker.compose.project=" + project }

// The labels that docker compose and the units give to every container, network and volume that they create for a project
// (docker/compose, pkg/api/labels.go): an object without it was created by something else.
const (
	ofContainer = "label=com.docker.compose.config-hash"
	ofNetwork   = "label=com.docker.compose.network"
	ofVolume    = "label=com.docker.compose.volume"
)

// isName matches the names of containers and volumes (moby, names.RestrictedNamePattern) and the IDs of networks.
var isName = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`)

// named returns the names in a list that an engine printed, one a line. What is not one is no argument of another call.
func named(list string) []string {
	return slices.DeleteFunc(strings.Split(list, "\n"), func(name string) bool { return !isName.MatchString(name) })
}

func (c client) ask(ctx context.Context, words ...string) (string, error) {
	return c.run(ctx, slices.Concat(c.environ, []string{c.program}, words)...)
}

func (c client) Program() string { return c.program }

var health = lazyregexp.New(`\((?:health: )?(healthy|unhealthy|starting)\)`)

func (c client) Containers(ctx context.Context, project string) ([]runtime.Container, error) {
	out, err := c.ask(ctx, "ps", "--all", "--filter", ofProject(project), "--filter", ofContainer, "--format", `{{.Names}}\t{{.State}}\t{{.Status}}\t{{.Ports}}`)
	if err != nil {
		return nil, err
	}
	var list []runtime.Container
	for _, line := range strings.Split(out, "\n") {
		if field := strings.Split(line, "\t"); len(field) == 4 && isName.MatchString(field[0]) {
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
	for _, id := range named(ids) {
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
	return named(out), err
}

func (c client) Networks(ctx context.Context, project string) ([]string, error) {
	out, err := c.ask(ctx, "network", "ls", "--quiet", "--filter", ofProject(project), "--filter", ofNetwork)
	return named(out), err
}

func (c client) RemoveNetwork(ctx context.Context, id string) error {
	_, err := c.ask(ctx, "network", "rm", id)
	return err
}

func (c client) Volumes(ctx context.Context, project string) ([]string, error) {
	out, err := c.ask(ctx, "volume", "ls", "--quiet", "--filter", ofProject(project), "--filter", ofVolume)
	return named(out), err
}

func (c client) RemoveVolume(ctx context.Context, name string) error {
	_, err := c.ask(ctx, "volume", "rm", name)
	return err
}
