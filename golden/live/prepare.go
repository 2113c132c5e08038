//go:build live

package live

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// plan is what the machine must have before a project can come up, according to Compose's own output.
type plan struct {
	Name     string
	Services map[string]struct {
		Image       string
		Container   string `json:"container_name"`
		Build       any
		PullPolicy  string `json:"pull_policy"`
		User        string
		Healthcheck *struct{ Disable bool }
		DependsOn   map[string]struct{ Condition string } `json:"depends_on"`
	}
	Networks, Volumes map[string]struct {
		Name       string
		External   bool
		DriverOpts map[string]string `json:"driver_opts"`
	}
}

// errReference means that the reference itself refuses the project: there is nothing to compare with.
type errReference struct{ said string }

func (e errReference) Error() string { return "docker compose refuses it: " + e.said }

// readPlan reads it from Compose.
func readPlan(h *host, p *project) (*plan, error) {
	r := h.RunIn(p.Work, append(p.composeArgs(), "config", "--format", "json")...)
	if r.Code != 0 {
		return nil, errReference{strings.TrimSpace(r.Err)}
	}
	var found plan
	if err := json.Unmarshal([]byte(r.Out), &found); err != nil {
		return nil, fmt.Errorf("compose config: %w", err)
	}
	return &found, nil
}

// overrideFile is one more input for both sides.
const overrideFile = "live-override.yaml"

// prepare creates everything that the project expects of the host: images by its names, external networks and volumes,
// and for a foreign project the file that makes it fit a machine without a registry. After the first time it only creates
// the networks and volumes: rebuilding an image would give another image, and the project has its file.
func prepare(h *host, p *project) (*plan, error) {
	if p.plan != nil {
		return p.plan, p.plan.provide(h)
	}
	found, err := readPlan(h, p)
	if err != nil {
		return nil, err
	}
	if override := found.override(); p.Foreign && override != nil {
		data, err := json.MarshalIndent(override, "", "  ")
		if err != nil {
			return nil, err
		}
		// JSON is YAML.
		if err := h.Write(p.Work+"/"+overrideFile, data, 0o644); err != nil {
			return nil, err
		}
		p.Inputs = append(slices.Clone(p.Inputs), overrideFile)
	}
	if err := h.Write("/var/tmp/stub-oneshots", []byte(found.oneshots()), 0o644); err != nil {
		return nil, err
	}
	if err := found.images(h); err != nil {
		return nil, err
	}
	p.plan = found
	return found, found.provide(h)
}

// reference is roughly what docker accepts as the name of an image.
var reference = regexp.MustCompile(`^[a-z0-9][a-zA-Z0-9._/-]*(:[0-9]+/[a-zA-Z0-9._/-]+)?(:[a-zA-Z0-9_][a-zA-Z0-9_.-]*)?$`)

var userName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)

// provide creates the networks and volumes that must already exist, and the folders of bind-mounted volumes.
func (f *plan) provide(h *host) error {
	for _, n := range f.Networks {
		if n.External && !slices.Contains([]string{"bridge", "host", "none"}, n.Name) {
			if r := h.Run("engine", "network", "create", n.Name); r.Code != 0 {
				return fmt.Errorf("external network: %s", r)
			}
		}
	}
	for _, v := range f.Volumes {
		if v.External {
			if r := h.Run("engine", "volume", "create", v.Name); r.Code != 0 {
				return fmt.Errorf("external volume: %s", r)
			}
		}
		if device := v.DriverOpts["device"]; strings.HasPrefix(device, "/") && strings.Contains(v.DriverOpts["o"], "bind") {
			h.Run("mkdir", "-p", device)
		}
	}
	return nil
}

// images gives the only existing image every name, with the users that services run as.
func (f *plan) images(h *host) error {
	images, users := map[string]bool{}, map[string]bool{}
	for name, s := range f.Services {
		image := s.Image
		if image == "" {
			image = f.Name + "-" + name
		}
		if reference.MatchString(image) { // otherwise Compose reports it itself
			images[image] = true
		}
		for _, user := range strings.Split(s.User, ":") {
			if userName.MatchString(user) && user != "root" {
				users[user] = true
			}
		}
	}
	argv := []string{"busybox-image"}
	for _, user := range slices.Sorted(maps.Keys(users)) {
		argv = append(argv, "-u", user)
	}
	if len(images) == 0 {
		return nil
	}
	if r := h.Run(append(argv, slices.Sorted(maps.Keys(images))...)...); r.Code != 0 {
		return fmt.Errorf("images: %s", r)
	}
	return nil
}

// override makes a foreign project fit: there is no registry to pull from; the first probe of a healthcheck that always
// succeeds is not worth waiting half a minute for, and must not fail because the machine is busy. (Our own projects
// compare these times.)
func (f *plan) override() map[string]any {
	services := map[string]any{}
	probed := f.probed()
	for name, s := range f.Services {
		change := map[string]any{}
		if s.PullPolicy != "" {
			change["pull_policy"] = "missing"
		}
		if s.Healthcheck != nil && !s.Healthcheck.Disable {
			change["healthcheck"] = map[string]any{"interval": "1s", "start_period": "0s", "timeout": "30s"}
		}
		if s.Healthcheck == nil && probed[name] { // it is in the image, which is not available here
			change["healthcheck"] = map[string]any{"test": "true", "interval": "1s"}
		}
		if len(change) > 0 {
			services[name] = change
		}
	}
	if len(services) == 0 {
		return nil
	}
	return map[string]any{"services": services}
}

// probed returns the services that others wait for to be healthy.
func (f *plan) probed() map[string]bool {
	found := map[string]bool{}
	for _, s := range f.Services {
		for on, d := range s.DependsOn {
			if d.Condition == "service_healthy" {
				found[on] = true
			}
		}
	}
	return found
}

// oneshots lists the containers that others wait for to complete, for the stub runtime.
func (f *plan) oneshots() string {
	found := map[string]bool{}
	for _, s := range f.Services {
		for on, d := range s.DependsOn {
			if d.Condition == "service_completed_successfully" {
				found[cmp.Or(f.Services[on].Container, f.Name+"-"+on+"-1")] = true
			}
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(found)), "\n") + "\n"
}
