// Package model describes what must exist on the target once a project is up: the containers, networks, volumes and files that
// `docker compose up -d` would create, in the terms of the Engine API.
//
// Every field is final: names are Compose's, paths are absolute on the target, and defaults that Compose sets are set. Lists
// are in the order in which they must be printed; no package that uses the model sorts or ranges over a map. The package
// imports nothing of the project and does not depend on Compose files, systemd or an engine's command line.
package model

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Instance stands for the replica's number in a string of a [Container] with more than one replica (`shop-web-` + Instance). No
// value from a Compose file can contain NUL, so it cannot be forged.
const Instance = "\x00"

// Stdin is standard input in place of a Compose file, as docker compose labels it.
const Stdin = "-"

// Project is one Compose project, ready to be rendered.
type Project struct {
	Name string
	// Dir is the project folder on the target, absolute; com.docker.compose.project.working_dir.
	Dir string
	// Sources are the Compose files on the target, absolute or [Stdin], in the order of -inputs.
	Sources []string
	// From lists the sources in which one service, job, network or volume is defined, by its dotted path. What is not listed
	// comes from all Sources.
	From map[string][]string
	// Containers are sorted by Service.
	Containers []Container
	// Networks and Volumes are those that a container uses, sorted by Key.
	Networks []Network
	Volumes  []Volume
	// Builds are the images that must be built, sorted by Service.
	Builds []Build
	// Timers start a job's container on a calendar, sorted by Service.
	Timers []Timer
	// Systemd holds the raw unit keys of the project's target (top-level x-systemd).
	Systemd []UnitKey
}

// Container is one service (all of its replicas), one pre_start step or one job.
type Container struct {
	// Service is the key in the Compose file.
	Service string
	// At is its path in the Compose files: services.NAME, jobs.NAME or services.NAME.pre_start.N. Appending to it copies it.
	At []string
	// Kind is the purpose of the container.
	Kind Kind
	// Name is the container's name. With Replicas > 1 it contains [Instance].
	Name string
	// Replicas is how many of them Compose creates. Never 0.
	Replicas int
	// Hash is Compose's config-hash of the service (docker/compose pkg/compose/hash.go).
	Hash string
	// Image is the reference as Compose passes it to the engine.
	Image string
	// Platform is the platform parameter of the create call; empty is the engine's own.
	Platform string
	Pull     Pull
	// Archive is the host path of a file that the image is loaded from if it is missing; Pull is never in that case.
	Archive string
	// ArchiveImages are the other images that the project takes from the same file.
	ArchiveImages []string
	// Update is an OnCalendar= expression: at these times the image is pulled, and a newer one restarts the container. Empty is
	// never.
	Update string
	// Build is set if a Build of the project builds the image, which is then never pulled for this container.
	Build bool
	// Builds are the Builds that come first, by their Service, sorted: those of its image, of the images of its steps, and of
	// the images that it mounts.
	Builds []string

	Config Config
	Host   HostConfig
	// Endpoints are the networks in connect order; the first is Host.NetworkMode. Empty with network_mode.
	Endpoints []Endpoint

	// Env is the complete environment, sorted by name (Config.Env), except for the variables in EnvFiles.
	Env []Variable
	// EnvFiles are read on the target, in this order, before Env. They are only set if values are left to the target.
	EnvFiles []EnvFile
	// Copies are written into the container before every start (configs and secrets with content).
	Copies []File
	// Files are the private files that a bind mount of this container names (none for plain file sources).
	Files []File

	// After are the services that come first, sorted by Service.
	After []Dependency
	// RestartWith are the services that restart when this one is restarted (depends_on.<this>.restart).
	RestartWith []string
	Restart     Restart
	// RestartUnhealthy ends the container when the engine reports it as unhealthy, so that its restart policy applies. It
	// implies that Restart is not "no" and that there is a healthcheck.
	RestartUnhealthy bool
	// StopGrace is how long the engine waits after StopSignal before it kills; the stop timeout of the unit is derived from it.
	StopGrace time.Duration
	PreStart  []Container
	PostStart []Hook
	PreStop   []Hook

	// External are networks and volumes that must already exist and are never created.
	ExternalNetworks []string
	ExternalVolumes  []string
	// Networks and Volumes are the keys of the Project.Networks and Project.Volumes that this container needs.
	Networks []string
	Volumes  []string
	// HostPaths are the local absolute host paths that are bound, for mount ordering, sorted.
	HostPaths []string
	// Devices are block devices of the host whose file systems are mounted as volumes, sorted.
	Devices []string
	// Remote reports whether one of its volumes is on a network file system.
	Remote bool
	// MakePaths are the bind sources that the engine creates if they are missing, sorted (a subset of HostPaths).
	MakePaths []string
	// ImageVolumes are images mounted as volumes (type: image), in the order of the mounts.
	ImageVolumes []ImageVolume
	// Seccomp is the host path of the profile whose text is in Host.SecurityOpt (`seccomp={…}`); a client of the engine expects
	// the path, its API the text. Empty if no profile is read from a file.
	Seccomp string
	// Scheduled forbids a manual start: only the job's timers start it.
	Scheduled bool
	// Systemd holds the raw unit keys of x-systemd and of the compose2unit.systemd.* labels.
	Systemd []UnitKey
}

