package translate

import (
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// hooks lowers the commands run in the container after its start and before its stop (docker/compose
// pkg/compose/hook.go).
func (l *lowering) hooks(w *workload, c *model.Container) {
	c.PostStart = execs(w.PostStart)
	c.PreStop = execs(w.PreStop)
}

func execs(in []types.ServiceHook) []model.Hook {
	var out []model.Hook
	for _, h := range in {
		out = append(out, model.Hook{
			Command: h.Command, User: h.User, Privileged: h.Privileged, WorkingDir: inside(h.WorkingDir), Env: variables(h.Environment),
		})
	}
	return out
}

// preStart lowers the steps that run before the service's first container starts. compose-go has filled in what a step
// inherits from its service (loader/normalize.go resolvePreStartHooks); it is created like the service's container,
// with that container's volumes (docker/compose pkg/compose/pre_start.go).
func (l *lowering) preStart(w *workload, c *model.Container) {
	if w.kind != model.Service {
		return
	}
	for i, hook := range w.PreStart {
		step := &workload{
			ServiceConfig: types.ServiceConfig{Name: w.Name, ContainerSpec: hook.ContainerSpec, Extensions: hook.Extensions},
			kind:          model.PreStart, path: w.at("pre_start", itoa(i)), replicas: 1,
		}
		if hook.PerReplica {
			l.find(diag.Error, diag.Unsupported, step.at("per_replica"), "Compose does not run a step per replica yet", "remove it")
		}
		if step.Image == "" {
			step.Image = c.Image
		}
		// Compose leaves the container unnamed, but its first alias is the name that replica number 0 would have.
		step.name = l.containerName(types.ServiceConfig{Name: w.Name, ContainerName: w.ContainerName}, "0")
		out := l.container(step)
		out.Name = strings.Join([]string{l.project.Name, w.Name, "pre_start", itoa(i)}, l.separator())
		if out.Archive == "" {
			out.Pull = l.hookPull(w, c, out.Image)
		}
		first, _ := l.firstContainer(w.path, w.Name)
		out.Host.VolumesFrom = append(out.Host.VolumesFrom, first)
		out.Restart = model.Restart{Name: "no"}
		c.PreStart = append(c.PreStart, out)
		needs(c, &out)
	}
}

// needs adds what a step needs to the needs of the container whose unit runs it.
func needs(c, step *model.Container) {
	for _, pair := range [][2]*[]string{
		{&c.Networks, &step.Networks}, {&c.Volumes, &step.Volumes}, {&c.ExternalNetworks, &step.ExternalNetworks},
		{&c.ExternalVolumes, &step.ExternalVolumes}, {&c.HostPaths, &step.HostPaths}, {&c.MakePaths, &step.MakePaths}, {&c.Devices, &step.Devices},
	} {
		*pair[0] = append(*pair[0], *pair[1]...)
		sortedUnique(pair[0])
	}
	c.Remote = c.Remote || step.Remote
}

// hookPull mirrors docker/compose pkg/compose/pull.go addPreStartHookPulls: the service's policy, except that a step's
// image is never built for the step.
func (l *lowering) hookPull(w *workload, c *model.Container, image string) model.Pull {
	policy, every, err := w.GetPullPolicy()
	switch {
	case image == c.Image:
		return model.Pull{Policy: types.PullPolicyNever} // the service's own image
	case err != nil, c.Archive != "", policy == types.PullPolicyBuild, policy == types.PullPolicyIfNotPresent:
		return model.Pull{Policy: types.PullPolicyMissing}
	}
	return model.Pull{Policy: policy, Every: every}
}
