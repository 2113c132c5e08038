package translate

import (
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/grammar"
	"github.com/compose2unit/compose2unit/translate/model"
)

// imageOf mirrors docker/compose pkg/api/api.go GetImageNameOrDefault.
func (l *lowering) imageOf(s types.ServiceConfig) string {
	if s.Image != "" {
		return s.Image
	}
	return l.project.Name + l.separator() + s.Name
}

// checkImage mirrors docker/compose pkg/compose/build.go ensureImagesExists, whose first part package load has checked
// for services.
func (l *lowering) checkImage(w *workload) {
	if w.Image == "" && w.Build == nil {
		l.find(diag.Error, diag.Invalid, w.path, "has neither image nor build", "add image:")
	}
	if name := l.imageOf(w.ServiceConfig); w.Image == "" && w.Build != nil && !grammar.Image.Valid(name) {
		l.find(diag.Error, diag.Invalid, w.path, "the image would be called "+name+", which is not an image reference", "give it a name in lower case with `image:`")
	}
}

// image lowers the source of the image. DOCKER_DEFAULT_PLATFORM in the project's environment is the default of platform
// (docker/compose pkg/compose/convergence.go createMobyContainer).
func (l *lowering) image(w *workload, c *model.Container) {
	c.Image = l.imageOf(w.ServiceConfig)
	c.Platform = w.Platform
	if c.Platform == "" {
		c.Platform = l.project.Environment["DOCKER_DEFAULT_PLATFORM"]
	}
	c.Pull = l.pull(w)
}

// pull mirrors docker/compose pkg/compose/pull.go mustPull: an image that the file does not name is only ever built.
func (l *lowering) pull(w *workload) model.Pull {
	policy, every, err := w.GetPullPolicy()
	if err != nil {
		l.invalid(w.at("pull_policy"), err.Error())
		return model.Pull{Policy: types.PullPolicyMissing}
	}
	if policy == types.PullPolicyIfNotPresent {
		policy = types.PullPolicyMissing
	}
	if w.Image == "" && policy != types.PullPolicyBuild {
		policy, every = types.PullPolicyNever, 0
	}
	return model.Pull{Policy: policy, Every: every}
}
