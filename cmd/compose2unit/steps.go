package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// planned is a plan as it is printed. Spoken are the units that a line has named.
type planned struct {
	*host.Changes
	spoken map[string]bool
}

// steps prints the plan, unit by unit.
func steps(c *host.Changes, where host.Options) string {
	if c.Empty() {
		return where.Project + ": nothing to do\n"
	}
	p := planned{c, map[string]bool{}}
	var b strings.Builder
	counts := map[host.Kind]int{}
	for _, f := range p.Files {
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
	fmt.Fprintf(&b, "%s in %s: %s\n", where.Project, p.Root, strings.Join(words, ", "))
	for _, f := range p.Files {
		line := fmt.Sprintf("  %-8s%s", f.Kind(), f.Path)
		if what := p.what(f); what != "" {
			line = fmt.Sprintf("  %-8s%-36s %s", f.Kind(), f.Path, what)
		}
		b.WriteString(visible(line) + "\n")
	}
	p.others(&b)
	if p.Asleep {
		fmt.Fprintf(&b, "  the project is stopped, and stays so: %s start %s\n", systemctl(where.User), p.Target)
	}
	return b.String()
}

// what happens to the unit of a file.
func (p planned) what(f host.File) string {
	if !f.Unit() {
		return ""
	}
	var words []string
	for _, verb := range []struct {
		word  string
		units []string
	}{{"stop", p.Stop}, {"restart", p.Restart}, {"start", p.Start}, {"start at boot", p.Enable}} {
		for _, name := range verb.units {
			if name == f.Name() || names.Instance(name, f.Name()) {
				p.spoken[name] = true
				if !slices.Contains(words, verb.word) {
					words = append(words, verb.word)
				}
			}
		}
	}
	if len(words) == 0 && f.Restarts() {
		if r := slices.IndexFunc(p.Recreate, func(r host.Recreation) bool { return r.Unit == f.Name() }); r >= 0 {
			return p.recreated(p.Recreate[r])
		}
		if names.MayBeVolume(f.Name()) {
			return "the volume that is there is kept"
		}
		return "at its next start"
	}
	return strings.Join(words, ", ")
}

// recreated is what happens to a network whose definition changed.
func (p planned) recreated(r host.Recreation) string {
	switch {
	case len(r.Users) > 0:
		return "network " + r.Network + ": kept, in use by " + strings.Join(r.Users, ", ")
	case len(r.Restarts) == 0:
		return "network " + r.Network + ": recreated at the next start of a service that uses it"
	}
	return "network " + r.Network + ": recreated, restarts " + strings.Join(host.Services(p.Target, r.Restarts), ", ")
}

// others are units whose own file stays as it is: their values changed, or an earlier run did not get to them.
func (p planned) others(b *strings.Builder) {
	for _, verb := range []struct {
		word  string
		units []string
	}{{"stop", p.Stop}, {"restart", p.Restart}, {"start", p.Start}, {"enable", p.Enable}} {
		for _, name := range verb.units {
			if !p.spoken[name] {
				fmt.Fprintf(b, "  %-8s%s\n", verb.word, name)
				p.spoken[name] = true
			}
		}
	}
	for _, name := range p.Modes {
		fmt.Fprintf(b, "  %-8s%s\n", "mode", visible(name))
	}
}
