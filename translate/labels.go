package translate

import (
	"fmt"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/model"
)

// ComposeVersion is the docker compose version whose behaviour is followed, and the value of
// com.docker.compose.version.
const ComposeVersion = "5.6.0"

// The labels by which Compose manages its objects (docker/compose pkg/api/labels.go).
const (
	labelPrefix     = "com.docker.compose."
	labelProject    = labelPrefix + "project"
	labelService    = labelPrefix + "service"
	labelVersion    = labelPrefix + "version"
	labelWorkingDir = labelPrefix + "project.working_dir"
	labelFiles      = labelPrefix + "project.config_files"
	labelEnvFiles   = labelPrefix + "project.environment_file"
	labelOneoff     = labelPrefix + "oneoff"
	labelNumber     = labelPrefix + "container-number"
	labelHash       = labelPrefix + "config-hash"
	labelDependsOn  = labelPrefix + "depends_on"
	labelHook       = labelPrefix + "hook"
	labelHookIndex  = labelPrefix + "hook-index"
	labelNetwork    = labelPrefix + "network"
	labelVolume     = labelPrefix + "volume"
)

// labels merges the user's labels with Compose's, which take precedence (docker/compose pkg/compose/loader.go
// postProcessProject, create.go getCreateConfigs).
func (l *lowering) labels(w *workload, c *model.Container) {
	c.Config.Labels = model.Sorted(w.Labels)
	set := c.Config.Labels.Set
	l.ownLabels(w, &c.Config.Labels)
	if w.kind == model.PreStart { // createPreStartContainer in pre_start.go: without a hash `ps` and `down` ignore it
		set(labelHook, "pre_start")
		set(labelHookIndex, w.path[len(w.path)-1])
		set(labelDependsOn, "")
		return
	}
	c.Hash = configHash(w.ServiceConfig)
	set(labelWorkingDir, l.project.WorkingDir)
	set(labelFiles, strings.Join(l.files, ","))
	if len(l.envFiles) > 0 {
		set(labelEnvFiles, strings.Join(l.envFiles, ","))
	}
	set(labelHash, c.Hash)
	set(labelDependsOn, l.dependsOnLabel(w))
	if w.kind == model.Job {
		// A job is what `docker compose run` starts: it has no number, and `up` does not consider it an orphan.
		set(labelOneoff, "True")
		return
	}
	set(labelOneoff, "False")
	set(labelNumber, instance(w.replicas))
}

func (l *lowering) ownLabels(w *workload, labels *model.Map) {
	labels.Set(labelProject, l.project.Name)
	labels.Set(labelService, w.Name)
	labels.Set(labelVersion, ComposeVersion)
}

// dependsOnLabel returns com.docker.compose.depends_on. Compose joins it in map order; here it is sorted.
func (l *lowering) dependsOnLabel(w *workload) string {
	var parts []string
	for _, name := range sortedKeys(w.DependsOn) {
		d := w.DependsOn[name]
		if !d.Required && !l.enabled(name) {
			continue
		}
		parts = append(parts, fmt.Sprintf("%s:%s:%t", name, d.Condition, d.Restart))
	}
	return strings.Join(parts, ",")
}

// resourceLabels returns the labels of a network or volume (docker/compose pkg/compose/create.go prepareNetworks).
func (l *lowering) resourceLabels(user types.Labels, label, key, hash string) model.Map {
	labels := model.Sorted(user)
	labels.Set(label, key)
	labels.Set(labelProject, l.project.Name)
	labels.Set(labelVersion, ComposeVersion)
	labels.Set(labelHash, hash)
	return labels
}
