package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// container is one that carries the project's labels.
type container struct{ engine, name, state, health, ports string }

// runProgram is machine.run for the real machine.
func runProgram(ctx context.Context, argv ...string) (string, error) {
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		if text := strings.TrimSpace(said.String()); text != "" {
			err = fmt.Errorf("%s: %s", argv[0], text)
		}
		return out.String(), err
	}
	return out.String(), nil
}

// engines are the engines' programs that this machine has.
func engines() []string {
	var out []string
	for _, choice := range all.Choices {
		if _, err := exec.LookPath(choice.Engine); err == nil && !slices.Contains(out, choice.Engine) {
			out = append(out, choice.Engine)
		}
	}
	return out
}

var health = regexp.MustCompile(`\((?:health: )?(healthy|unhealthy|starting)\)`)

// containers asks an engine for those of a project. The format is one that docker and podman share.
func (m machine) containers(ctx context.Context, engine, project string) ([]container, error) {
	out, err := m.run(ctx, engine, "ps", "--all", "--filter", "label=com.docker.compose.project="+project,
		"--format", `{{.Names}}\t{{.State}}\t{{.Status}}\t{{.Ports}}`)
	if err != nil {
		return nil, err
	}
	var list []container
	for _, line := range strings.Split(out, "\n") {
		field := strings.Split(line, "\t")
		if len(field) != 4 {
			continue
		}
		c := container{engine: engine, name: field[0], state: field[1], ports: field[3]}
		if found := health.FindStringSubmatch(field[2]); found != nil {
			c.health = found[1]
		}
		list = append(list, c)
	}
	return list, nil
}

// containersOf are the containers of units that go: those of a unit that no longer has a file, or of an instance that is
// no longer wanted, and those that an interrupted run noted.
func (in *installed) containersOf(ctx context.Context, plan host.Plan) ([]string, error) {
	var texts [][]byte
	for _, f := range plan.Files {
		if f.Kind() == host.Remove && f.Unit() {
			texts = append(texts, f.Old)
		}
	}
	for _, file := range in.Files {
		for _, name := range plan.Stop {
			if names.Instance(name, host.File{Path: file.Path}.Name()) {
				_, instance, _ := strings.Cut(strings.TrimSuffix(name, path.Ext(name)), "@")
				texts = append(texts, bytes.ReplaceAll(file.Data, []byte("%i"), []byte(instance)))
			}
		}
	}
	if len(texts)+len(plan.Gone) == 0 {
		return nil, nil
	}
	there, err := in.world.machine.containers(ctx, in.options.runtime, in.Project)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, c := range there {
		runs := func(text []byte) bool { return host.Runs(text, c.name) }
		if (slices.Contains(plan.Gone, c.name) || slices.ContainsFunc(texts, runs)) && !in.keeps(c.name) {
			out = append(out, c.name)
		}
	}
	return out, nil
}

// keeps reports whether a unit that stays runs the container: one that was renamed. A template runs none by itself.
func (in *installed) keeps(name string) bool {
	return slices.ContainsFunc(in.Files, func(f runtime.File) bool {
		return !names.IsTemplate(f.Path) && host.Runs(f.Data, name)
	})
}

// removeContainers removes containers whose units are gone. Their volumes stay, as with `docker compose up
// --remove-orphans`.
func (in *installed) removeContainers(ctx context.Context, names []string) error {
	for _, name := range names {
		if _, err := in.world.machine.run(ctx, in.options.runtime, "rm", "--force", name); err != nil {
			return err
		}
		if !in.say.quiet {
			in.say.result("container " + visible(name) + ": removed\n")
		}
	}
	return nil
}
