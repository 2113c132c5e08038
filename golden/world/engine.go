package world

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

// Engine is the state of an engine, whichever it is. Clients derive their output from it.
type Engine struct {
	world *World
	// Away reports whether the engine does not answer.
	Away bool
	// Containers are all containers, the newest first.
	Containers []*Container
	Images     []*Image
	Resources  []*Resource
	Events     []Event
	// Refusal is the engine's error message for the next create call.
	Refusal string
	// API is the version of the engine's API.
	API  string
	made int
}

// Container is the state of a container.
type Container struct {
	ID, Name, Image string
	Status          string // in Docker's words: created, running, exited …
	ExitCode        int
	Started         time.Duration // on the world's clock
	Health          string        // "" if there is no healthcheck
	StartUp         bool          // the healthcheck has a start-up check
	OnFailure       string        // podman's action when it is unhealthy; "" is none
	ByHand          bool          // stopped by a command of the engine
	LogDriver       string
	User            string
	Labels          map[string]string
	Files           map[string]string // by path
	// NetworkMode, IpcMode and PidMode are as in the engine's create call.
	NetworkMode, IpcMode, PidMode string
	Restart                       string
	Networks                      map[string]string // ids by name
	Mounts                        []Mount
	Folders                       []string // in the container, except /
}

// Running reports whether it runs.
func (c *Container) Running() bool { return c.Status == "running" }

// Mount is a mount of a container.
type Mount struct{ Type, Name, Destination string }

// Image is an image with one of its names.
type Image struct {
	ID, Name         string
	Os, Architecture string
	Tagged           time.Time
	// Digests are the ids of its platforms, if the store keeps several.
	Digests map[string]string
	Volumes []string
}

// Resource is a network, a volume or a secret.
type Resource struct {
	ID, Name, Kind string
	Labels         map[string]string
}

// Event is an event of a container.
type Event struct {
	Action, Container, Signal string
	At                        time.Duration
}

// Apply changes the state of the engine. STATEMENTS:
//
//	image NAME ID [platform=P] [tagged=SECONDS] [digest:P=ID]... [volume=TARGET]...
//	network NAME [id=ID] [hash=HASH] [project=NAME [key=KEY]] · volume and secret, the same
//	container NAME STATUS [id=12HEX] [hash= image= digests= exit= health= onfailure= net=NAME netmode= ipc= pid= project= restart= log= startup=yes user=]...
//	has CONTAINER PATH LINE... (a file with these lines; <digits> is a very long number)
//	mount CONTAINER TYPE NAME TARGET (NAME anonymous-a: a volume of 64 a)
//	folder CONTAINER PATH (is in it) · by-hand CONTAINER (was stopped by a command) ·
//	is CONTAINER STATUS [exit= health=] · gone CONTAINER · event CONTAINER ACTION... [signal=N] · restart CONTAINER
//	refuse LENGTH · gone-network NAME (-volume, -secret) · gone-image NAME · away · back · api VERSION
func (e *Engine) Apply(verb string, words []string) error {
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
	case "network", "volume", "secret":
		e.addResource(verb, plain[0], options)
	case "container":
		c := e.Add(plain[0], First(options["id"], fmt.Sprintf("%012x", 0xc0ffee+len(e.Containers))))
		return e.Change(c, plain[1], options)
	case "has":
		text := strings.Join(words[2:], "\n") + "\n"
		e.Find(words[0]).Files[words[1]] = strings.ReplaceAll(text, "<digits>", strings.Repeat("1", 400_000))
	case "mount":
		e.mount(e.Find(words[0]), words[1], words[2], words[3])
	case "folder":
		c := e.Find(plain[0])
		c.Folders = append(c.Folders, plain[1])
	case "by-hand":
		e.Find(plain[0]).ByHand = true
	case "is":
		return e.Change(e.Find(plain[0]), plain[1], options)
	case "restart":
		c := e.Find(plain[0])
		e.Happen(c, "start", "")
		return e.Change(c, "running", nil)
	case "event":
		e.Happen(e.Find(plain[0]), strings.Join(plain[1:], " "), First(options["signal"], ""))
	case "gone":
		if c := e.Find(plain[0]); c != nil {
			e.world.endConmon(c)
		}
		e.Containers = slices.DeleteFunc(e.Containers, func(c *Container) bool { return c.Name == plain[0] })
	case "gone-network", "gone-volume", "gone-secret":
		kind := strings.TrimPrefix(verb, "gone-")
		e.Resources = slices.DeleteFunc(e.Resources, func(r *Resource) bool { return r.Kind == kind && r.Name == plain[0] })
	case "gone-image":
		e.Images = slices.DeleteFunc(e.Images, func(i *Image) bool { return i.Name == plain[0] })
	case "refuse": // with a message of that many bytes, like runc's
		length, err := strconv.Atoi(plain[0])
		e.Refusal = strings.Repeat(`exec: "\x": `, length)[:length] + "end"
		return err
	case "api":
		e.API = plain[0]
	case "away", "back":
		e.Away = verb == "away"
	default:
		return fmt.Errorf("what is %s?", verb)
	}
	return nil
}

