package translate

import (
	"fmt"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// The values of on-unhealthy.
const (
	restartWord = "restart"
	noneWord    = "none"
)

// projectExtension reads x-compose2unit of the project: on-unhealthy, for the services that do not set it.
func (l *lowering) projectExtension() {
	path := []string{extensionKey}
	texts := l.extensionTexts(path, withoutSettings(l.project.Extensions[extensionKey]), inProject)
	l.unhealthy = l.unhealthyWord(append(path, unhealthyKey), texts[unhealthyKey])
}

// unhealthyWord returns a valid value of on-unhealthy, or the empty string.
func (l *lowering) unhealthyWord(path []string, word string) string {
	switch word {
	case "", restartWord, noneWord:
		return word
	}
	l.find(diag.Error, diag.Invalid, path, fmt.Sprintf("%q is neither restart nor none", word),
		"write restart for a container that is restarted when it is unhealthy, or none")
	return noneWord
}

// restartUnhealthy reports whether the service's containers are restarted when they are unhealthy: own is the service's
// value, which overrides the project's. The project's value applies to each service with a healthcheck and a restart
// policy; if a service sets its own and lacks one of them, that is an error.
func (l *lowering) restartUnhealthy(w *workload, c *model.Container, own string) bool {
	at := w.at(extensionKey, unhealthyKey)
	word := l.unhealthyWord(at, own)
	if word == "" {
		word = l.unhealthy
	}
	checked := w.HealthCheck != nil && !w.HealthCheck.Disable && (len(w.HealthCheck.Test) == 0 || w.HealthCheck.Test[0] != "NONE")
	restarts := c.Restart.Name != "no"
	switch {
	case word != restartWord:
		return false
	case checked && restarts:
		return true
	case own == "" && checked:
		l.find(diag.Warning, diag.NoEffect, w.at("restart"), "on-unhealthy of the project does not apply: the service has no restart policy",
			"write `restart: unless-stopped`, or `x-compose2unit: {on-unhealthy: none}` for this service")
	case own == "":
	case !restarts:
		l.find(diag.Error, diag.Invalid, at, "the service has no restart policy, so a container that has become unhealthy would stay down",
			"write `restart: unless-stopped`, `always` or `on-failure`")
	case w.HealthCheck == nil:
		l.find(diag.Error, diag.Invalid, at, "the service has no healthcheck, so its containers are never unhealthy",
			"write a `healthcheck`; where the image has the test, its `interval` or `retries` alone will do")
	default:
		l.find(diag.Error, diag.Invalid, at, "the service's healthcheck is disabled, so its containers are never unhealthy",
			"write a `healthcheck` with a test")
	}
	return false
}

// checkUnhealthy warns if the project's on-unhealthy applies to no service.
func (l *lowering) checkUnhealthy() {
	if l.unhealthy != restartWord {
		return
	}
	for i := range l.out.Containers {
		if l.out.Containers[i].RestartUnhealthy {
			return
		}
	}
	l.find(diag.Warning, diag.NoEffect, []string{extensionKey, unhealthyKey}, "no service has both a healthcheck and a restart policy, so none is restarted", "")
}

// enumerate lists names in a sentence.
func enumerate(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
