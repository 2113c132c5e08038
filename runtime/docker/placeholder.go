package docker

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/model"
)

// Placeholders are the names of what only the scripts know: <NAME> in a body. A placeholder starts a string and is on a
// line of its own, and no value looks like one: a < in a value is escaped as \u003c. The scripts create and post replace
// them:
//
//	"<env>"                        in a list: the variables of env files that are read on the target
//	"…": "<hash>"                  the definition's hash; <image> and <digests> are those of the image and of mounted images
//	"<taken>PLACE"                 nothing: the container has a mount there, so no volume of its predecessor is mounted there
//	"<needed>VOLUME"               nothing: this volume must exist
//	"<mounts>"                     in a list: the volumes of the predecessor at the paths that its image declares
//	"Source": "<volume>PLACE"      the predecessor's anonymous volume at this path
//	"<runtime>/…"                  the manager's runtime directory
//	"<mac>MacAddress": "…"         a member for engines that support only one MAC address per container
//	"<endpoint>NETWORK": {…}       an endpoint, on one line
//	"<endpoint-mac>NETWORK": {…}   an endpoint after the first that has a MAC address
//
// In a body they are values of the type placeholder. Only during encoding are they strings that contain NUL, which no value
// of a Compose file does (see placed).
var Placeholders = []string{"env", "hash", "image", "digests", "taken", "needed", "mounts", "volume", "runtime", "mac", "endpoint", "endpoint-mac"}

// placeholder is a string of a body that starts with a placeholder.
type placeholder struct{ name, text string }

// MarshalText encodes the placeholder for placed.
func (p placeholder) MarshalText() ([]byte, error) {
	return []byte("\x00" + p.name + "\x00" + p.text), nil
}

// inBody returns a word as a value of a body.
func inBody(w cli.Word) any {
	if w.Place == cli.RuntimeDir && w.Text == "" {
		return placeholder{"runtime", w.Rest}
	}
	return w.Text
}

// mountBody returns a mount as a value of a body.
func (m manager) mountBody(mount model.Mount) mountBody {
	out := mountBody{mount.Type, nil, mount.Target, mount.ReadOnly, mount.Consistency, mount.Bind, mount.Volume, mount.Tmpfs, mount.Image}
	if mount.Source != "" {
		out.Source = inBody(m.bound(mount))
	}
	return out
}

// label is a label whose value may be a placeholder.
type label struct {
	name  string
	value any
}

// labels is encoded as a JSON object.
type labels []label

// MarshalJSON encodes them in order.
func (l labels) MarshalJSON() ([]byte, error) {
	return object(l, func(i int) (any, any) { return l[i].name, l[i].value })
}

func plainLabels(c *model.Container) labels {
	out := labels{}
	for _, l := range c.Config.Labels {
		out = append(out, label{l.Name, l.Value})
	}
	return out
}

// runtimeLabels returns a container's labels; the create script fills in three of them.
func runtimeLabels(c *model.Container) labels {
	known := map[string]any{"com.docker.compose.config-hash": placeholder{"hash", ""}, "com.docker.compose.image": placeholder{"image", ""}}
	all := slices.Clone(c.Config.Labels)
	if len(c.ImageVolumes) > 0 {
		known["com.docker.compose.image-volume-digest"] = placeholder{"digests", ""}
		all.Set("com.docker.compose.image-volume-digest", "")
	}
	all.Set("com.docker.compose.config-hash", "")
	all.Set("com.docker.compose.image", "")
	out := labels{}
	for _, l := range all {
		if p, ok := known[l.Name]; ok {
			out = append(out, label{l.Name, p})
		} else {
			out = append(out, label{l.Name, l.Value})
		}
	}
	return out
}

// runtimeMounts returns a container's mounts, among which the create script inserts its predecessor's volumes.
func (m manager) runtimeMounts(c *model.Container) []any {
	var out []any
	for _, b := range c.Host.Binds {
		out = append(out, placeholder{"taken", b.Target})
		if !strings.HasPrefix(b.Source, "/") {
			out = append(out, placeholder{"needed", b.Source})
		}
	}
	for _, t := range c.Host.Tmpfs {
		out = append(out, placeholder{"taken", t.Name})
	}
	for _, mount := range c.Host.Mounts {
		out = append(out, placeholder{"taken", mount.Target})
		if mount.Type == "volume" && mount.Source != "" {
			out = append(out, placeholder{"needed", mount.Source})
		}
	}
	out = append(out, placeholder{"mounts", ""})
	for _, mount := range c.Host.Mounts {
		made := m.mountBody(mount)
		if mount.Type == "volume" && mount.Source == "" {
			made.Source = placeholder{"volume", mount.Target}
		}
		out = append(out, made)
	}
	return out
}

// printBody encodes a body: indented, with each endpoint on one line.
func printBody(b body, endpoints []model.Endpoint) ([]byte, error) {
	if len(endpoints) > 0 {
		b.Networking = &networkingBody{placeholder{"endpoints", ""}}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetIndent("", "  ")
	if err := enc.Encode(b); err != nil {
		return nil, err
	}
	text, err := placed(out.Bytes())
	if err != nil || len(endpoints) == 0 {
		return text, err
	}
	list, err := printEndpoints(endpoints)
	if err != nil {
		return nil, err
	}
	text = bytes.Replace(text, []byte(`"<endpoints>"`), list, 1)
	if mac := endpoints[0].MacAddress; mac != "" {
		member, err := json.Marshal(mac)
		if err != nil {
			return nil, err
		}
		text = slices.Concat([]byte("{\n  \"<mac>MacAddress\": "), member, []byte(",\n"), bytes.TrimPrefix(text, []byte("{\n")))
	}
	return text, nil
}

// printEndpoints encodes an object with a member for each network, in order.
func printEndpoints(endpoints []model.Endpoint) ([]byte, error) {
	var out bytes.Buffer
	for i, e := range endpoints {
		kind := "endpoint"
		if i > 0 && e.MacAddress != "" {
			kind = "endpoint-mac"
		}
		member, err := object([]model.Endpoint{e}, func(int) (any, any) { return placeholder{kind, e.Network}, e })
		if err != nil {
			return nil, err
		}
		if member, err = placed(member); err != nil {
			return nil, err
		}
		out.WriteString("\n      ")
		out.Write(member[1 : len(member)-1])
		if i < len(endpoints)-1 {
			out.WriteByte(',')
		}
	}
	return slices.Concat([]byte("{"), out.Bytes(), []byte("\n    }")), nil
}

// escapes matches an escaped backslash or quote, the encoding of invalid UTF-8, a string that starts with a placeholder,
// and any other NUL.
var escapes = lazyregexp.New(`\\\\|\\"|\\ufffd|"\\u0000([a-z-]+)\\u0000|\\u0000`)

// placed writes placeholders into JSON in which < is escaped.
func placed(text []byte) ([]byte, error) {
	var err error
	text = escapes.ReplaceAllFunc(text, func(found []byte) []byte {
		name := string(escapes.FindSubmatch(found)[1])
		switch {
		case name == "endpoints" || slices.Contains(Placeholders, name):
			return []byte(`"<` + name + ">")
		case string(found) == `\ufffd`:
			err = errors.New("a value is not valid UTF-8")
		case len(found) > len(`\\`):
			err = errors.New("a value has a NUL byte")
		}
		return found
	})
	return text, err
}

func object[T any](list []T, member func(int) (name, value any)) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i := range list {
		name, value := member(i)
		n, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		v, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(n)
		b.WriteByte(':')
		b.Write(v)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
