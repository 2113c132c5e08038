package docker

import (
	"github.com/compose2unit/compose2unit/translate/model"
)

// body is the Engine API's create call (POST /containers/create): model.Config and model.HostConfig are shaped like
// it, the few parts that are lists in the model and objects there are added here.
type body struct {
	model.Config
	Labels       model.Map // shadows Config's, with placeholders for the labels that are known at run time only
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
	Mounts        []any          `json:",omitempty"` // placeholders and model.Mount
	PortBindings  map[string]any `json:",omitempty"`
	RestartPolicy struct{ Name string }
}

type networkingBody struct {
	EndpointsConfig string // a placeholder, for what printEndpoints prints
}

// keys are the names of an object with empty values.
type keys []string

// MarshalJSON prints them in order.
func (k keys) MarshalJSON() ([]byte, error) {
	return object(k, func(i int) (string, any) { return k[i], struct{}{} })
}

// Body prints a container for the Engine API, with placeholders for what only the scripts know (see [Placeholders]). Further
// networks are connected afterwards, as with flags, unless only the API can say their endpoints or nobody comes
// between the creation and the start (pre_start). It fails where a value has no form in JSON.
func Body(c *model.Container) (text []byte, endpoints int, err error) {
	b := body{
		Config: c.Config, Labels: c.Config.Labels, AttachStdout: true, AttachStderr: true, Image: c.Image,
		ExposedPorts: c.Config.ExposedPorts,
		HostConfig:   hostBody{HostConfig: c.Host, PortBindings: portBindings(c.Host.PortBindings)},
	}
	b.HostConfig.RestartPolicy.Name = "no"
	for _, m := range c.Host.Mounts {
		b.HostConfig.Mounts = append(b.HostConfig.Mounts, m)
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
	if c.Kind != model.PreStart { // whose body no create script reads
		b.Labels, b.Env, b.HostConfig.Mounts = runtimeLabels(c), append([]string{mark("env", "")}, b.Env...), runtimeMounts(c)
	}
	endpoints = min(1, len(c.Endpoints))
	if c.Kind == model.PreStart || onlyAPI(c) {
		endpoints = len(c.Endpoints)
	}
	text, err = printBody(b, c.Endpoints[:endpoints])
	return text, endpoints, err
}

// onlyAPI reports whether an endpoint beyond the first cannot be connected by flags.
func onlyAPI(c *model.Container) bool {
	for i, e := range c.Endpoints {
		if e.GwPriority != 0 || i > 0 && e.MacAddress != "" {
			return true
		}
	}
	return false
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