// Kind is the purpose of a container.
type Kind int

// The kinds. Zero is invalid.
const (
	_ Kind = iota
	Service
	PreStart
	Job
)

// Restart is the engine's restart policy (HostConfig.RestartPolicy in Compose's create call).
type Restart struct {
	// Name is one of no, always, unless-stopped, on-failure.
	Name string
	// Retries limits on-failure; 0 is unlimited.
	Retries int
}

// Pull defines when the image is pulled.
type Pull struct {
	// Policy is one of missing, always, never, build, refresh.
	Policy string
	// Every is the age after which refresh pulls again.
	Every time.Duration
}

// Variable is one environment variable.
type Variable struct {
	Name  string
	Value string
	// Unset marks a name without a value: the engine removes the image's variable of that name.
	Unset bool
}

// File is a private file: its content is stored next to the units, never in one.
type File struct {
	// Key is the file's name in the project's private folder, unique in the project (`config-web.conf`).
	Key string
	// Kind is config or secret; for findings and comments. Entry is its number in the service's list of that kind, from 1.
	Kind    string
	Entry   int
	Content string
	// Credential replaces Content: a credential that systemd passes to the unit.
	Credential *Credential
	// Target is the absolute path inside the container.
	Target string
	// Mode, UID and GID are those of the tar header that Compose writes.
	Mode     uint32
	UID, GID int
	// AsUser makes the user of the container the owner of the file: the engine does so if both a user and an owner are set
	// (CopyToContainerOptions.CopyUIDGID).
	AsUser bool
}

// Credential is the source of a secret that systemd provides.
type Credential struct {
	// Name is its name in the unit; From is a path, or a name in systemd's credential stores.
	Name, From string
	// Encrypted reports whether it is encrypted for the machine.
	Encrypted bool
}

// Dependency is one edge of depends_on, links, namespaces or volumes_from.
type Dependency struct {
	Service   string
	Condition Condition
	// Required is false if a failed condition is only a warning.
	Required bool
}

// Condition is the state that a dependency must have reached.
type Condition int

// The conditions of the Compose specification, depends_on long syntax. Zero is invalid.
const (
	_ Condition = iota
	Started
	Healthy
	Completed
)

// String returns the condition in one word: started, healthy or completed.
func (c Condition) String() string {
	switch c {
	case Healthy:
		return "healthy"
	case Completed:
		return "completed"
	}
	return "started"
}

// Hook is one post_start or pre_stop command, run by exec in the container.
type Hook struct {
	Command    []string
	User       string
	Privileged bool
	WorkingDir string
	Env        []Variable
}

// EnvFile is a file of variables on the target.
type EnvFile struct {
	Path string
	// Optional reports whether it may be missing; Raw, that its format is exactly NAME=VALUE, not Compose's.
	Optional, Raw bool
}

// ImageVolume is an image that is mounted; Compose labels the container with its digest.
type ImageVolume struct {
	Image, Target string
	// Build is set if a Build of the project builds the image.
	Build bool
}

// UnitKey is one raw systemd directive.
type UnitKey struct {
	Section, Key, Value string
	// Label is the name of the label that holds it, or empty: it is in x-systemd.
	Label string
}

// At returns where it is written, below the service or the project.
func (k UnitKey) At() []string {
	if k.Label != "" {
		return []string{"labels", k.Label}
	}
	return []string{"x-systemd", k.Section, k.Key}
}

// Timer is a calendar trigger of a job. A job may have several; several may name the same Service.
type Timer struct {
	Service string
	// Calendar is an OnCalendar= expression.
	Calendar string
	// Persistent runs the job once for runs that were missed while the machine was off.
	Persistent bool
	// Queue runs the job once more after a run during which the timer elapsed; otherwise that trigger is lost.
	Queue bool
}

