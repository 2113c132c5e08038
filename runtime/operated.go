package runtime

import "context"

// Operated is what a runtime knows about a machine that runs its units: how to query the engine, how to read back units and
// source files, and where they are installed. Package host uses it to install units on a machine.
type Operated interface {
	// Name returns the value of -runtime or -format (docker, podman, quadlet). It is recorded in the target of a project.
	Name() string
	Operation
}

// Operation is [Operated] without the name of the runtime.
type Operation interface {
	// Client returns a client for the engine of the machine on which run runs programs: the engine of the user with this
	// runtime directory ($XDG_RUNTIME_DIR), or root's if userDir is empty.
	Client(run Run, userDir string) Client
	// Runs reports whether a unit or source file creates the container with this name. Mentioning the name is not enough: a
	// unit that waits for a container mentions it, too. A template names its containers with %i.
	Runs(text []byte, container string) bool
	// Network returns the network that a unit or source file creates: its key in the Compose file, and the hash of its
	// definition, which docker compose compares. Both are empty if it creates none.
	Network(text []byte) (key, hash string)
	// Sources returns the folders of the generator that turns this runtime's files into units; zero if all of them are
	// units.
	Sources() Sources
}

// Run runs a program and returns its standard output. The error holds what the program printed to standard error.
type Run func(ctx context.Context, argv ...string) (string, error)

// Client queries a machine's engine about one Compose project at a time. Its errors are those of [Run]: the program is not
// installed, the engine does not answer, or it refuses the request.
type Client interface {
	// Program returns the name of the client program.
	Program() string
	// Containers returns the containers that docker compose or the units created for the project, running or not, in the engine's
	// order: those with the project's label and a config-hash.
	Containers(ctx context.Context, project string) ([]Container, error)
	// StopContainer stops a container as it wants to be stopped, and waits for its end. One that does not run is not an error.
	StopContainer(ctx context.Context, name string) error
	// RemoveContainer stops and removes a container. Its volumes are kept, as with `docker compose up --remove-orphans`.
	RemoveContainer(ctx context.Context, name string) error
	// Strangers returns the containers, running or not, that are connected to a network of the project but do not belong to
	// the project. The network is given by its key in the Compose file.
	Strangers(ctx context.Context, project, network string) ([]string, error)
	// Networks returns the IDs of the networks that docker compose or the units created for the project, by their labels.
	Networks(ctx context.Context, project string) ([]string, error)
	// RemoveNetwork removes a network that no container uses.
	RemoveNetwork(ctx context.Context, id string) error
	// Volumes returns the volumes that docker compose or the units created for the project, by their labels. External volumes do
	// not have them.
	Volumes(ctx context.Context, project string) ([]string, error)
	// RemoveVolume removes a volume that no container uses.
	RemoveVolume(ctx context.Context, name string) error
}

// Container is a container as listed by its engine. Health is healthy, unhealthy, starting, or empty for a container
// without a healthcheck; Ports is the engine's own text.
type Container struct{ Name, State, Health, Ports string }

// Sources are the folders whose files a generator turns into units (systemd.generator(7)). Of two files with the same name
// only one is read.
type Sources struct {
	// Install is the folder where an administrator installs them. It is one of System.
	Install string
	// System are the folders that are read for the system manager, Users those that are read for every user's manager.
	System, Users []string
	// Home is a user's own folder, relative to the user's configuration directory ($XDG_CONFIG_HOME).
	Home string
}
