package docker_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/compose2unit/compose2unit/golden/world"
)

// answer emulates the docker client: the commands that the scripts use, with its messages (28.2, API 1.50).
func answer(w *world.World, c world.Call) world.Answer {
	args := c.Args
	if w.Away {
		return world.Fail("Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?")
	}
	if args[0] == "inspect" {
		return inspectAny(w, args[1:])
	}
	two := strings.Join(args[:min(2, len(args))], " ")
	switch two {
	case "container inspect", "image inspect", "network inspect", "volume inspect":
		return inspect(w, args[0], args[2:])
	case "network create":
		return world.Answer{Out: w.CreateResource(args[0], args[2:]).ID + "\n"}
	case "volume create":
		return world.Answer{Out: w.CreateResource(args[0], args[2:]).Name + "\n"}
	case "network connect":
		target := w.Find(args[len(args)-1])
		network := args[len(args)-2]
		target.Networks[network] = network + "-id"
		return world.Answer{}
	case "network ls":
		return listNetworks(w, args[2:])
	case "volume ls":
		return listVolumes(w, args[2:])
	case "network rm":
		if on := slices.IndexFunc(w.Containers, func(c *world.Container) bool { return c.Running() && c.On(args[2]) }); on >= 0 {
			return world.Fail("Error response from daemon: error while removing network: network %s has active endpoints", args[2])
		}
		w.Gone("network", strings.TrimSuffix(args[2], "-id"))
		return world.Answer{Out: args[2] + "\n"}
	case "system dial-stdio":
		if c.Ended { // docker with containerd's image store does the same when its caller hangs up
			return world.Answer{Out: "HTTP/1.0 500 Internal Server Error\r\n\r\n{\"message\":\"Canceled: context canceled\"}\n"}
		}
		return dial(w, c.Input)
	}
	switch args[0] {
	case "version":
		var v struct {
			Server struct{ APIVersion, Arch string }
		}
		v.Server.APIVersion, v.Server.Arch = w.API, "amd64"
		return print(args[2], v)
	case "load": // `when` declares what it loads
		return w.Load(c.Input)
	case "tag":
		return w.Tag(args[1], args[2])
	case "build", "pull", "exec":
		return world.Says(args)
	case "cp":
		if args[len(args)-1] == "-" {
			container, path, _ := strings.Cut(args[len(args)-2], ":")
			return copyOut(w, container, path)
		}
		if container, _, _ := strings.Cut(args[len(args)-1], ":"); w.Find(container) == nil {
			return world.Fail("Error response from daemon: No such container: %s", container)
		}
		return w.Unpack(c.Input)
	case "create":
		return create(w, args[1:])
	case "events":
		return listEvents(w, args[1:])
	case "ps":
		return listContainers(w, args[1:])
	case "update":
		flags, names := world.Options(args[1:], "--restart")
		w.Find(names[0]).Restart = world.First(flags["--restart"], "")
		return world.Answer{Out: names[0] + "\n"}
	case "rename":
		return rename(w, args[1], args[2])
	case "logs", "wait", "start", "stop", "kill", "rm":
		return each(w, args[0], args[1:])
	}
	w.Complain("docker %s", strings.Join(args, " "))
	return world.Fail("docker: unknown command")
}

func inspect(w *world.World, kind string, args []string) world.Answer {
	flags, names := world.Options(args, "--format", "--platform")
	var of any
	switch kind {
	case "container":
		if c := w.Find(names[0]); c != nil {
			of = viewOf(c)
		}
	case "image":
		i := w.Image(names[0])
		if i == nil {
			break
		}
		of = imageView(i)
		if platform := flags["--platform"]; platform != nil {
			return inspectPlatform(w, platform[0], flags["--format"][0], names)
		}
	default:
		if r := w.Resource(kind, names[0]); r != nil {
			of = resourceView(r)
		}
	}
	if of == nil {
		a := world.Fail("Error response from daemon: No such %s: %s", kind, names[0])
		a.Out = "\n" // the client prints the newline of an empty template
		return a
	}
	return print(world.First(flags["--format"], "{{json .}}"), of)
}

