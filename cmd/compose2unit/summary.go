package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/cmd/message"
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// summary returns what was written, and how to install and start it.
func (s speech) summary(o *options, w folder.Output, done folder.Result, made outcome, report *diag.Report) string {
	if s.quiet {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s for %s: %s in %s (%d written, %d as before, %d removed); %s\n",
		w.Project, o.made(), message.Kinds(w.Count()), visible(w.Root), done.Wrote, done.Same, done.Removed, message.Counts(report))
	if target := w.Target(); target != "" {
		fmt.Fprintf(&b, "needs:    systemd %d and %s, or newer\n", o.systemd, all.Needs(o.runtime, o.engine))
		b.WriteString(external(o, made.Model))
		b.WriteString(absent(made.Model))
		b.WriteString(advice(o, w, target, made.runtime.Sources()))
		b.WriteString(look(o, target))
		if name := w.KeptFromGit(); name != "" {
			fmt.Fprintf(&b, "git:      %s keeps %s\n", visible(name), kept(w.Published, made.Exposed))
		}
	}
	return b.String()
}

// external returns how to create the volumes and networks that neither Compose nor a unit creates. Without them services are tried
// again and again, and the start of the target waits for that.
func external(o *options, p *model.Project) string {
	if p == nil {
		return ""
	}
	client := "sudo " + o.runtime
	if o.user {
		client = o.runtime
	}
	var commands []string
	for _, c := range p.Containers {
		for _, name := range c.ExternalVolumes {
			commands = append(commands, client+" volume create "+message.Shell(name))
		}
		for _, name := range c.ExternalNetworks {
			commands = append(commands, client+" network create "+message.Shell(name))
		}
	}
	slices.Sort(commands)
	b := ""
	for _, command := range slices.Compact(commands) {
		b += "external: " + visible(command) + "    # unless it exists\n"
	}
	return b
}

// volatile are the directories whose content says nothing about another machine, or about this one after a boot (file-hierarchy(7)).
var volatile = []string{"/run/", "/var/run/", "/dev/", "/proc/", "/sys/"}

// absent returns the bind sources that do not exist on this machine, first those without which a container does not start. The others are
// created as empty directories, as with docker compose, even where the container needs a file.
func absent(p *model.Project) string {
	if p == nil || !hasBindSources {
		return ""
	}
	const most = 5
	var needed, created []string
	for _, source := range p.BindSources() {
		if slices.ContainsFunc(volatile, func(dir string) bool { return strings.HasPrefix(source.Path, dir) }) {
			continue
		}
		switch _, err := os.Lstat(source.Path); {
		case !errors.Is(err, fs.ErrNotExist):
		case source.Created:
			created = append(created, "bind:     "+visible(source.Path)+"    # does not exist here; created as a directory if missing\n")
		default:
			needed = append(needed, "bind:     "+visible(source.Path)+"    # must exist on the target, does not exist here\n")
		}
	}
	lines := append(needed, created...)
	b := strings.Join(lines[:min(len(lines), most)], "")
	if more := len(lines) - most; more > 0 {
		b += fmt.Sprintf("          and %d more (-check-bind-mounts lists them)\n", more)
	}
	return b
}

// look returns how to see what became of the start: `systemctl start` of a target succeeds even if units that it wants fail
// (systemd.unit(5), Wants=), and it waits for a unit that is restarted.
func look(o *options, target string) string {
	pattern := message.Shell(names.Pattern(target))
	journal := "sudo journalctl"
	if o.user {
		journal = "journalctl --user"
	}
	return fmt.Sprintf("state:    %s list-units --all %s    # \"start\" reports no failed unit\n", systemctl(o.user), pattern) +
		fmt.Sprintf("logs:     %s -e -u %s\n", journal, pattern)
}

// made returns the engine, and the form of the files unless they are plain units.
func (o *options) made() string {
	if o.format == all.Default.Format {
		return o.runtime
	}
	return o.runtime + " (" + o.format + ")"
}

// kept returns what .gitignore excludes from git, and what it cannot.
func kept(published bool, exposed []string) string {
	switch {
	case published:
		return "the bodies of API calls out; compose2unit recreates them, and -create flags avoids them"
	case len(exposed) > 0:
		return "the private files out; the units contain values from " + visible(strings.Join(exposed, ", "))
	}
	return "the values out; compose2unit recreates them"
}

// advice returns how to install and start the units. The content of the folder is copied, not the folder, and its owner is not
// preserved: `cp -a out/.` as root would apply the mode and the owner of out to /etc/systemd/system itself.
func advice(o *options, w folder.Output, target string, from runtime.Sources) string {
	copied, sudo, systemctl := "sudo cp -a --no-preserve=ownership", "sudo ", systemctl(o.user)
	dir := host.SystemUnits + "/"
	if o.user {
		dir = "~/.config/" + host.UserUnits + "/"
		copied, sudo = "mkdir -p "+dir+" && cp -a", ""
	}
	start := "enable --now"
	if !o.autoStart {
		start = "start"
	}
	var b strings.Builder
	switch units, sources := message.Patterns(w); {
	case len(sources) > 0:
		to := from.Install + "/"
		if o.user {
			to = "~/.config/" + from.Home + "/"
		}
		fmt.Fprintf(&b, "install:  %s %s %s\n", copied, strings.Join(units, " "), dir)
		fmt.Fprintf(&b, "          %[1]smkdir -p %[2]s && %[1]scp -a --no-preserve=ownership %[3]s %[2]s\n", sudo, to, strings.Join(sources, " "))
	case path.Clean(w.Root)+"/" != dir: // otherwise they are installed already
		fmt.Fprintf(&b, "install:  %s %s/* %s\n", copied, message.Shell(w.Root), dir)
	}
	if slices.ContainsFunc(w.Files, w.InConfigDir) { // mkdir: one that exists, such as /etc, keeps its mode
		fmt.Fprintf(&b, "private:  %[1]smkdir -p -m 0700 %[2]s && %[1]scp -a --no-preserve=ownership %[3]s/* %[2]s/\n",
			sudo, message.Shell(o.configDir), message.Shell(w.At(w.Project)))
	}
	fmt.Fprintf(&b, "start:    %[1]s%[2]s daemon-reload && %[1]s%[2]s %[3]s %[4]s\n", sudo, systemctl, start, target)
	if o.user && o.autoStart {
		b.WriteString("at boot:  loginctl enable-linger\n")
	}
	return b.String()
}
