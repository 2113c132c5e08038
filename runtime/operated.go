package runtime

import "context"

// Operated is what a runtime knows of a machine that runs its units: how its engine is asked, what its units and sources
// say when they are read back, and where their folders are. Package host brings units to a machine with it.
type Operated interface {
	// Name is the word of -runtime and -format (docker, podman, quadlet). The target of a project says it.
	Name() string
	Operation
}

// Operation is what [Operated] knows of a machine, whatever the runtime is called.
type Operation interface {
	// Client asks the engine of the machine that run runs programs on: that of the user with this runtime directory
	// ($XDG_RUNTIME_DIR), or root's where it is empty.
	Client(run Run, userDir string) Client
	// Runs reports whether a unit or source creates the container of a name. Other units name containers as well, those
	// that wait for one, for instance. A template names its containers with %i.
	Runs(text []byte, container string) bool
	// Network is the network that a unit or source creates: its key in the Compose file, and the hash of its definition, which is
	// what docker compose compares. Both are empty where it creates none.
	Network(text []byte) (key, hash string)
	// Sources are the folders of the generator that makes units of this runtime's files; zero where all of them are units.
	Sources() Sources
}

// Run runs a program and returns its standard output. The error holds what the program printed to standard error.
type Run func(ctx context.Context, argv ...string) (string, error)

// Client asks a machine's engine about one Compose project at a time. Its errors are those of [Run]: the client is not
// there, the engine does not answer, or it refuses.
type Client interface {
	// Program is the name of the client's program.
	Program() string
	// Containers are those with the project's label, running or not, in the engine's order.
	Containers(ctx context.Context, project string) ([]Container, error)
	// RemoveContainer stops and removes a container. Its volumes stay, as with `docker compose up --remove-orphans`.
	RemoveContainer(ctx context.Context, name string) error
	// Strangers are the containers on a network of the project that are not the project's, running or not. The network is
	// named by its key in the Compose file.
	Strangers(ctx context.Context, project, network string) ([]string, error)
	// Volumes are those with the project's label. External ones do not have it.
	Volumes(ctx context.Context, project string) ([]string, error)
	// RemoveVolume removes a volume that no container uses.
	RemoveVolume(ctx context.Context, name string) error
}

// Container is a container as its engine lists it. Health is healthy, unhealthy, starting, or empty for one without a
// healthcheck; Ports is the engine's own text.
type Container struct{ Name, State, Health, Ports string }

// Sources are folders whose files a generator turns into units (systemd.generator(7)). Of two files of one name only one is
// read.
type Sources struct {
	// Install is where an administrator installs them. It is one of System.
	Install string
	// System are the folders that the system's manager reads, Users those that every user's does.
	System, Users []string
	// Home is the folder of a user's own, below the user's configuration directory ($XDG_CONFIG_HOME).
	Home string
}