// inspectPlatform emulates image inspect --platform.
func inspectPlatform(w *world.World, platform, format string, names []string) world.Answer {
	var all world.Answer
	for _, name := range names {
		a := world.Fail("Error response from daemon: No such image: %s", name)
		switch i := w.Image(name); {
		case i == nil:
		case i.Digests[platform] == "":
			a = world.Fail("Error response from daemon: image with reference %s was found but does not provide the specified platform (%s)", name, platform)
		default:
			a = print(format, &imageInspect{ID: i.Digests[platform], Os: i.Os, Architecture: i.Architecture})
		}
		all.Out, all.Err, all.Code = all.Out+a.Out, all.Err+a.Err, max(all.Code, a.Code)
	}
	return all
}

// inspectAny emulates inspect without a type: a name is looked up in this order of types, and names that do not exist are
// left out.
func inspectAny(w *world.World, args []string) world.Answer {
	flags, names := world.Options(args, "--format")
	var all world.Answer
	for _, name := range names {
		a := world.Fail("error: no such object: %s", name)
		for _, kind := range []string{"container", "image", "network", "volume"} {
			if one := inspect(w, kind, []string{"--format", world.First(flags["--format"], "{{json .}}"), name}); one.Code == 0 {
				a = one
				break
			}
		}
		all.Out, all.Err, all.Code = all.Out+a.Out, all.Err+a.Err, max(all.Code, a.Code)
	}
	return all
}

// listNetworks emulates network ls, listContainers ps.
func listNetworks(w *world.World, args []string) world.Answer {
	flags, _ := world.Options(args, "--filter", "--format")
	var out string
	for _, r := range w.Resources {
		labelled := func(filter string) bool { return world.Labelled(r.Labels, strings.TrimPrefix(filter, "label=")) }
		if r.Kind == "network" && !slices.ContainsFunc(flags["--filter"], func(f string) bool { return !labelled(f) }) {
			out += r.ID + "\n"
		}
	}
	return world.Answer{Out: out}
}

func listContainers(w *world.World, args []string) world.Answer {
	flags, _ := world.Options(args, "--filter", "--format")
	var out string
	for _, c := range w.Containers {
		switch {
		case slices.ContainsFunc(flags["--filter"], func(f string) bool { return !matches(c, f, flags["--filter"]) }):
		case flags["--quiet"] != nil:
			out += c.ID[:12] + "\n"
		default:
			out += print(world.First(flags["--format"], "{{.Names}}"), struct{ Names string }{c.Name}).Out
		}
	}
	return world.Answer{Out: out}
}

// matches reports whether a container matches a filter; it has any of the states that are given.
func matches(c *world.Container, filter string, all []string) bool {
	switch key, value, _ := strings.Cut(filter, "="); key {
	case "name":
		re := regexp.MustCompile(value)
		return re.MatchString("/"+c.Name) || re.MatchString(c.Name)
	case "health":
		return c.Running() && c.Health == value
	case "network":
		return c.On(value)
	case "status":
		return slices.Contains(all, "status="+c.Status)
	default:
		return world.Labelled(c.Labels, value)
	}
}

// listVolumes emulates `docker volume ls`, whose rows have a method for each label.
func listVolumes(w *world.World, args []string) world.Answer {
	flags, _ := world.Options(args, "--filter", "--format")
	var out string
	for _, r := range w.Resources {
		if r.Kind == "volume" {
			out += print(strings.TrimSpace(flags["--format"][0]), volumeRow{r.Name, "local", w.Volume(r.Name), r.Labels}).Out
		}
	}
	return world.Answer{Out: out}
}

type volumeRow struct {
	Name, Driver, Mountpoint string

	labels map[string]string
}

func (v volumeRow) Label(name string) string { return v.labels[name] }

