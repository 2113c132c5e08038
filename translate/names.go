package translate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/compose-spec/compose-go/v2/utils"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// maxReplicas limits the replicas of one service: each of them is named in links and checked for collisions.
const maxReplicas = 1000

// separator joins the parts of generated names: docker compose uses `_` with --compatibility, which a project can
// request with COMPOSE_COMPATIBILITY (docker/compose cmd/compose/compose.go).
func (l *lowering) separator() string {
	text := l.project.Environment["COMPOSE_COMPATIBILITY"]
	if utils.StringToBool(text) || strings.EqualFold(strings.TrimSpace(text), "y") { // docker/compose pkg/utils StringToBool
		return "_"
	}
	return "-"
}

// containerName mirrors docker/compose pkg/compose/convergence.go getContainerName.
func (l *lowering) containerName(s types.ServiceConfig, number string) string {
	if s.ContainerName != "" {
		return s.ContainerName
	}
	return strings.Join([]string{l.project.Name, s.Name, number}, l.separator())
}

// instance returns the number of a workload's container: each replica's own if there are several.
func instance(replicas int) string {
	if replicas > 1 {
		return model.Instance
	}
	return "1"
}

// containerNames returns the names of all containers of a service, lowest number first.
func (l *lowering) containerNames(s types.ServiceConfig) []string {
	names := make([]string, 0, 1)
	for n := 1; n <= min(s.GetScale(), maxReplicas); n++ {
		names = append(names, l.containerName(s, strconv.Itoa(n)))
	}
	return names
}

// firstContainer returns the container that `service:NAME` and volumes_from refer to: the first by name, which is
// number 1 (docker/compose pkg/compose/convergence.go, resolveServiceReferences).
func (l *lowering) firstContainer(path []string, name string) (string, bool) {
	s, ok := l.project.Services[name]
	if !ok || s.Provider != nil || s.GetScale() == 0 {
		l.find(diag.Error, diag.Missing, path, fmt.Sprintf("service %s has no container to share with", name), "")
		return "", false
	}
	s.Name = name
	return l.containerName(s, "1"), true
}

// scale returns the number of replicas, which is limited. Package load has refused several with one container_name.
func (l *lowering) scale(s types.ServiceConfig) int {
	n := s.GetScale()
	path := []string{"services", s.Name, "scale"}
	if s.Scale == nil {
		path = []string{"services", s.Name, "deploy", "replicas"}
	}
	if n > maxReplicas {
		l.find(diag.Error, diag.Limit, path, fmt.Sprintf("%d containers of one service exceed the limit of %d", n, maxReplicas), "")
		return maxReplicas
	}
	return n
}

// checkContainerNames refuses two containers with the same name: the engine would refuse to create the second.
func (l *lowering) checkContainerNames() {
	taken := map[string][]string{}
	for i := range l.out.Containers {
		c := &l.out.Containers[i]
		path := l.namedAt(c)
		for n := 1; n <= c.Replicas; n++ {
			name := model.Numbered(c.Name, n)
			other, ok := taken[name]
			if !ok {
				taken[name] = path
				continue
			}
			l.find(diag.Error, diag.Collision, path, fmt.Sprintf("container name %s is also that of %s (%s)",
				name, strings.Join(other, "."), l.where(other...)), "")
			break
		}
	}
}

// namedAt returns the attribute that gives a container its name.
func (l *lowering) namedAt(c *model.Container) []string {
	if c.Kind != model.Job && l.project.Services[c.Service].ContainerName != "" {
		return append(c.At, "container_name")
	}
	return c.At
}

// sortedKeys returns the keys of a map in the order in which everything is printed.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
