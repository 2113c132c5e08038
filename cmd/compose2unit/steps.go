package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// steps prints the plan, unit by unit.
func (in *installed) steps() string {
	if in.nothing() {
		return in.Project + ": nothing to do\n"
	}
	var b strings.Builder
	counts := map[host.Kind]int{}
	for _, f := range in.plan.Files {
		counts[f.Kind()]++
	}
	var words []string
	for _, kind := range []host.Kind{host.Add, host.Change, host.Comment, host.Remove} {
		if n := counts[kind]; n > 0 {
			words = append(words, fmt.Sprintf("%s %d", kind, n))
		}
	}
	if len(words) == 0 {
		words = []string{"no file changes"}
	}
	fmt.Fprintf(&b, "%s in %s: %s\n", in.Project, in.Root, strings.Join(words, ", "))
	spoken := map[string]bool{}
	for _, f := range in.plan.Files {
		line := fmt.Sprintf("  %-8s%s", f.Kind(), f.Path)
		if what := in.what(f, spoken); what != "" {
			line = fmt.Sprintf("  %-8s%-36s %s", f.Kind(), f.Path, what)
		}
		b.WriteString(visible(line) + "\n")
	}
	in.others(&b, spoken)
	if in.plan.Asleep {
		fmt.Fprintf(&b, "  the project is stopped, and stays so: %s start %s\n", in.options.systemctl(), targetOf(in.Output))
	}
	return b.String()
}

// what happens to the unit of a file.
func (in *installed) what(f host.File, spoken map[string]bool) string {
	if !f.Unit() {
		return ""
	}
	var words []string
	for _, verb := range []struct {
		word  string
		units []string
	}{{"stop", in.plan.Stop}, {"restart", in.plan.Restart}, {"start", in.plan.Start}, {"start at boot", in.plan.Enable}} {
		for _, name := range verb.units {
			if name == f.Name() || names.Instance(name, f.Name()) {
				spoken[name] = true
				if !slices.Contains(words, verb.word) {
					words = append(words, verb.word)
				}
			}
		}
	}
	if len(words) == 0 && f.Restarts() {
		if r := slices.IndexFunc(in.plan.Recreate, func(r host.Recreation) bool { return r.Unit == f.Name() }); r >= 0 {
			return in.recreated(in.plan.Recreate[r])
		}
		if names.MayBeVolume(f.Name()) {
			return "the volume that is there is kept"
		}
		return "at its next start"
	}
	return strings.Join(words, ", ")
}

// recreated is what happens to a network whose definition changed.
func (in *installed) recreated(r host.Recreation) string {
	switch {
	case len(r.Users) > 0:
		return "network " + r.Network + ": kept, in use by " + strings.Join(r.Users, ", ")
	case len(r.Restarts) == 0:
		return "network " + r.Network + ": recreated at the next start of a service that uses it"
	}
	return "network " + r.Network + ": recreated, restarts " + strings.Join(host.Services(targetOf(in.Output), r.Restarts), ", ")
}

// others are units whose own file stays as it is: their values changed, or an earlier run did not get to them.
func (in *installed) others(b *strings.Builder, spoken map[string]bool) {
	for _, verb := range []struct {
		word  string
		units []string
	}{{"stop", in.plan.Stop}, {"restart", in.plan.Restart}, {"start", in.plan.Start}, {"enable", in.plan.Enable}} {
		for _, name := range verb.units {
			if !spoken[name] {
				fmt.Fprintf(b, "  %-8s%s\n", verb.word, name)
				spoken[name] = true
			}
		}
	}
	for _, file := range in.edits.Modes {
		fmt.Fprintf(b, "  %-8s%s\n", "mode", visible(file.Path))
	}
	if in.edits.Open {
		fmt.Fprintf(b, "  %-8s%s\n", "mode", in.Project+"/")
	}
}
