package docker_test

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// docker is the client: it knows what the scripts use of it, and answers in its words (28.2, API 1.50).
func (w *world) docker(c call) answer {
	args := c.Args
	if w.away {
		return fail("Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?")
	}
	two := strings.Join(args[:min(2, len(args))], " ")
	switch two {
	case "container inspect", "image inspect", "network inspect", "volume inspect":
		return w.inspect(args[0], args[2:])
	case "network create", "volume create":
		return w.createResource(args[0], args[2:])
	case "network connect":
		target := w.find(args[len(args)-1])
		network := args[len(args)-2]
		target.NetworkSettings.Networks[network] = &endpoint{network + "-id"}
		return answer{}
	case "network ls":
		return w.list(args[2:])
	case "network rm":
		_ = w.apply("gone-network " + strings.TrimSuffix(args[2], "-id"))
		return answer{Out: args[2] + "\n"}
	case "system dial-stdio":
		return w.dial(c.Input)
	}
	switch args[0] {
	case "version":
		var v struct{ Server struct{ APIVersion string } }
		v.Server.APIVersion = w.api
		return print(args[2], v)
	case "load": // what it loads is said by `when`
		return answer{}
	case "tag":
		w.engine.image(args[1]).name = args[2]
		return answer{}
	case "build", "pull", "exec":
		return answer{Out: args[0] + " says something\n"}
	case "cp":
		if args[len(args)-1] == "-" {
			container, path, _ := strings.Cut(args[len(args)-2], ":")
			return w.copyOut(container, path)
		}
		if container, _, _ := strings.Cut(args[len(args)-1], ":"); w.find(container) == nil {
			return fail("Error response from daemon: No such container: %s", container)
		}
		return w.copy(c.Input)
	case "create":
		return w.create(args[1:])
	case "events":
		return w.listEvents(args[1:])
	case "ps":
		return w.list(args[1:])
	case "update":
		flags, names := options(args[1:], "--restart")
		w.find(names[0]).HostConfig.RestartPolicy.Name = first(flags["--restart"], "")
		return answer{Out: names[0] + "\n"}
	case "rename":
		return w.rename(args[1], args[2])
	case "logs", "wait", "start", "stop", "rm":
		return w.each(args[0], args[1:])
	}
	w.complain("docker %s", strings.Join(args, " "))
	return fail("docker: unknown command")
}

// options takes flags off the front. Those that are here have a value.
func options(args []string, valued ...string) (map[string][]string, []string) {
	out := map[string][]string{}
	for len(args) > 0 && strings.HasPrefix(args[0], "--") {
		flag := args[0]
		args = args[1:]
		out[flag] = append(out[flag], "")
		for _, v := range valued {
			if v == flag && len(args) > 0 {
				out[flag][len(out[flag])-1] = args[0]
				args = args[1:]
			}
		}
	}
	return out, args
}

func (w *world) inspect(kind string, args []string) answer {
	flags, names := options(args, "--format", "--platform")
	var of any
	switch kind {
	case "container":
		if c := w.find(names[0]); c != nil {
			of = c
		}
	case "image":
		i := w.image(names[0])
		if i == nil {
			break
		}
		of = i
		if platform := flags["--platform"]; platform != nil {
			if i.digests[platform[0]] == "" {
				return fail("Error response from daemon: image with reference %s was found but does not provide the specified platform (%s)", i.name, platform[0])
			}
			of = &imageInspect{ID: i.digests[platform[0]], Os: i.Os, Architecture: i.Architecture}
		}
	default:
		if r := w.engine.resource(kind, names[0]); r != nil {
			of = r
		}
	}
	if of == nil {
		a := fail("Error response from daemon: No such %s: %s", kind, names[0])
		a.Out = "\n" // the client flushes an empty template
		return a
	}
	return print(first(flags["--format"], "{{json .}}"), of)
}

func (w *world) createResource(kind string, args []string) answer {
	flags, names := options(args, "--label", "--driver", "--opt")
	name := names[len(names)-1]
	r := &resource{ID: name + "-id", Name: name, kind: kind, Labels: map[string]string{}}
	for _, label := range flags["--label"] {
		key, value, _ := strings.Cut(label, "=")
		r.Labels[key] = value
	}
	w.resources = append(w.resources, r)
	return answer{Out: r.ID + "\n"}
}

