package cli

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// contract reports directives of x-systemd that take from a container's unit what its scripts rely on: how it is started,
// followed and stopped. Of several values of a setting the last one counts; an empty value of a list removes the unit's own.
func (r *Rendering) contract(c *model.Container, view *templates.ContainerView) {
	last := map[string]model.UnitKey{}
	for _, k := range c.Systemd {
		if k.Section != "Service" {
			continue
		}
		if why := r.removes(k, view); why != "" {
			r.breaks(c, k, why)
		}
		last[k.Key] = k
	}
	for _, k := range last {
		if c.Kind == model.Job && r.engine.Main == Follow && (k.Key == "Type" || k.Key == "RemainAfterExit") {
			continue // its main process ends as the container does, so a job may be a oneshot
		}
		if why := r.overrides(k); why != "" && k.Value != "" {
			r.breaks(c, k, why)
		}
	}
}

func (r *Rendering) breaks(c *model.Container, k model.UnitKey, why string) {
	r.scope.At(append(slices.Clone(c.At), k.At()...)...).Warn(diag.Partial, why, "remove it")
}

// removes returns what is lost by one of several values of a directive, or "".
func (r *Rendering) removes(k model.UnitKey, view *templates.ContainerView) string {
	empty := k.Value == ""
	switch {
	case k.Key == "ExecStart":
		return "the unit has its own ExecStart=, and a service that is no oneshot has only one: systemd refuses the unit, or starts no container"
	case k.Key == "ExecStartPre" && empty:
		return "an empty value removes the unit's own commands, which create the container"
	case k.Key == "ExecStartPost" && empty && (r.engine.Generated || len(view.Post) > 0):
		return "an empty value removes the unit's own commands after the start"
	case k.Key == "ExecStop" && empty && r.engine.Main == Follow && len(view.Stop) > 0:
		return "an empty value removes the pre_stop hooks"
	case k.Key == "ExecStop" && empty && len(view.Stop) > 0:
		return "an empty value removes the unit's own command, which stops the container"
	case k.Key == "ExecStopPost" && empty && len(view.Ended) > 0:
		return "an empty value removes the unit's own commands, which record how the container ended"
	case k.Key == "RestartForceExitStatus" && empty:
		return "an empty value removes SIGKILL: the unit is not started again after its main process was killed"
	case k.Key == "RestartPreventExitStatus" && holdsSignal(k.Value, kill):
		return "the unit is not started again after its main process was killed"
	}
	return ""
}

// overrides returns what is lost by the value of a setting, or "".
func (r *Rendering) overrides(k model.UnitKey) string {
	switch k.Key {
	case "KillSignal", "RestartKillSignal":
		if r.engine.Main == Follow && !slices.Contains(stopping, signal(k.Value)) {
			return "the unit's main process stops the container when it gets SIGTERM, SIGINT, SIGQUIT or SIGHUP; after another signal the container keeps running"
		}
	case "KillMode":
		switch {
		case r.engine.Generated && k.Value != "mixed" && k.Value != "control-group":
			return "the engine's generator accepts only mixed and control-group, and generates no unit"
		case r.engine.Main == Follow && k.Value == "none":
			return "the unit's main process stops the container when it gets a signal; without one the container keeps running after a stop"
		}
	case "SendSIGKILL":
		if no(k.Value) {
			return "a process that does not end in time keeps running, and the next start finds it"
		}
	case "FinalKillSignal":
		if signal(k.Value) != kill {
			return "a process that does not end in time gets a signal that it may ignore, and keeps running"
		}
	}
	return following(k)
}

// following returns what is lost of how systemd follows the main process, whatever it is.
func following(k model.UnitKey) string {
	switch k.Key {
	case "Type":
		switch k.Value {
		case "notify":
		case "notify-reload":
			return "systemctl reload sends SIGHUP to the unit's main process, which reads no configuration"
		default:
			return "the unit's main process notifies systemd when the container is running; with another type than notify the unit starts too early, or not at all"
		}
	case "NotifyAccess":
		if k.Value != "all" {
			return "the notification that the container is running comes from a child of the main process, and systemd must accept it"
		}
	case "PIDFile":
		return "systemd would read the main process from the file, and remove it after a stop"
	case "RemainAfterExit":
		if yes(k.Value) {
			return "the unit stays active when the container has exited, so it is not restarted, and what waits for its end waits forever"
		}
	case "WatchdogSec":
		if k.Value != "infinity" && strings.ContainsAny(k.Value, "123456789") {
			return "the unit's main process sends no keep-alive messages, so systemd kills it after this time"
		}
	}
	return ""
}

const kill = "KILL"

// stopping are the signals on which the script `run` stops the container.
var stopping = []string{"HUP", "INT", "QUIT", "TERM"}

var numbered = map[string]string{"1": "HUP", "2": "INT", "3": "QUIT", "9": kill, "15": "TERM"}

// signal returns the name of a signal without SIG, as systemd reads it (basic/signal-util.c, signal_from_string).
func signal(text string) string {
	if name, ok := numbered[text]; ok {
		return name
	}
	return strings.TrimPrefix(text, "SIG")
}

// holdsSignal reports whether a list of exit codes and signals has the signal; a number is an exit code.
func holdsSignal(list, name string) bool {
	return slices.ContainsFunc(strings.Fields(list), func(word string) bool { return strings.TrimPrefix(word, "SIG") == name })
}

// yes and no report how systemd reads a boolean (basic/parse-util.c, parse_boolean).
func yes(text string) bool {
	return slices.Contains([]string{"1", "yes", "y", "true", "t", "on"}, strings.ToLower(text))
}

func no(text string) bool {
	return slices.Contains([]string{"0", "no", "n", "false", "f", "off"}, strings.ToLower(text))
}
