package model

import "time"

// Config is the portable part of a container (Engine API, ContainerConfig). The environment is [Container].Env and the image
// [Container].Image: both are printed separately.
type Config struct {
	Hostname        string       `json:"Hostname,omitempty"`
	Domainname      string       `json:"Domainname,omitempty"`
	User            string       `json:"User,omitempty"`
	ExposedPorts    []string     `json:"-"` // "80/tcp", in the order of the file, expose after ports
	Tty             bool         `json:"Tty,omitempty"`
	OpenStdin       bool         `json:"OpenStdin,omitempty"`
	Cmd             Argv         `json:"Cmd,omitzero"`
	Entrypoint      Argv         `json:"Entrypoint,omitzero"`
	Healthcheck     *Healthcheck `json:"Healthcheck,omitempty"`
	WorkingDir      string       `json:"WorkingDir,omitempty"`
	NetworkDisabled bool         `json:"NetworkDisabled,omitempty"`
	// Umask is octal; no engine API supports it yet, but Podman's command line does.
	Umask       string `json:"-"`
	Labels      Map    `json:"Labels"` // without com.docker.compose.image, which is known only at run time
	StopSignal  string `json:"StopSignal,omitempty"`
	StopTimeout *int   `json:"StopTimeout,omitempty"` // whole seconds
}

// Argv is a command. Nil is unset (the image's own), empty is cleared (`[]`), anything else is given.
type Argv []string

// IsZero reports whether the image's own command is kept.
func (a Argv) IsZero() bool { return a == nil }

// Healthcheck is Config.Healthcheck; durations are nanoseconds in the API, zero inherits the image's.
type Healthcheck struct {
	Test          []string      `json:"Test,omitempty"` // ["NONE"], ["CMD", …] or ["CMD-SHELL", …]; empty inherits
	Interval      time.Duration `json:"Interval,omitempty"`
	Timeout       time.Duration `json:"Timeout,omitempty"`
	StartPeriod   time.Duration `json:"StartPeriod,omitempty"`
	StartInterval time.Duration `json:"StartInterval,omitempty"`
	Retries       int           `json:"Retries,omitempty"`
}

// HostConfig is the part of a container that concerns this host (Engine API, HostConfig). RestartPolicy is not included:
// systemd does the restarts, see [Container].Restart.
type HostConfig struct {
	Binds          []Bind        `json:"-"`
	Mounts         []Mount       `json:"Mounts,omitempty"`
	Tmpfs          Map           `json:"Tmpfs,omitempty"`
	VolumesFrom    []string      `json:"VolumesFrom,omitempty"`
	LogConfig      LogConfig     `json:"LogConfig,omitzero"`
	NetworkMode    string        `json:"NetworkMode,omitempty"`
	PortBindings   []PortBinding `json:"-"`
	Annotations    Map           `json:"Annotations,omitempty"`
	CapAdd         []string      `json:"CapAdd,omitempty"`
	CapDrop        []string      `json:"CapDrop,omitempty"`
	CgroupnsMode   string        `json:"CgroupnsMode,omitempty"`
	DNS            []string      `json:"Dns,omitempty"`
	DNSOptions     []string      `json:"DnsOptions,omitempty"`
	DNSSearch      []string      `json:"DnsSearch,omitempty"`
	ExtraHosts     []string      `json:"ExtraHosts,omitempty"` // host:ip
	GroupAdd       []string      `json:"GroupAdd,omitempty"`
	IpcMode        string        `json:"IpcMode,omitempty"`
	Links          []string      `json:"Links,omitempty"` // container:alias
	OomScoreAdj    int           `json:"OomScoreAdj,omitempty"`
	PidMode        string        `json:"PidMode,omitempty"`
	Privileged     bool          `json:"Privileged,omitempty"`
	ReadonlyRootfs bool          `json:"ReadonlyRootfs,omitempty"`
	SecurityOpt    []string      `json:"SecurityOpt,omitempty"`
	StorageOpt     Map           `json:"StorageOpt,omitempty"`
	UTSMode        string        `json:"UTSMode,omitempty"`
	UsernsMode     string        `json:"UsernsMode,omitempty"`
	ShmSize        int64         `json:"ShmSize,omitempty"` // bytes
	Sysctls        Map           `json:"Sysctls,omitempty"`
	Runtime        string        `json:"Runtime,omitempty"`
	Isolation      string        `json:"Isolation,omitempty"`
	Init           *bool         `json:"Init,omitempty"`
	MaskedPaths    *[]string     `json:"MaskedPaths,omitempty"`
	ReadonlyPaths  *[]string     `json:"ReadonlyPaths,omitempty"`
	Resources
}

