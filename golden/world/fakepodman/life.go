package fakepodman

import (
	"archive/tar"
	"bytes"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/golden/world"
)

// start starts a container, or with --attach follows one that ends at once, with its exit code.
func start(w *world.World, args []string) world.Answer {
	flags, names := world.Options(args)
	c := w.Find(names[0])
	if c == nil {
		return noContainer(names[0])
	}
	if flags["--attach"] == nil {
		if !c.Running() {
			_ = w.Change(c, "running", nil)
			if err := w.StartConmon(c, logging(c)); err != nil {
				w.Complain("conmon: %v", err)
			}
		}
		return world.Answer{Out: names[0] + "\n"}
	}
	if c.Status == "created" {
		_ = w.Change(c, "exited", nil)
	}
	return world.Answer{Code: c.ExitCode}
}

// logging is conmon's argument for the container's log driver.
func logging(c *world.Container) string {
	switch c.LogDriver {
	case "", "journald":
		return "journald"
	case "none":
		return c.LogDriver
	case "passthrough", "passthrough-tty":
		return "passthrough"
	}
	return "k8s-file:/var/log/" + c.Name
}

// stop is not an error for a container that does not run.
func stop(w *world.World, args []string) world.Answer {
	_, names := world.Options(args)
	var out string
	for _, name := range names {
		c := w.Find(name)
		if c == nil {
			return noContainer(name)
		}
		if c.Running() {
			_ = w.Change(c, "exited", nil)
		}
		c.ByHand = true
		out += name + "\n"
	}
	return world.Answer{Out: out}
}

// remove rejects a container whose namespace others share, unless they are removed with it.
func remove(w *world.World, args []string) world.Answer {
	flags, names := world.Options(args)
	var out string
	for _, name := range names {
		c := w.Find(name)
		if c == nil {
			if flags["--ignore"] != nil {
				continue
			}
			return noContainer(name)
		}
		joined := joinedTo(w, c)
		switch {
		case len(joined) > 0 && flags["--depend"] == nil:
			return no("container %s has dependent containers which must be removed before it: %s: container already exists", c.ID, joined[0].ID)
		case c.Running() && flags["--force"] == nil:
			a := no("cannot remove container %s as it is running - running or paused containers cannot be removed without force: container state improper", c.ID)
			a.Code = 2
			return a
		}
		for _, d := range append(joined, c) {
			w.Gone("container", d.Name)
			out += d.ID + "\n"
		}
	}
	return world.Answer{Out: out}
}

// joinedTo returns the containers that share a namespace of this one.
func joinedTo(w *world.World, c *world.Container) []*world.Container {
	var out []*world.Container
	for _, other := range w.Containers {
		for _, mode := range []string{other.NetworkMode, other.IpcMode, other.PidMode} {
			id, ok := strings.CutPrefix(mode, "container:")
			if ok && w.Find(id) == c && !slices.Contains(out, other) {
				out = append(out, other)
			}
		}
	}
	return out
}

// copyFile emulates podman cp with - as the source or the target. Copying into a container requires the folder to exist.
func copyFile(w *world.World, args []string, input []byte) world.Answer {
	from, to := args[len(args)-2], args[len(args)-1]
	out := to == "-"
	if out {
		to = from
	}
	name, path, _ := strings.Cut(to, ":")
	c := w.Find(name)
	switch {
	case c == nil:
		return no("%q could not be found: no container with name or ID %q found: no such container", name, name)
	case out && isFolder(c, path):
		var b bytes.Buffer
		_ = tar.NewWriter(&b).WriteHeader(&tar.Header{Name: strings.TrimPrefix(path, "/") + "/", Mode: 0o755, Typeflag: tar.TypeDir})
		return world.Answer{Out: b.String()}
	case out:
		if archive, ok := c.Pack(path); ok {
			return world.Answer{Out: archive}
		}
	case isFolder(c, path):
		return w.Unpack(input)
	}
	return no("%q could not be found on container %s: no such file or directory", path, name)
}

func isFolder(c *world.Container, path string) bool {
	path = strings.TrimRight(path, "/")
	return path == "" || slices.Contains(c.Folders, path)
}
