// Package fakepodman emulates the podman client in the scripts' tests: the commands that the scripts use, with its messages
// (5.4). Plain units and Quadlet's files share it.
package fakepodman

import (
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/golden/world"
)

// Reads reports whether a call reads its standard input.
func Reads(args []string) bool {
	return len(args) > 2 && args[0] == "cp" && args[len(args)-2] == "-"
}

// no returns podman's failure: exit code 125, unless the command has another.
func no(format string, args ...any) world.Answer {
	a := world.Fail("Error: "+format, args...)
	a.Code = 125
	return a
}

func noContainer(name string) world.Answer {
	return no("no container with name or ID %q found: no such container", name)
}

// Answer emulates podman.
func Answer(w *world.World, c world.Call) world.Answer {
	args := c.Args
	if w.Away { // it has no daemon; this is its equivalent of an engine that cannot be reached
		return no("cannot acquire the runtime's lock: resource temporarily unavailable")
	}
	if args[0] == "inspect" {
		return inspectAny(w, args[1:])
	}
	switch two := strings.Join(args[:min(2, len(args))], " "); two {
	case "container inspect", "image inspect", "network inspect", "volume inspect", "secret inspect":
		return inspect(w, args[0], args[2:])
	case "container cleanup":
		if w.Find(args[len(args)-1]) == nil {
			return noContainer(args[len(args)-1])
		}
		return world.Answer{}
	case "container exists", "image exists", "network exists", "volume exists":
		if find(w, args[0], args[2]) == nil {
			return world.Answer{Code: 1}
		}
		return world.Answer{}
	case "network create", "volume create":
		return world.Answer{Out: w.CreateResource(args[0], args[2:]).Name + "\n"}
	case "secret create":
		return createSecret(w, args[2:])
	case "network ls":
		return networks(w, args[2:])
	case "volume ls":
		return volumes(w, args[2:])
	case "network disconnect":
		delete(w.Find(args[3]).Networks, args[2])
		return world.Answer{}
	case "network rm", "secret rm":
		if w.Resource(args[0], args[2]) == nil {
			return no("no such %s %s", args[0], args[2])
		}
		if args[0] == "network" && slices.ContainsFunc(w.Containers, func(c *world.Container) bool { return c.On(args[2]) }) {
			return no("%q has associated containers with it. Use -f to forcibly delete containers and pods: network is being used", args[2])
		}
		w.Gone(args[0], args[2])
		return world.Answer{Out: args[2] + "\n"}
	}
	return simple(w, c)
}

// simple emulates the commands of one word.
func simple(w *world.World, c world.Call) world.Answer {
	args := c.Args
	switch args[0] {
	case "load": // `when` declares what it loads
		return world.Answer{}
	case "tag":
		return w.Tag(args[1], args[2])
	case "build", "pull", "exec":
		return world.Says(args)
	case "logs":
		return world.Answer{}
	case "cp":
		return copyFile(w, args, c.Input)
	case "create":
		return create(w, args[1:])
	case "ps":
		return ps(w, args[1:])
	case "update":
		flags, names := world.Options(args[1:], "--restart")
		w.Find(names[0]).Restart = world.First(flags["--restart"], "")
		return world.Answer{Out: names[0] + "\n"}
	case "rename":
		return rename(w, args[1], args[2])
	case "start":
		return start(w, args[1:])
	case "stop":
		return stop(w, args[1:])
	case "rm":
		return remove(w, args[1:])
	}
	w.Complain("podman %s", strings.Join(args, " "))
	return no("unrecognized command `podman %s`", args[0])
}

func createSecret(w *world.World, args []string) world.Answer {
	flags, words := world.Options(args)
	name, file := words[0], words[1]
	if _, err := os.Stat(file); err != nil {
		return no("open %s: no such file or directory", file)
	}
	if w.Resource("secret", name) != nil && flags["--replace"] == nil {
		return no("%s: secret name in use", name)
	}
	w.Gone("secret", name)
	w.Resources = append(w.Resources, &world.Resource{ID: name + "-id", Name: name, Kind: "secret"})
	return world.Answer{Out: name + "-id\n"}
}

// networks emulates network ls, whose --quiet prints names.
func networks(w *world.World, args []string) world.Answer {
	flags, _ := world.Options(args, "--filter")
	var out string
	for _, r := range w.Resources {
		if r.Kind == "network" && passes(r.Labels, flags["--filter"]) {
			out += r.Name + "\n"
		}
	}
	return world.Answer{Out: out}
}

// volumes emulates `podman volume ls`.
func volumes(w *world.World, args []string) world.Answer {
	flags, _ := world.Options(args, "--filter", "--format")
	t, err := world.Template(flags["--format"][0])
	if err != nil {
		return no("%v", err)
	}
	var out strings.Builder
	for _, r := range w.Resources {
		if r.Kind == "volume" && passes(r.Labels, flags["--filter"]) {
			if err := t.Execute(&out, r); err != nil {
				return no("%v", err)
			}
			out.WriteByte('\n')
		}
	}
	return world.Answer{Out: out.String()}
}

// ps lists the oldest first.
func ps(w *world.World, args []string) world.Answer {
	flags, _ := world.Options(args, "--filter", "--format")
	var out string
	for _, c := range slices.Backward(w.Containers) {
		switch {
		case !passesAll(c, flags["--filter"]):
		case flags["--quiet"] != nil:
			out += c.ID[:12] + "\n"
		default:
			out += c.Name + "\n"
		}
	}
	return world.Answer{Out: out}
}

// passesAll reports whether a container is on the network, in one of the states and has the labels that the filters
// require.
func passesAll(c *world.Container, filters []string) bool {
	var labels []string
	for _, filter := range filters {
		switch key, value, _ := strings.Cut(filter, "="); key {
		case "network":
			if !c.On(value) {
				return false
			}
		case "status":
			if !slices.Contains(filters, "status="+c.Status) {
				return false
			}
		default:
			labels = append(labels, filter)
		}
	}
	return passes(c.Labels, labels)
}

// passes reports whether labels match all filters.
func passes(labels map[string]string, filters []string) bool {
	for _, filter := range filters {
		if label, ok := strings.CutPrefix(filter, "label="); !ok || !world.Labelled(labels, label) {
			return false
		}
	}
	return true
}

func create(w *world.World, args []string) world.Answer {
	id, err := w.Create(args)
	image, unknown := "", false
	if err != nil {
		image, unknown = strings.CutPrefix(err.Error(), "No such image: ")
	}
	switch {
	case unknown:
		return no("%s: image not known", image)
	case errors.Is(err, world.ErrConflict):
		return no("creating container storage: the container name is already in use")
	case err != nil:
		return no("%v", err)
	case id == "":
		return no("requires at least 1 arg(s), only received 0")
	}
	return world.Answer{Out: id + "\n"}
}

func rename(w *world.World, from, to string) world.Answer {
	c := w.Find(from)
	if c == nil {
		return noContainer(from)
	}
	if w.Find(to) != nil {
		return no("name %q is in use: container already exists", to)
	}
	c.Name = to
	return world.Answer{}
}