// Network is one network that Compose would create. External networks are not included.
type Network struct {
	Key string `json:"-"`
	// At is its path in the Compose files, as [Container.At].
	At         []string `json:"-"`
	Name       string   `json:"Name"`
	Driver     string   `json:"Driver,omitempty"`
	Options    Map      `json:"Options,omitempty"`
	Internal   bool     `json:"Internal,omitempty"`
	Attachable bool     `json:"Attachable,omitempty"`
	EnableIPv4 *bool    `json:"EnableIPv4,omitempty"`
	EnableIPv6 *bool    `json:"EnableIPv6,omitempty"`
	IPAM       IPAM     `json:"IPAM"`
	Labels     Map      `json:"Labels"`
	Hash       string   `json:"-"`
}

// Bridge reports whether the network is a bridge, which is the default of the engines.
func (n *Network) Bridge() bool { return n.Driver == "" || n.Driver == "bridge" }

// IPv6 reports whether the network has IPv6 addresses.
func (n *Network) IPv6() bool { return n.EnableIPv6 != nil && *n.EnableIPv6 }

// IPAM is the address management of a network.
type IPAM struct {
	Driver  string `json:"Driver,omitempty"`
	Options Map    `json:"Options,omitempty"`
	Config  []Pool `json:"Config,omitempty"`
}

// Pool is one subnet of a network.
type Pool struct {
	Subnet    string `json:"Subnet,omitempty"`
	IPRange   string `json:"IPRange,omitempty"`
	Gateway   string `json:"Gateway,omitempty"`
	Auxiliary Map    `json:"AuxiliaryAddresses,omitempty"`
}

// Volume is one named volume that Compose would create. External volumes are not included.
type Volume struct {
	Key string `json:"-"`
	// At is its path in the Compose files, as [Container.At].
	At      []string `json:"-"`
	Name    string   `json:"Name"`
	Driver  string   `json:"Driver,omitempty"`
	Options Map      `json:"DriverOpts,omitempty"`
	Labels  Map      `json:"Labels"`
	Hash    string   `json:"-"`
}

// Map is a set of names and values in printing order (sorted by name).
type Map []Pair

// Pair is one entry of a [Map].
type Pair struct{ Name, Value string }

// Get returns the value of name, or "".
func (m Map) Get(name string) string {
	if i := slices.IndexFunc(m, func(p Pair) bool { return p.Name == name }); i >= 0 {
		return m[i].Value
	}
	return ""
}

// Set replaces or adds name, and maintains the order.
func (m *Map) Set(name, value string) {
	i, found := slices.BinarySearchFunc(*m, name, func(p Pair, n string) int { return strings.Compare(p.Name, n) })
	if found {
		(*m)[i].Value = value
		return
	}
	*m = slices.Insert(*m, i, Pair{name, value})
}

// Sorted returns any map of strings as a Map.
func Sorted[M ~map[string]string](in M) Map {
	out := make(Map, 0, len(in))
	for k, v := range in {
		out = append(out, Pair{k, v})
	}
	slices.SortFunc(out, func(a, b Pair) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// MarshalJSON prints the object form of the Engine API, in order.
func (m Map) MarshalJSON() ([]byte, error) {
	var b strings.Builder
	b.WriteByte('{')
	for i, p := range m {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(p.Name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(p.Value)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return []byte(b.String()), nil
}

// Numbered returns a string of a container with the number of a replica in place of [Instance].
func Numbered(s string, number int) string {
	return strings.ReplaceAll(s, Instance, strconv.Itoa(number))
}

// Replica returns the container with its number in place of [Instance]: in its name, its labels, its aliases and, for a
// pre_start step, the replica whose volumes it has.
func (c Container) Replica(number int) Container {
	fill := func(s string) string { return Numbered(s, number) }
	c.Name = fill(c.Name)
	c.Config.Labels = slices.Clone(c.Config.Labels)
	for i := range c.Config.Labels {
		c.Config.Labels[i].Value = fill(c.Config.Labels[i].Value)
	}
	c.Host.VolumesFrom = slices.Clone(c.Host.VolumesFrom)
	for i := range c.Host.VolumesFrom {
		c.Host.VolumesFrom[i] = fill(c.Host.VolumesFrom[i])
	}
	c.Endpoints = slices.Clone(c.Endpoints)
	for i := range c.Endpoints {
		c.Endpoints[i].Aliases = slices.Clone(c.Endpoints[i].Aliases)
		for j := range c.Endpoints[i].Aliases {
			c.Endpoints[i].Aliases[j] = fill(c.Endpoints[i].Aliases[j])
		}
	}
	return c
}
