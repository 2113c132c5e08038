package translate

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
	"github.com/compose2unit/compose2unit/translate/spelling"
)

// enabled reports whether a depends_on can be met: whether the name is a service or job of this run.
func (l *lowering) enabled(name string) bool {
	_, service := l.project.Services[name]
	_, job := l.project.Jobs[name]
	return service || job
}

// order lowers the dependencies. compose-go has added those of links, shared namespaces and volumes_from to depends_on
// (loader/normalize.go). Compose does not wait for a service without containers (docker/compose
// pkg/compose/convergence.go shouldWaitForDependency).
func (l *lowering) order(w *workload, c *model.Container) {
	for _, name := range sortedKeys(w.DependsOn) {
		d := w.DependsOn[name]
		if !l.enabled(name) {
			continue // it is not required: package load refuses one that is
		}
		if s, ok := l.project.Services[name]; ok && (s.Provider != nil || s.GetScale() == 0) {
			continue
		}
		if l.neverHealthy(name) && condition(d) == model.Healthy && d.Required {
			l.find(diag.Error, diag.Invalid, w.at("depends_on", name, "condition"), "the healthcheck of "+name+" is disabled, so it never becomes healthy",
				"write service_started, or enable the healthcheck")
		}
		if policy := l.neverCompleted(name); policy != "" && condition(d) == model.Completed {
			l.find(diag.Warning, diag.Invalid, w.at("depends_on", name, "condition"),
				fmt.Sprintf("%s is restarted whenever it ends (%s), so it never completes, and %s waits without end, as in docker compose",
					name, policy, w.Name),
				"write `restart: on-failure` for "+name+", or `condition: service_started`")
		}
		c.After = append(c.After, model.Dependency{Service: name, Condition: condition(d), Required: d.Required})
	}
}

// neverHealthy reports whether a service disables its healthcheck, also that of its image. `docker compose up` fails when
// another service waits for its health (docker/compose pkg/compose/service_containers.go, isServiceHealthy).
func (l *lowering) neverHealthy(name string) bool {
	check := l.project.Services[name].HealthCheck
	return check != nil && (check.Disable || len(check.Test) > 0 && check.Test[0] == "NONE")
}

// neverCompleted returns the restart policy of a service if it restarts the container after success, too; otherwise it is empty.
// `docker compose up` waits for the status exited, which such a container has only when it is stopped by hand (docker/compose
// pkg/compose/service_containers.go, isServiceCompleted), and so do the units.
func (l *lowering) neverCompleted(name string) string {
	s := l.project.Services[name]
	if s.Deploy != nil && s.Deploy.RestartPolicy != nil {
		if c := s.Deploy.RestartPolicy.Condition; c == "any" || c == "always" || c == "unless-stopped" {
			return "condition: " + c
		}
		return ""
	}
	if policy, _, _ := strings.Cut(s.Restart, ":"); policy == "always" || policy == "unless-stopped" {
		return "restart: " + policy
	}
	return ""
}

// condition returns one of the schema's conditions.
func condition(d types.ServiceDependency) model.Condition {
	switch d.Condition {
	case types.ServiceConditionHealthy:
		return model.Healthy
	case types.ServiceConditionCompletedSuccessfully:
		return model.Completed
	}
	return model.Started
}

// restartWith inverts depends_on.NAME.restart: the model keeps it at the service that is restarted.
func (l *lowering) restartWith() {
	dependents := map[string][]string{}
	for i := range l.out.Containers {
		name := l.out.Containers[i].Service
		for dependency, d := range l.project.Services[name].DependsOn {
			if d.Restart {
				dependents[dependency] = append(dependents[dependency], name)
			}
		}
	}
	for i := range l.out.Containers {
		c := &l.out.Containers[i]
		c.RestartWith = dependents[c.Service]
		slices.Sort(c.RestartWith)
	}
}

// restart mirrors docker/compose pkg/compose/create.go getRestartPolicy: deploy.restart_policy replaces restart
// entirely.
func (l *lowering) restart(w *workload, c *model.Container) {
	c.Restart = model.Restart{Name: "no"}
	if w.Restart != "" {
		name, retries, counted := strings.Cut(w.Restart, ":")
		n, err := strconv.Atoi(retries)
		if counted {
			l.checkRetries(w, name, retries, n, err)
		}
		c.Restart = l.policy(w.at("restart"), name, n)
	}
	if w.Deploy != nil && w.Deploy.RestartPolicy != nil {
		c.Restart = l.deployPolicy(w, *w.Deploy.RestartPolicy)
	}
}

// checkRetries reports a count that is none, which Compose replaces by no limit, and one that Docker refuses (moby
// daemon/container.go, validateRestartPolicy).
func (l *lowering) checkRetries(w *workload, name, retries string, n int, err error) {
	if l.inherited(w.at("restart")) {
		return
	}
	switch {
	case errors.Is(err, strconv.ErrSyntax):
		l.find(diag.Warning, diag.Partial, w.at("restart"), quoted(retries)+" is not a number, so docker compose ignores it, and so does the unit", "write `on-failure:3` for three attempts")
	case n < 0:
		l.find(diag.Error, diag.Invalid, w.at("restart"), "a number of attempts is not negative", "write `on-failure` for no limit")
	case n > 0 && slices.Contains([]string{"no", "always", "unless-stopped"}, name): // any other name is reported as such
		l.find(diag.Error, diag.Invalid, w.at("restart"), "only on-failure counts attempts; Docker refuses a number beside "+name, "write `"+name+"` or `on-failure:"+retries+"`")
	}
}

// deployPolicy follows Compose in two unexpected cases and reports them: a policy without a condition never restarts,
// although the specification says any; and a count without on-failure is refused by Docker 25 and later.
func (l *lowering) deployPolicy(w *workload, p types.RestartPolicy) model.Restart {
	retries := 0
	if p.MaxAttempts != nil {
		retries = int(*p.MaxAttempts)
	}
	if p.Condition == "" {
		l.find(diag.Warning, diag.Partial, w.at("deploy", "restart_policy"), "without a condition Compose does not restart the service, and neither does the unit", "write `condition: any`")
		return model.Restart{Name: "no"}
	}
	if retries > 0 && p.Condition != "on-failure" {
		l.find(diag.Warning, diag.NoEffect, w.at("deploy", "restart_policy", "max_attempts"), "only condition on-failure counts attempts; Docker refuses it beside "+p.Condition, "remove it, or write `condition: on-failure`")
	}
	return l.policy(w.at("deploy", "restart_policy", "condition"), p.Condition, retries)
}

func (l *lowering) policy(path []string, name string, retries int) model.Restart {
	switch name {
	case "none", "no":
		return model.Restart{Name: "no"}
	case "any", "always":
		return model.Restart{Name: "always"}
	case "unless-stopped":
		return model.Restart{Name: "unless-stopped"}
	case "on-failure":
		return model.Restart{Name: "on-failure", Retries: max(retries, 0)}
	}
	words := []string{"no", "always", "unless-stopped", "on-failure"}
	if path[len(path)-1] == "condition" {
		words = []string{"none", "on-failure", "any"}
	}
	l.find(diag.Error, diag.Invalid, path, fmt.Sprintf("%q is not a restart policy", name),
		cmp.Or(spelling.Hint(name, words), "use one of "+strings.Join(words, ", ")))
	return model.Restart{Name: "no"}
}