// Resources are the limits of a container (Engine API, Resources).
type Resources struct {
	CPUShares          int64           `json:"CpuShares,omitempty"`
	Memory             int64           `json:"Memory,omitempty"` // bytes
	NanoCPUs           int64           `json:"NanoCpus,omitempty"`
	CgroupParent       string          `json:"CgroupParent,omitempty"`
	BlkioWeight        uint16          `json:"BlkioWeight,omitempty"`
	BlkioWeightDevice  []WeightDevice  `json:"BlkioWeightDevice,omitempty"`
	BlkioReadBps       []RateDevice    `json:"BlkioDeviceReadBps,omitempty"`
	BlkioWriteBps      []RateDevice    `json:"BlkioDeviceWriteBps,omitempty"`
	BlkioReadIOps      []RateDevice    `json:"BlkioDeviceReadIOps,omitempty"`
	BlkioWriteIOps     []RateDevice    `json:"BlkioDeviceWriteIOps,omitempty"`
	CPUPeriod          int64           `json:"CpuPeriod,omitempty"`
	CPUQuota           int64           `json:"CpuQuota,omitempty"`
	CPURealtimePeriod  int64           `json:"CpuRealtimePeriod,omitempty"`
	CPURealtimeRuntime int64           `json:"CpuRealtimeRuntime,omitempty"`
	CpusetCpus         string          `json:"CpusetCpus,omitempty"`
	Devices            []Device        `json:"Devices,omitempty"`
	DeviceCgroupRules  []string        `json:"DeviceCgroupRules,omitempty"`
	DeviceRequests     []DeviceRequest `json:"DeviceRequests,omitempty"`
	MemoryReservation  int64           `json:"MemoryReservation,omitempty"`
	MemorySwap         int64           `json:"MemorySwap,omitempty"`
	MemorySwappiness   *int64          `json:"MemorySwappiness,omitempty"`
	OomKillDisable     *bool           `json:"OomKillDisable,omitempty"`
	PidsLimit          *int64          `json:"PidsLimit,omitempty"`
	Ulimits            []Ulimit        `json:"Ulimits,omitempty"`
}

// Bind is one entry of HostConfig.Binds: `source:target:mode`. Source is a host path or the name of a volume.
type Bind struct {
	Source, Target string
	// Mode is rw or ro, followed by the other options (`ro,z`).
	Mode string
	Written
}

// String returns the form used in the API.
func (b Bind) String() string { return b.Source + ":" + b.Target + ":" + b.Mode }

// Written is the origin of a bind or mount, and the options that no call of docker compose passes on.
type Written struct {
	// Entry is its number in the service's volumes, from 1; 0 is none.
	Entry int `json:"-"`
	// Unknown are options of the short form that Compose does not know and ignores (`U`, `nosuid`).
	Unknown []string `json:"-"`
	// SELinux is `z` or `Z` of a [Mount], whose call cannot express it.
	SELinux string `json:"-"`
}

// Mount is one entry of HostConfig.Mounts.
type Mount struct {
	Written
	Type        string         `json:"Type"` // bind, volume, tmpfs, image, npipe, cluster
	Source      string         `json:"Source,omitempty"`
	Target      string         `json:"Target"`
	ReadOnly    bool           `json:"ReadOnly,omitempty"`
	Consistency string         `json:"Consistency,omitempty"`
	Bind        *BindOptions   `json:"BindOptions,omitempty"`
	Volume      *VolumeOptions `json:"VolumeOptions,omitempty"`
	Tmpfs       *TmpfsOptions  `json:"TmpfsOptions,omitempty"`
	Image       *ImageOptions  `json:"ImageOptions,omitempty"`
}

// BindOptions belong to a [Mount] of type bind.
type BindOptions struct {
	Propagation            string `json:"Propagation,omitempty"`
	NonRecursive           bool   `json:"NonRecursive,omitempty"`
	CreateMountpoint       bool   `json:"CreateMountpoint,omitempty"`
	ReadOnlyNonRecursive   bool   `json:"ReadOnlyNonRecursive,omitempty"`
	ReadOnlyForceRecursive bool   `json:"ReadOnlyForceRecursive,omitempty"`
}

// VolumeOptions belong to a [Mount] of type volume.
type VolumeOptions struct {
	NoCopy  bool   `json:"NoCopy,omitempty"`
	Labels  Map    `json:"Labels,omitempty"`
	Subpath string `json:"Subpath,omitempty"`
}

// TmpfsOptions belong to a [Mount] of type tmpfs.
type TmpfsOptions struct {
	SizeBytes int64  `json:"SizeBytes,omitempty"`
	Mode      uint32 `json:"Mode,omitempty"`
}

