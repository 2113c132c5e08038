package docker_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"
)

// engine holds what the docker client is asked about. The types have the fields and the JSON names of the client's
// own (moby api/types), because its templates see first the one and then the other.
type engine struct {
	world      *world
	away       bool
	containers []*containerInspect // newest first
	images     []*imageInspect
	resources  []*resource
	events     []event
	made       int
	refusal    string
	api        string // its version
}

type containerInspect struct {
	ID    string `json:"Id"`
	Name  string
	Image string
	State struct {
		Status    string
		Running   bool
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
	Mounts []mount

	files map[string]string
}

type endpoint struct{ NetworkID string }

type mount struct{ Type, Name, Destination string }

type imageInspect struct {
	ID           string `json:"Id"`
	Os           string
	Architecture string
	Descriptor   *struct{ Digest string } `json:",omitempty"` // with the containerd image store
	Metadata     struct{ LastTagTime time.Time }

	name    string
	digests map[string]string // of platforms
	volumes []string
}

// resource is a network or a volume.
type resource struct {
	ID, Name string
	Labels   map[string]string
	kind     string
}

type event struct {
	Action string
	Actor  struct{ Attributes map[string]string }
	at     time.Duration
}

// apply makes something so in the engine. STATEMENTS:
//
//	image NAME ID [platform=P] [tagged=SECONDS] [digest:P=ID]... [volume=TARGET]...
//	network NAME [id=ID] [hash=HASH] · volume NAME [hash=HASH]
//	container NAME STATUS [id=12HEX] [hash= image= digests= exit= health= net=NAME netmode= ipc= pid= project= restart= user=]...
//	has CONTAINER PATH LINE... (a file with these lines)
//	mount CONTAINER TYPE NAME TARGET (NAME anonymous-a: a volume of 64 a)
//	is CONTAINER STATUS [exit= health=] · gone CONTAINER · event CONTAINER ACTION [signal=N] · restart CONTAINER
//	refuse LENGTH · gone-network NAME · gone-image NAME · away · back · api VERSION
func (e *engine) apply(verb string, words []string) error {
	options := map[string][]string{}
	var plain []string
	for _, word := range words {
		if key, value, ok := strings.Cut(word, "="); ok {
			options[key] = append(options[key], value)
		} else {
			plain = append(plain, word)
		}
	}
	switch verb {
	case "image":
		return e.addImage(plain[0], plain[1], options)
	case "network", "volume":
		r := &resource{ID: first(options["id"], plain[0]+"-id"), Name: plain[0], kind: verb, Labels: map[string]string{}}
		r.Labels["com.docker.compose.config-hash"] = first(options["hash"], "")
		e.resources = append(e.resources, r)
	case "container":
		c := e.add(plain[0], first(options["id"], fmt.Sprintf("%012x", 0xc0ffee+len(e.containers))))
		return e.change(c, plain[1], options)
	case "has":
		e.find(plain[0]).files[plain[1]] = strings.Join(plain[2:], "\n") + "\n"
	case "mount":
		c := e.find(plain[0])
		if letter, ok := strings.CutPrefix(plain[2], "anonymous-"); ok {
			plain[2] = strings.Repeat(letter, 64)
		}
		c.Mounts = append(c.Mounts, mount{plain[1], plain[2], plain[3]})
	case "is":
		return e.change(e.find(plain[0]), plain[1], options)
	case "restart":
		c := e.find(plain[0])
		e.happen(c, "start", "")
		return e.change(c, "running", nil)
	case "event":
		e.happen(e.find(plain[0]), plain[1], first(options["signal"], ""))
	case "gone":
		e.containers = slices.DeleteFunc(e.containers, func(c *containerInspect) bool { return c.name() == plain[0] })
	case "gone-network":
		e.resources = slices.DeleteFunc(e.resources, func(r *resource) bool { return r.Name == plain[0] })
	case "gone-image":
		e.images = slices.DeleteFunc(e.images, func(i *imageInspect) bool { return i.name == plain[0] })
	case "refuse": // with a message of so many bytes, as runc's are
		length, err := strconv.Atoi(plain[0])
		e.refusal = strings.Repeat(`exec: "\x": `, length)[:length] + "end"
		return err
	case "api":
		e.api = plain[0]
	case "away", "back":
		e.away = verb == "away"
	default:
		return fmt.Errorf("what is %s?", verb)
	}
	return nil
}

func first(values []string, otherwise string) string {
	if len(values) > 0 {
		return values[0]
	}
	return otherwise
}

func (e *engine) addImage(name, id string, options map[string][]string) error {
	i := &imageInspect{ID: id, name: name, digests: map[string]string{}, volumes: options["volume"]}
	i.Os, i.Architecture, _ = strings.Cut(first(options["platform"], "linux/amd64"), "/")
	for key, value := range options {
		if platform, ok := strings.CutPrefix(key, "digest:"); ok {
			i.digests[platform] = value[0]
			i.Descriptor = &struct{ Digest string }{id}
		}
	}
	seconds, err := strconv.ParseInt(first(options["tagged"], "0"), 10, 64)
	// Where the engine's clock is west of Greenwich, as the tests' TZ is.
	i.Metadata.LastTagTime = time.Unix(seconds, 123).In(time.FixedZone("", -5*3600))
	e.images = append(e.images, i)
	return err
}

func (e *engine) add(name, id string) *containerInspect {
	c := &containerInspect{ID: id + strings.Repeat("0", 64-len(id)), Name: "/" + name}
	c.Config.Labels = map[string]string{}
	c.NetworkSettings.Networks, c.files = map[string]*endpoint{}, map[string]string{}
	e.containers = append([]*containerInspect{c}, e.containers...)
	return c
}

// labels are Compose's, by the words of a case.
var labels = map[string]string{"hash": "config-hash", "image": "image", "project": "project", "digests": "image-volume-digest"}

func (e *engine) change(c *containerInspect, status string, options map[string][]string) error {
	if c == nil {
		return errors.New("no such container")
	}
	c.State.Status, c.State.Running = status, status == "running"
	if status == "running" {
		c.State.StartedAt = time.Unix(0, int64(e.world.clock)).UTC().Format(time.RFC3339Nano)
	}
	for key, values := range options {
		value := values[0]
		switch key {
		case "id":
		case "exit":
			code, err := strconv.Atoi(value)
			if err != nil {
				return err
			}
			c.State.ExitCode = code
		case "health":
			c.State.Health = &struct{ Status string }{value}
		case "hash", "image", "project", "digests":
			c.Config.Labels["com.docker.compose."+labels[key]] = value
			if key == "image" {
				c.Image = value
			}
		case "net":
			for _, name := range values {
				c.NetworkSettings.Networks[name] = &endpoint{name + "-id"}
			}
		case "netmode":
			c.HostConfig.NetworkMode = value
		case "restart":
			c.HostConfig.RestartPolicy.Name = value
		case "user":
			c.Config.User = value
		case "ipc":
			c.HostConfig.IpcMode = value
		case "pid":
			c.HostConfig.PidMode = value
		default:
			return fmt.Errorf("what is %s=?", key)
		}
	}
	return nil
}

func (e *engine) happen(c *containerInspect, action, signal string) {
	ev := event{Action: action, at: e.world.clock}
	ev.Actor.Attributes = map[string]string{"name": c.name()}
	if signal != "" {
		ev.Actor.Attributes["signal"] = signal
	}
	e.events = append(e.events, ev)
}

func (c *containerInspect) name() string { return strings.TrimPrefix(c.Name, "/") }

func (c *containerInspect) summary() string {
	out := []string{c.ID[:12], c.State.Status}
	for _, m := range c.Mounts {
		out = append(out, m.Destination+"="+m.Name)
	}
	return strings.Join(out, " ")
}

func (e *engine) find(name string) *containerInspect {
	for _, c := range e.containers {
		if c.name() == name || c.ID == name || len(name) >= 12 && strings.HasPrefix(c.ID, name) {
			return c
		}
	}
	return nil
}

func (e *engine) image(name string) *imageInspect {
	for _, i := range e.images {
		if i.name == name || i.ID == name {
			return i
		}
	}
	return nil
}

func (e *engine) resource(kind, name string) *resource {
	for _, r := range e.resources {
		if r.kind == kind && (r.Name == name || r.ID == name) {
			return r
		}
	}
	return nil
}

// print is what the client does with --format (docker/cli cli/command/inspect/inspector.go): the template sees the
// client's types; where that fails it sees the engine's JSON, and a name that is not there is an error.
func print(format string, of any) answer {
	t, err := template.New("").Funcs(template.FuncMap{"json": func(v any) (string, error) {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		err := enc.Encode(v)
		return strings.TrimSpace(b.String()), err
	}}).Parse(format)
	if err != nil {
		return answer{Err: "template parsing error: " + err.Error() + "\n", Code: 64}
	}
	var b bytes.Buffer
	if t.Execute(&b, of) == nil {
		return answer{Out: b.String() + "\n"}
	}
	data, err := json.Marshal(of)
	if err != nil {
		return fail("%v", err)
	}
	var raw any
	if err := json.Unmarshal(data, &raw); err != nil {
		return fail("%v", err)
	}
	b.Reset()
	if err := t.Option("missingkey=error").Execute(&b, raw); err != nil {
		return fail("template parsing error: %v", err)
	}
	return answer{Out: b.String() + "\n"}
}
