package translate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/calendar"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
	"github.com/compose2unit/compose2unit/translate/settings"
)

// extensionKey holds what Compose cannot express and systemd has no directive for. docker compose ignores it, and it is
// in no hash.
const extensionKey = "x-compose2unit"

// The keys of x-compose2unit of a service.
const (
	archiveKey   = "image-archive"
	updateKey    = "update"
	unhealthyKey = "on-unhealthy"
)

// extension reads x-compose2unit of a service or job, or image-archive of a pre_start step. It runs after the image and
// the restart policy.
func (l *lowering) extension(w *workload, c *model.Container) {
	in := map[model.Kind]string{model.Service: inService, model.Job: inJob, model.PreStart: inPreStart}[w.kind]
	texts := l.extensionTexts(w.at(extensionKey), w.Extensions[extensionKey], in)
	if file := texts[archiveKey]; file != "" {
		l.archive(w, c, file)
	}
	if when := texts[updateKey]; when != "" {
		c.Update = l.update(w, c, when)
	}
	if w.kind == model.Service {
		c.RestartUnhealthy = l.restartUnhealthy(w, c, texts[unhealthyKey])
	}
}

// withoutSettings returns x-compose2unit of the project without the settings, which the caller of the translation
// checks.
func withoutSettings(raw any) any {
	members, ok := raw.(map[string]any)
	if !ok {
		return raw
	}
	own := maps.Clone(members)
	maps.DeleteFunc(own, func(key string, _ any) bool { return slices.Contains(settings.Names, key) })
	return own
}

// extensionTexts returns the values of the keys that are valid at a place in the file: each is a non-empty string.
func (l *lowering) extensionTexts(path []string, raw any, in string) map[string]string {
	allowed := namesIn(Extensions(), in)
	if in == inProject {
		allowed = append(allowed, settings.Names...)
	}
	if raw == nil {
		return nil
	}
	members, ok := raw.(map[string]any)
	if !ok {
		l.invalid(path, extensionKey+" holds keys with values")
		return nil
	}
	out := map[string]string{}
	for _, key := range sortedKeys(members) {
		at := append(slices.Clone(path), key)
		if !slices.Contains(allowed, key) {
			text := fmt.Sprintf("%s has no key %q here", extensionKey, key)
			if len(allowed) > 0 {
				text += "; there is " + enumerate(allowed)
			}
			l.invalid(at, text)
			continue
		}
		text, ok := members[key].(string)
		if !ok || text == "" {
			l.invalid(at, "must be a non-empty string")
			continue
		}
		out[key] = text
	}
	return out
}

// update returns when the image is pulled again while the service runs, as an OnCalendar= expression.
func (l *lowering) update(w *workload, c *model.Container, text string) string {
	at := w.at(extensionKey, updateKey)
	when, ok := calendar.Parse(text)
	switch {
	case !ok:
		l.find(diag.Error, diag.Invalid, at, fmt.Sprintf("%q is not a valid systemd calendar expression", when),
			"write daily, or Sun 03:00; `systemd-analyze calendar` explains one")
	case w.Build != nil:
		l.invalid(at, "an update only pulls, and this image may be a local build")
	case c.Archive != "" || c.Pull.Policy == types.PullPolicyNever:
		l.invalid(at, "the image is never pulled")
	case strings.Contains(c.Image, "@"):
		l.find(diag.Warning, diag.NoEffect, at, "the image has a digest, so there is never a newer one", "")
	default:
		return when
	}
	return ""
}
