package hosttest

import (
	"context"
	"slices"
	"strings"
)

// Journal is a journal, in the order of its lines.
type Journal []Line

// Line is a line of a unit's journal. Without an Invocation the journal has only its time, which is after the machine was created.
type Line struct{ Unit, Invocation, Text string }

// read answers journalctl for one unit, and one invocation if it is given.
func (j Journal) read(argv []string) string {
	var out strings.Builder
	_, any := argument(argv, "--since=")
	id, _ := argument(argv, "_SYSTEMD_INVOCATION_ID=")
	for _, line := range j {
		if slices.Contains(argv, "--unit="+line.Unit) && (line.Invocation == id || any && line.Invocation == "") {
			out.WriteString(line.Text + "\n")
		}
	}
	return out.String()
}

// Invocation implements host.Manager.
func (h *Host) Invocation(_ context.Context, unit string) (string, error) {
	return h.Invocations[unit], nil
}

// argument returns the rest of the first argument with a prefix.
func argument(argv []string, prefix string) (string, bool) {
	for _, arg := range argv {
		if rest, is := strings.CutPrefix(arg, prefix); is {
			return rest, true
		}
	}
	return "", false
}