// mount gives a container a mount. A volume's name anonymous-X is that of an anonymous one.
func (e *Engine) mount(c *Container, kind, name, target string) {
	if letter, ok := strings.CutPrefix(name, "anonymous-"); ok {
		name = strings.Repeat(letter, 64)
	}
	c.Mounts = append(c.Mounts, Mount{kind, name, target})
}

// First returns the first of some values, or a default.
func First(values []string, otherwise string) string {
	if len(values) > 0 {
		return values[0]
	}
	return otherwise
}

func (e *Engine) addResource(kind, name string, options map[string][]string) {
	r := &Resource{ID: First(options["id"], name+"-id"), Name: name, Kind: kind, Labels: map[string]string{}}
	r.Labels["com.docker.compose.config-hash"] = First(options["hash"], "")
	if project := options["project"]; project != nil {
		r.Labels["com.docker.compose.project"], r.Labels["com.docker.compose.network"] = project[0], First(options["key"], name)
	}
	e.Resources = append(e.Resources, r)
}

func (e *Engine) addImage(name, id string, options map[string][]string) error {
	i := &Image{ID: id, Name: name, Digests: map[string]string{}, Volumes: options["volume"]}
	i.Os, i.Architecture, _ = strings.Cut(First(options["platform"], "linux/amd64"), "/")
	for key, value := range options {
		if platform, ok := strings.CutPrefix(key, "digest:"); ok {
			i.Digests[platform] = value[0]
		}
	}
	seconds, err := strconv.ParseInt(First(options["tagged"], "0"), 10, 64)
	// The engine's clock is west of Greenwich, like the tests' TZ.
	i.Tagged = time.Unix(seconds, 123).In(time.FixedZone("", -5*3600))
	e.Images = append(e.Images, i)
	return err
}

// Add creates a container with a name; id is the beginning of its id. It belongs to the project unless it is assigned to
// another.
func (e *Engine) Add(name, id string) *Container {
	c := &Container{ID: id + strings.Repeat("0", 64-len(id)), Name: name, Labels: map[string]string{"com.docker.compose.project": "shop"}, Networks: map[string]string{}, Files: map[string]string{}}
	e.Containers = append([]*Container{c}, e.Containers...)
	return c
}

// labels are Compose's labels, by the words used in a case.
var labels = map[string]string{"hash": "config-hash", "image": "image", "project": "project", "digests": "image-volume-digest"}

// Change sets the state of a container, and what the options specify.
func (e *Engine) Change(c *Container, status string, options map[string][]string) error {
	if c == nil {
		return errors.New("no such container")
	}
	c.Status = status
	if c.Running() {
		c.Started, c.ByHand = e.world.Clock, false
	} else {
		e.world.endConmon(c)
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
			c.ExitCode = code
		case "health":
			c.Health = value
		case "startup":
			c.StartUp = true
		case "onfailure":
			c.OnFailure = value
		case "hash", "image", "project", "digests":
			c.Labels["com.docker.compose."+labels[key]] = value
			if key == "image" {
				c.Image = value
			}
		case "net":
			for _, name := range values {
				c.Networks[name] = name + "-id"
			}
		case "netmode":
			c.NetworkMode = value
		case "restart":
			c.Restart = value
		case "user":
			c.User = value
		case "ipc":
			c.IpcMode = value
		case "pid":
			c.PidMode = value
		case "log":
			c.LogDriver = value
		default:
			return fmt.Errorf("what is %s=?", key)
		}
	}
	return nil
}

// Happen records an event.
func (e *Engine) Happen(c *Container, action, signal string) {
	e.Events = append(e.Events, Event{Action: action, Container: c.Name, Signal: signal, At: e.world.Clock})
}

func (c *Container) summary() string {
	out := []string{c.ID[:12], c.Status}
	for _, m := range c.Mounts {
		out = append(out, m.Destination+"="+m.Name)
	}
	return strings.Join(out, " ")
}

// On reports whether the container is on a network, given by name or id.
func (c *Container) On(network string) bool {
	for name, id := range c.Networks {
		if name == network || id == network {
			return true
		}
	}
	return false
}

// Find returns a container by its name, its id or a prefix of the id, or nil.
func (e *Engine) Find(name string) *Container {
	for _, c := range e.Containers {
		if c.Name == name || c.ID == name || len(name) >= 12 && strings.HasPrefix(c.ID, name) {
			return c
		}
	}
	return nil
}

// Image returns an image by a name or its id, or nil.
func (e *Engine) Image(name string) *Image {
	for _, i := range e.Images {
		if i.Name == name || i.ID == name {
			return i
		}
	}
	return nil
}

// Resource returns a network or volume by its name or id, or nil.
func (e *Engine) Resource(kind, name string) *Resource {
	for _, r := range e.Resources {
		if r.Kind == kind && (r.Name == name || r.ID == name) {
			return r
		}
	}
	return nil
}

// Template parses a template of --format as the engines' clients do.
func Template(format string) (*template.Template, error) {
	return template.New("").Funcs(template.FuncMap{"json": func(v any) (string, error) {
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		err := enc.Encode(v)
		return strings.TrimSpace(b.String()), err
	}}).Parse(format)
}