// listEvents emulates `docker events`, which waits while --until is in the future. Without it the engine ends after the
// last event.
func listEvents(w *world.World, args []string) world.Answer {
	flags, _ := world.Options(args, "--since", "--until", "--filter", "--format")
	since, err := moment(world.First(flags["--since"], ""))
	until, err2 := moment(world.First(flags["--until"], strconv.FormatInt(int64(w.Clock/time.Second)+1, 10)))
	if err != nil || err2 != nil {
		w.Complain("events %v: %v %v", args, err, err2)
	}
	w.Clock = max(w.Clock, until)
	var out string
	for _, e := range w.Events {
		match := e.At >= since && e.At <= until
		var actions []string
		for _, filter := range flags["--filter"] {
			switch key, value, _ := strings.Cut(filter, "="); key {
			case "event":
				actions = append(actions, value)
			case "container":
				match = match && strings.HasPrefix(e.Container, value) // moby daemon/events/filter.go, fuzzyMatchName
			}
		}
		action, _, _ := strings.Cut(e.Action, ":") // an action with details after a colon (moby daemon/events/filter.go)
		if match && slices.Contains(actions, action) {
			out += print(world.First(flags["--format"], "{{.Action}}"), eventView(e)).Out
		}
	}
	return world.Answer{Out: out}
}

// moment parses a time as the client does (moby api/types/time): RFC 3339, or seconds.
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

func rename(w *world.World, from, to string) world.Answer {
	c := w.Find(from)
	if c == nil {
		return world.Fail("Error response from daemon: No such container: %s", from)
	}
	if w.Find(to) != nil {
		return world.Fail("Error response from daemon: Conflict. The container name %q is already in use", "/"+to)
	}
	c.Name = to
	return world.Answer{}
}

// each applies a command to every container named.
func each(w *world.World, verb string, args []string) world.Answer {
	flags, names := world.Options(args, "--since")
	var out string
	for _, name := range names {
		c := w.Find(name)
		if c == nil {
			return world.Fail("Error response from daemon: No such container: %s", name)
		}
		switch verb {
		case "wait":
			if c.Running() {
				w.Complain("docker wait %s would wait forever", name)
				w.Hang()
			}
			out += fmt.Sprintln(c.ExitCode)
			continue
		case "start":
			if flags["--attach"] == nil {
				w.Happen(c, "start", "")
				_ = w.Change(c, "running", nil)
			} else if c.Status == "created" {
				_ = w.Change(c, "exited", nil)
			}
		case "stop":
			w.Happen(c, "kill", "15")
			_ = w.Change(c, "exited", nil)
			w.Happen(c, "stop", "")
		case "kill":
			if !c.Running() {
				return world.Fail("Error response from daemon: cannot kill container: %s: container %s is not running", name, c.ID)
			}
			w.Happen(c, "kill", "9")
			_ = w.Change(c, "exited", map[string][]string{"exit": {"137"}})
		case "rm":
			if c.Running() && flags["--force"] == nil {
				return world.Fail("Error response from daemon: cannot remove container %q: container is running", "/"+c.Name)
			}
			w.Gone("container", c.Name)
		}
		if verb != "logs" {
			out += name + "\n"
		}
	}
	return world.Answer{Out: out}
}

func create(w *world.World, args []string) world.Answer {
	id, err := w.Create(args)
	switch {
	case err != nil:
		return world.Fail("Error response from daemon: %v", err)
	case id == "":
		return world.Fail("docker: 'docker create' requires at least 1 argument")
	}
	return world.Answer{Out: id + "\n"}
}

// copyOut emulates `docker cp … -`.
func copyOut(w *world.World, container, path string) world.Answer {
	c := w.Find(container)
	if c == nil {
		return world.Fail("Error response from daemon: No such container: %s", container)
	}
	archive, ok := c.Pack(path)
	if !ok {
		return world.Fail("Error response from daemon: Could not find the file %s in container %s", path, container)
	}
	return world.Answer{Out: archive}
}

// created parses the body of a create call.
func created(w *world.World, name string, body []byte) (string, error) {
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
	return w.Make(name, b.Image, b.Labels, targets, sources)
}

