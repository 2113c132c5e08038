package docker

import (
	"github.com/compose2unit/compose2unit/translate/model"
)

// body is the Engine API's create call (POST /containers/create): model.Config and model.HostConfig have its structure; the
// few parts that are lists in the model and objects in the API are added here.
type body struct {
	model.Config
	Labels       labels // shadows Config's
	AttachStdout bool
	AttachStderr bool
	Image        string
	Env          []any           `json:",omitempty"` // placeholders and strings
	ExposedPorts keys            `json:",omitempty"`
	HostConfig   hostBody        `json:"HostConfig"`
	Networking   *networkingBody `json:"NetworkingConfig,omitempty"`
}

type hostBody struct {
	model.HostConfig
	Binds         []any                    `json:",omitempty"` // placeholders and strings
	Mounts        []any                    `json:",omitempty"` // placeholders and mountBody
	PortBindings  map[string][]portBinding `json:",omitempty"`
	RestartPolicy struct{ Name string }
}

type portBinding struct{ HostIp, HostPort string } // spelled as in the API

type networkingBody struct {
	EndpointsConfig placeholder // replaced by the output of printEndpoints
}

// keys are the names of the members of an object whose values are empty.
type keys []string

// MarshalJSON encodes them in order.
func (k keys) MarshalJSON() ([]byte, error) {
	return object(k, func(i int) (any, any) { return k[i], struct{}{} })
}

// mountBody is a [model.Mount] whose source may be a placeholder.
type mountBody struct {
	Type        string
	Source      any `json:",omitempty"`
	Target      string
	ReadOnly    bool                 `json:",omitempty"`
	Consistency string               `json:",omitempty"`
	Bind        *model.BindOptions   `json:"BindOptions,omitempty"`
	Volume      *model.VolumeOptions `json:"VolumeOptions,omitempty"`
	Tmpfs       *model.TmpfsOptions  `json:"TmpfsOptions,omitempty"`
	Image       *model.ImageOptions  `json:"ImageOptions,omitempty"`
}

// body encodes a container for the Engine API, with placeholders for what only the scripts know (see [Placeholders]).
// Further networks are connected afterwards, as with flags, unless only the API can express their endpoints or nothing runs
// between creation and start (pre_start). It fails if a value cannot be encoded in JSON.
func (m manager) body(c *model.Container) (text []byte, endpoints int, err error) {
	b := body{
		Config: c.Config, Labels: plainLabels(c), AttachStdout: true, AttachStderr: true, Image: c.Image,
		ExposedPorts: c.Config.ExposedPorts,
		HostConfig:   hostBody{HostConfig: c.Host, PortBindings: portBindings(c.Host.PortBindings)},
	}
	b.HostConfig.RestartPolicy.Name = "no"
	for _, mount := range c.Host.Mounts {
		b.HostConfig.Mounts = append(b.HostConfig.Mounts, m.mountBody(mount))
	}
	for _, bind := range c.Host.Binds {
		b.HostConfig.Binds = append(b.HostConfig.Binds, inBody(m.source(bind.Source).Then(":"+bind.Target+":"+bind.Mode)))
	}
	for _, v := range c.Env {
		if v.Unset {
			b.Env = append(b.Env, v.Name)
		} else {
			b.Env = append(b.Env, v.Name+"="+v.Value)
		}
	}
	if c.Kind != model.PreStart { // its body is not read by the create script
		b.Labels, b.Env, b.HostConfig.Mounts = runtimeLabels(c), append([]any{placeholder{"env", ""}}, b.Env...), m.runtimeMounts(c)
	}
	endpoints = min(1, len(c.Endpoints))
	if c.Kind == model.PreStart || onlyAPI(c) {
		endpoints = len(c.Endpoints)
	}
	text, err = printBody(b, c.Endpoints[:endpoints])
	return text, endpoints, err
}

// onlyAPI reports whether an endpoint after the first cannot be connected by flags.
func onlyAPI(c *model.Container) bool {
	for i, e := range c.Endpoints {
		if e.GwPriority != 0 || i > 0 && e.MacAddress != "" {
			return true
		}
	}
	return false
}

func portBindings(list []model.PortBinding) map[string][]portBinding {
	out := map[string][]portBinding{}
	for _, b := range list {
		out[b.Port] = append(out[b.Port], portBinding{b.HostIP, b.HostPort})
	}
	return out
}
