package translate

import (
	"slices"

	"github.com/compose-spec/compose-go/v2/types"
)

// Pass is one step between the loaded project and its lowering. It takes a project and returns it, or another one
// derived from it; no pass changes the project that it is given.
type Pass struct {
	// Name is the subject of the pass.
	Name string
	// Reason says what it does, and why at this point.
	Reason string
	run    func(*lowering, *types.Project) *types.Project
}

// Passes returns the passes in their order.
func Passes() []Pass { return slices.Clone(passes) }

// passes are in order: first the checks of the loaded project, then the passes that replace parts of it.
var passes = []Pass{
	{"texts", "Checks that every text has the form of its attribute and can stand in a unit. First, because the others rely on it.",
		check((*lowering).checkTexts)},
	{"credentials", "Finds the secrets that systemd keeps. Before the files, because such a secret needs none.",
		check((*lowering).findCredentials)},
	{"files", "Warns of files of secrets and configs that do not exist. Before the target's paths, which say nothing about this machine.",
		check((*lowering).checkFiles)},
	{"build sources", "Warns of what a build reads and this machine does not have. Before the target's paths, for the same reason.",
		check((*lowering).checkBuilds)},
	{"values from outside", "Refuses with `-env-files-only` what would be copied into the output. Before the API socket, which adds a config of its own.",
		check((*lowering).checkOutside)},
	{"SSH keys", "Sorts the keys of a build, which compose-go reads in a random order. Before anything names one by its index or compares builds.",
		(*lowering).sortSSH},
	{"target paths", "Moves what is below the project directory to `-root-path`. Before anything is hashed: the hash is that of the project on the target.",
		(*lowering).rebase},
	{"image lock", "Gives images their locked digests. Before anything is hashed, as in `docker compose config --resolve-image-digests`.",
		(*lowering).lockImages},
	{"API socket", "Writes `use_api_socket` out. Before anything is hashed, as in docker compose, and after the target's paths: the socket does not move.",
		(*lowering).useAPISocket},
	{"address pools", "Gives networks without a subnet one of `-address-pool`, as if the file had it. Before networks are hashed.",
		(*lowering).givePools},
}

// check returns a pass that returns the project that it is given.
func check(run func(*lowering, *types.Project)) func(*lowering, *types.Project) *types.Project {
	return func(l *lowering, p *types.Project) *types.Project {
		run(l, p)
		return p
	}
}

// copied returns a project that shares nothing with its original.
func copied(p *types.Project) *types.Project {
	out, err := p.WithServicesEnabled() // with no name it is a deep copy
	if err != nil {
		panic("translate: compose-go cannot copy a project: " + err.Error())
	}
	return out
}