// The types have the fields and the JSON names of the client's own (moby api/types), because its templates are executed on
// the types first and then on the JSON.
type containerInspect struct {
	ID    string `json:"Id"`
	Name  string
	Image string
	State struct {
		Status    string
		Running   bool
		Pid       int // not of a process that the scripts see
		ExitCode  int
		StartedAt string
		Health    *struct{ Status string } `json:",omitempty"`
	}
	Config struct {
		Labels map[string]string
		User   string
	}
	HostConfig struct {
		NetworkMode, IpcMode, PidMode string
		RestartPolicy                 struct{ Name string }
	}
	NetworkSettings struct {
		Networks map[string]*endpoint
	}
	Mounts []world.Mount
}

type endpoint struct{ NetworkID string }

type imageInspect struct {
	ID           string `json:"Id"`
	Os           string
	Architecture string
	Descriptor   *struct{ Digest string } `json:",omitempty"` // with the containerd image store
	Metadata     struct{ LastTagTime time.Time }
}

// resourceInspect is a network or a volume, which has no IPAM.
type resourceInspect struct {
	ID         string `json:"Id"`
	Name       string
	Labels     map[string]string
	IPAM       *struct{ Driver string } `json:",omitempty"`
	Mountpoint string                   `json:",omitempty"` // of a volume
}

func resourceView(r *world.Resource) *resourceInspect {
	v := &resourceInspect{ID: r.ID, Name: r.Name, Labels: r.Labels}
	if r.Kind == "network" {
		v.IPAM = &struct{ Driver string }{"default"}
	} else {
		v.Mountpoint = "/var/lib/docker/volumes/" + r.Name + "/_data"
	}
	return v
}

type event struct {
	Action string
	Actor  struct{ Attributes map[string]string }
}

func viewOf(c *world.Container) *containerInspect {
	v := &containerInspect{ID: c.ID, Name: "/" + c.Name, Image: c.Image, Mounts: c.Mounts}
	v.State.Status, v.State.Running, v.State.ExitCode = c.Status, c.Running(), c.ExitCode
	if c.Started != 0 {
		v.State.StartedAt = time.Unix(0, int64(c.Started)).UTC().Format(time.RFC3339Nano)
	}
	if c.Health != "" {
		v.State.Health = &struct{ Status string }{c.Health}
	}
	v.Config.Labels, v.Config.User = c.Labels, c.User
	v.HostConfig.NetworkMode, v.HostConfig.IpcMode, v.HostConfig.PidMode = c.NetworkMode, c.IpcMode, c.PidMode
	v.HostConfig.RestartPolicy.Name = c.Restart
	v.NetworkSettings.Networks = map[string]*endpoint{}
	for name, id := range c.Networks {
		v.NetworkSettings.Networks[name] = &endpoint{id}
	}
	return v
}

func imageView(i *world.Image) *imageInspect {
	v := &imageInspect{ID: i.ID, Os: i.Os, Architecture: i.Architecture}
	if len(i.Digests) > 0 {
		v.Descriptor = &struct{ Digest string }{i.ID}
	}
	v.Metadata.LastTagTime = i.Tagged
	return v
}

func eventView(e world.Event) *event {
	v := &event{Action: e.Action}
	v.Actor.Attributes = map[string]string{"name": e.Container}
	if e.Signal != "" {
		v.Actor.Attributes["signal"] = e.Signal
	}
	return v
}

// print emulates the client's --format (docker/cli cli/command/inspect/inspector.go): the template is executed on the
// client's types; if that fails, on the engine's JSON, where a missing name is an error.
func print(format string, of any) world.Answer {
	t, err := world.Template(format)
	if err != nil {
		return world.Answer{Err: "template parsing error: " + err.Error() + "\n", Code: 64}
	}
	var b bytes.Buffer
	if t.Execute(&b, of) == nil {
		return world.Answer{Out: b.String() + "\n"}
	}
	data, err := json.Marshal(of)
	if err != nil {
		return world.Fail("%v", err)
	}
	var raw any
	if err := json.Unmarshal(data, &raw); err != nil {
		return world.Fail("%v", err)
	}
	b.Reset()
	if err := t.Option("missingkey=error").Execute(&b, raw); err != nil {
		return world.Fail("template parsing error: %v", err)
	}
	return world.Answer{Out: b.String() + "\n"}
}