// list is ps and network ls.
func (w *world) list(args []string) answer {
	flags, _ := options(args, "--filter", "--format")
	var out string
	if flags["--quiet"] != nil && flags["--all"] == nil { // networks, all of them the project's
		for _, r := range w.resources {
			if r.kind != "network" {
				continue
			}
			out += r.ID + "\n"
		}
		return answer{Out: out}
	}
	for _, c := range w.containers {
		match := true
		for _, filter := range flags["--filter"] {
			key, value, _ := strings.Cut(filter, "=")
			if key == "name" {
				re := regexp.MustCompile(value)
				match = match && (re.MatchString(c.Name) || re.MatchString(c.name()))
				continue
			}
			label, want, exact := strings.Cut(value, "=")
			is, ok := c.Config.Labels[label]
			match = match && ok && (!exact || is == want)
		}
		switch {
		case !match:
		case flags["--quiet"] != nil:
			out += c.ID[:12] + "\n"
		default:
			out += c.name() + "\n"
		}
	}
	return answer{Out: out}
}

// listEvents is `docker events`, which waits where --until has not come yet.
func (w *world) listEvents(args []string) answer {
	flags, _ := options(args, "--since", "--until", "--filter", "--format")
	since, err := moment(first(flags["--since"], ""))
	until, err2 := moment(first(flags["--until"], ""))
	if err != nil || err2 != nil {
		w.complain("events %v: %v %v", args, err, err2)
	}
	w.clock = max(w.clock, until)
	var out string
	for _, e := range w.events {
		match := e.at >= since && e.at <= until
		var actions []string
		for _, filter := range flags["--filter"] {
			key, value, _ := strings.Cut(filter, "=")
			if key == "event" {
				actions = append(actions, value)
			} else {
				match = match && value == e.Actor.Attributes["name"]
			}
		}
		if match && strings.Contains(" "+strings.Join(actions, " ")+" ", " "+e.Action+" ") {
			out += print(first(flags["--format"], "{{.Action}}"), e).Out
		}
	}
	return answer{Out: out}
}

// moment reads a time as the client does (moby api/types/time): RFC 3339, or seconds.
func moment(text string) (time.Duration, error) {
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return time.Duration(t.UnixNano()), nil
	}
	whole, part, _ := strings.Cut(text, ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return 0, err
	}
	nanos, err := strconv.ParseInt((part + "000000000")[:9], 10, 64)
	return time.Duration(seconds)*time.Second + time.Duration(nanos), err
}

func (w *world) rename(from, to string) answer {
	c := w.find(from)
	if c == nil {
		return fail("Error response from daemon: No such container: %s", from)
	}
	if w.find(to) != nil {
		return fail("Error response from daemon: Conflict. The container name %q is already in use", "/"+to)
	}
	c.Name = "/" + to
	return answer{}
}

// each does something to every container named.
func (w *world) each(verb string, args []string) answer {
	flags, names := options(args, "--since")
	var out string
	for _, name := range names {
		c := w.find(name)
		if c == nil {
			return fail("Error response from daemon: No such container: %s", name)
		}
		switch verb {
		case "wait":
			if c.State.Running {
				w.complain("docker wait %s would wait for ever", name)
				_ = w.shell.Kill()
			}
			out += fmt.Sprintln(c.State.ExitCode)
			continue
		case "start":
			if flags["--attach"] == nil {
				w.happen(c, "start", "")
				_ = w.engine.change(c, "running", nil)
			} else if c.State.Status == "created" {
				_ = w.engine.change(c, "exited", nil)
			}
		case "stop":
			w.happen(c, "kill", "15")
			_ = w.engine.change(c, "exited", nil)
			w.happen(c, "stop", "")
		case "rm":
			if c.State.Running && flags["--force"] == nil {
				return fail("Error response from daemon: cannot remove container %q: container is running", c.Name)
			}
			_ = w.engine.apply("gone", []string{c.name()})
		}
		if verb != "logs" {
			out += name + "\n"
		}
	}
	return answer{Out: out}
}

// boolean are the flags of `docker create` without a value.
var boolean = map[string]bool{"--init": true, "--interactive": true, "--no-healthcheck": true, "--privileged": true, "--read-only": true, "--tty": true}