// ImageOptions belong to a [Mount] of type image.
type ImageOptions struct {
	Subpath string `json:"Subpath,omitempty"`
}

// LogConfig is the engine's log driver; empty is the engine's default.
type LogConfig struct {
	Type   string `json:"Type,omitempty"`
	Config Map    `json:"Config,omitempty"`
}

// PortBinding publishes one container port. Several may name the same Port.
type PortBinding struct {
	// Entry is its number in the service's ports, from 1; 0 is none.
	Entry int
	Port  string // 80/tcp
	// HostIP and HostPort are those of the API: both may be empty, HostPort may be a range.
	HostIP, HostPort string
}

// WeightDevice is the weight of a block device.
type WeightDevice struct {
	Path   string `json:"Path"`
	Weight uint16 `json:"Weight"`
}

// RateDevice is the limit of a block device, in bytes or operations per second.
type RateDevice struct {
	Path string `json:"Path"`
	Rate uint64 `json:"Rate"`
}

// Device is a host device in the container.
type Device struct {
	PathOnHost        string `json:"PathOnHost"`
	PathInContainer   string `json:"PathInContainer"`
	CgroupPermissions string `json:"CgroupPermissions"`
}

// DeviceRequest requests devices by driver or capability (GPUs, CDI).
type DeviceRequest struct {
	Driver       string     `json:"Driver,omitempty"`
	Count        int        `json:"Count,omitempty"` // -1 is all
	DeviceIDs    []string   `json:"DeviceIDs,omitempty"`
	Capabilities [][]string `json:"Capabilities,omitempty"`
	Options      Map        `json:"Options,omitempty"`
	// At is its path, relative to its service.
	At []string `json:"-"`
}

// Ulimit is one resource limit of the processes.
type Ulimit struct {
	Name string `json:"Name"`
	Soft int64  `json:"Soft"`
	Hard int64  `json:"Hard"`
}

// Endpoint is the connection of a container to one network (Engine API, EndpointSettings).
type Endpoint struct {
	// Network is the network's name, Key its key in the file.
	Network string        `json:"-"`
	Key     string        `json:"-"`
	IPAM    *EndpointIPAM `json:"IPAMConfig,omitempty"`
	Links   []string      `json:"Links,omitempty"`
	Aliases []string      `json:"Aliases,omitempty"`
	// MacAddress is in the form written.
	MacAddress string `json:"MacAddress,omitempty"`
	DriverOpts Map    `json:"DriverOpts,omitempty"`
	GwPriority int    `json:"GwPriority,omitempty"`
}

// EndpointIPAM are the fixed addresses of an endpoint.
type EndpointIPAM struct {
	IPv4Address  string   `json:"IPv4Address,omitempty"`
	IPv6Address  string   `json:"IPv6Address,omitempty"`
	LinkLocalIPs []string `json:"LinkLocalIPs,omitempty"`
}

// Build is an image that is built on the target, or whose build is refused if it cannot be expressed.
type Build struct {
	// Service is the first of the services and jobs that share this build.
	Service string
	// At is its path in the Compose files, as [Container.At]: services.NAME.build or jobs.NAME.build.
	At []string
	// First defines when the image is pulled: the strictest policy of the containers that use it, which applies to them, too. A
	// pull that fails is not an error; the image is then built. The policy is never if nothing is pulled.
	First Pull
	// PullPlatform is the platform for which the image is pulled; empty is the engine's own.
	PullPlatform string
	// Tags are the names of the image; the first is the service's image.
	Tags []string
	// Context is an absolute path or a URL.
	Context    string
	Dockerfile string // absolute, or relative to a remote context; empty is the context's own
	// Inline is dockerfile_inline; it becomes a private file named Key.
	Inline             *File
	Args               []Variable // values may be secret: never in an argv
	SSH                Map
	Labels             Map
	CacheFrom, CacheTo []string
	NoCache            bool
	NoCacheFilter      []string
	Contexts           Map
	Network            string
	Provenance, SBOM   string
	Pull               bool
	Target             string
	ShmSize            int64
	ExtraHosts         []string
	Isolation          string
	Privileged         bool
	Entitlements       []string
	Secrets            []BuildSecret
	Ulimits            []Ulimit
	Platforms          []string
	// Always builds at every start of the unit (pull_policy: build); otherwise only if the image does not exist.
	Always bool
	// After are the services whose builds come first (additional_contexts: service:x).
	After []string
	// HostPaths are the local paths that the build reads, for mount ordering.
	HostPaths []string
}

// BuildSecret is one --secret of a build.
type BuildSecret struct {
	ID string
	// Source is a host path.
	Source string
	// File holds the value of an environment secret.
	File *File
}
