package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/host"
)

// steps prints a plan, file by file and unit by unit.
func steps(c *host.Changes, where host.Options) string {
	if c.Empty() {
		return where.Project + ": nothing to do\n"
	}
	counts := map[host.Kind]int{}
	for _, f := range c.Files {
		counts[f.Kind()]++
	}
	var words []string
	for _, kind := range []host.Kind{host.Add, host.Change, host.Comment, host.Drop} {
		if n := counts[kind]; n > 0 {
			words = append(words, fmt.Sprintf("%s %d", kind, n))
		}
	}
	if len(words) == 0 {
		words = []string{"no file changes"}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s in %s: %s\n", where.Project, c.Root, strings.Join(words, ", "))
	for _, s := range c.Steps() {
		line := fmt.Sprintf("  %-8s%s", s.Do, s.Name)
		if what := effect(s, c.Target); what != "" {
			line = fmt.Sprintf("  %-8s%-36s %s", s.Do, s.Name, what)
		}
		b.WriteString(visible(line) + "\n")
	}
	if c.Stopped {
		fmt.Fprintf(&b, "  the project is stopped and is not started; to start it: %s start %s\n", systemctl(where.User), c.Target)
	}
	return b.String()
}

// effect returns what happens to the units of a file.
func effect(s host.Step, target string) string {
	switch {
	case s.Volume:
		return "the volume that is there is kept"
	case s.Later:
		return "at its next start"
	case s.Network == nil:
		words := slices.Clone(s.Units)
		if at := slices.Index(words, "enable"); at >= 0 {
			words[at] = "start at boot"
		}
		return strings.Join(words, ", ")
	case len(s.Network.Users) > 0:
		return "network " + s.Network.Network + ": kept, in use by " + strings.Join(s.Network.Users, ", ")
	case len(s.Network.Restarts) == 0:
		return "network " + s.Network.Network + ": recreated at the next start of a service that uses it"
	}
	return "network " + s.Network.Network + ": recreated, restarts " + strings.Join(host.Services(target, s.Network.Restarts), ", ")
}