func (w *world) create(args []string) answer {
	var name string
	var targets, sources []string
	labels := map[string]string{}
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		flag := args[0]
		args = args[1:]
		if boolean[flag] || strings.Contains(flag, "=") || len(args) == 0 {
			continue
		}
		value := args[0]
		args = args[1:]
		switch flag {
		case "--name":
			name = value
		case "--label":
			key, v, _ := strings.Cut(value, "=")
			labels[key] = v
		case "--volume":
			parts := strings.Split(value, ":")
			targets, sources = append(targets, parts[1]), append(sources, parts[0])
		case "--tmpfs":
			target, _, _ := strings.Cut(value, ":")
			targets, sources = append(targets, target), append(sources, "tmpfs")
		case "--mount":
			var source, target string
			for _, field := range strings.Split(value, ",") {
				key, v, _ := strings.Cut(field, "=")
				switch key {
				case "src":
					source = v
				case "dst":
					target = v
				}
			}
			targets, sources = append(targets, target), append(sources, source)
		}
	}
	if len(args) == 0 {
		return fail("docker: 'docker create' requires at least 1 argument")
	}
	id, err := w.make(name, args[0], labels, targets, sources)
	if err != nil {
		return fail("Error response from daemon: %v", err)
	}
	return answer{Out: id + "\n"}
}

// refused is the engine's own message.
type refused string

func (r refused) Error() string { return string(r) }

const errConflict = refused("Conflict. The container name is already in use")

func (w *world) make(name, image string, labels map[string]string, targets, sources []string) (string, error) {
	i := w.image(image)
	if w.refusal != "" {
		return "", refused(w.refusal)
	}
	if i == nil {
		return "", refused("No such image: " + image)
	}
	if w.find(name) != nil {
		return "", errConflict
	}
	w.made++
	if name == "" {
		name = fmt.Sprintf("unnamed%d", w.made)
	}
	targets, sources = append([]string(nil), targets...), append([]string(nil), sources...)
	for _, v := range i.volumes {
		if !contains(targets, v) {
			targets, sources = append(targets, v), append(sources, "")
		}
	}
	c := w.add(name, fmt.Sprintf("ade%09x", w.made))
	c.State.Status, c.Config.Labels = "created", labels
	for i, target := range targets {
		if contains(targets[:i], target) {
			_ = w.apply("gone " + name)
			return "", refused("Duplicate mount point: " + target)
		}
		m := mount{"volume", sources[i], target}
		switch {
		case m.Name == "tmpfs":
			m.Type = "tmpfs"
		case strings.HasPrefix(m.Name, "/"):
			m.Type = "bind"
		case m.Name == "":
			m.Name = strings.Repeat("f", 64)
		}
		c.Mounts = append(c.Mounts, m)
	}
	return c.ID, nil
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

// copy is `docker cp -`: what the archive holds.
func (w *world) copy(input []byte) answer {
	r := tar.NewReader(bytes.NewReader(input))
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return answer{}
		}
		if err != nil {
			return fail("%v", err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			return fail("%v", err)
		}
		w.log = append(w.log, fmt.Sprintf("sent %s %s %d:%d %s", printWords([]string{h.Name}), h.FileInfo().Mode(), h.Uid, h.Gid, strconv.Quote(string(data))))
	}
}

// copyOut is `docker cp … -`: an archive of one file.
func (w *world) copyOut(container, path string) answer {
	c := w.find(container)
	if c == nil {
		return fail("Error response from daemon: No such container: %s", container)
	}
	text, ok := c.files[path]
	if !ok {
		return fail("Error response from daemon: Could not find the file %s in container %s", path, container)
	}
	var b bytes.Buffer
	out := tar.NewWriter(&b)
	w.mustWrite(out.WriteHeader(&tar.Header{Name: path[strings.LastIndex(path, "/")+1:], Mode: 0o644, Size: int64(len(text))}))
	_, err := io.WriteString(out, text)
	w.mustWrite(err)
	w.mustWrite(out.Close())
	return answer{Out: b.String()}
}

func (w *world) mustWrite(err error) {
	if err != nil {
		w.complain("writing an archive: %v", err)
	}
}

// created reads the body of a create call.
func (w *world) created(name string, body []byte) (string, error) {
	var b struct {
		Image      string
		Labels     map[string]string
		HostConfig struct {
			Binds  []string
			Mounts []struct{ Type, Source, Target string }
			Tmpfs  map[string]string
		}
	}
	if err := json.Unmarshal(body, &b); err != nil {
		return "", err
	}
	var targets, sources []string
	for _, bind := range b.HostConfig.Binds {
		parts := strings.Split(bind, ":")
		targets, sources = append(targets, parts[1]), append(sources, parts[0])
	}
	for _, m := range b.HostConfig.Mounts {
		if m.Type == "tmpfs" {
			m.Source = "tmpfs"
		}
		targets, sources = append(targets, m.Target), append(sources, m.Source)
	}
	for target := range b.HostConfig.Tmpfs {
		targets, sources = append(targets, target), append(sources, "tmpfs")
	}
	return w.make(name, b.Image, b.Labels, targets, sources)
}
