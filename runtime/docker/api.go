package docker

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"

	"github.com/compose2unit/compose2unit/translate/model"
)

// body is the Engine API's create call (POST /containers/create): model.Config and model.HostConfig are shaped like
// it, the few parts that are lists in the model and objects there are added here.
type body struct {
	model.Config
	Labels       model.Map // shadows Config's, with room for the labels that are known at run time only
	AttachStdout bool
	AttachStderr bool
	Image        string
	Env          []string        `json:",omitempty"`
	ExposedPorts keys            `json:",omitempty"`
	HostConfig   hostBody        `json:"HostConfig"`
	Networking   *networkingBody `json:"NetworkingConfig,omitempty"`
}

type hostBody struct {
	model.HostConfig
	Binds         []string       `json:",omitempty"`
	Mounts        []model.Mount  // always there: the create script adds to it
	PortBindings  map[string]any `json:",omitempty"`
	RestartPolicy struct{ Name string }
}

type networkingBody struct {
	EndpointsConfig endpoints
}

// keys are the names of an object with empty values.
type keys []string

// MarshalJSON prints them in order.
func (k keys) MarshalJSON() ([]byte, error) {
	return object(k, func(i int) (string, any) { return k[i], struct{}{} })
}

type endpoints []model.Endpoint

// MarshalJSON prints them in order, by network.
func (e endpoints) MarshalJSON() ([]byte, error) {
	return object(e, func(i int) (string, any) { return e[i].Network, e[i] })
}

func object[T any](list []T, member func(int) (string, any)) ([]byte, error) {
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

// Body prints a container for the Engine API, indented so that the create script finds its way by lines. Further
// networks are connected afterwards, as with flags, unless only the API can say their endpoints or nobody comes
// between the creation and the start (pre_start).
func Body(c *model.Container) ([]byte, int, error) {
	b := body{
		Config: c.Config, Labels: runtimeLabels(c), AttachStdout: true, AttachStderr: true, Image: c.Image,
		ExposedPorts: c.Config.ExposedPorts,
		HostConfig:   hostBody{HostConfig: c.Host, Mounts: c.Host.Mounts, PortBindings: portBindings(c.Host.PortBindings)},
	}
	b.HostConfig.RestartPolicy.Name = "no"
	if b.HostConfig.Mounts == nil {
		b.HostConfig.Mounts = []model.Mount{}
	}
	for _, bind := range c.Host.Binds {
		b.HostConfig.Binds = append(b.HostConfig.Binds, bind.String())
	}
	for _, v := range c.Env {
		if v.Unset {
			b.Env = append(b.Env, v.Name)
		} else {
			b.Env = append(b.Env, v.Name+"="+v.Value)
		}
	}
	in := min(1, len(c.Endpoints))
	if c.Kind == model.PreStart || onlyAPI(c) {
		in = len(c.Endpoints)
	}
	if in > 0 {
		b.Networking = &networkingBody{c.Endpoints[:in]}
	}
	text, err := print(b)
	return text, in, err
}

func print(b body) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(b); err != nil {
		return nil, err
	}
	if !utf8.Valid(out.Bytes()) {
		return nil, errors.New("a value is not valid UTF-8")
	}
	return out.Bytes(), nil
}

// onlyAPI says that an endpoint beyond the first cannot be connected by flags.
func onlyAPI(c *model.Container) bool {
	for i, e := range c.Endpoints {
		if e.GwPriority != 0 || i > 0 && e.MacAddress != "" {
			return true
		}
	}
	return false
}

// runtimeLabels leaves room for the labels the create script fills in.
func runtimeLabels(c *model.Container) model.Map {
	if c.Kind == model.PreStart {
		return c.Config.Labels
	}
	labels := append(model.Map(nil), c.Config.Labels...)
	labels.Set("com.docker.compose.image", "")
	if len(c.ImageVolumes) > 0 {
		labels.Set("com.docker.compose.image-volume-digest", "")
	}
	return labels
}

func portBindings(list []model.PortBinding) map[string]any {
	type binding struct{ HostIp, HostPort string } // the API's own spelling
	out := map[string][]binding{}
	for _, b := range list {
		out[b.Port] = append(out[b.Port], binding{b.HostIP, b.HostPort})
	}
	all := map[string]any{}
	for port, bindings := range out {
		all[port] = bindings
	}
	return all
}
