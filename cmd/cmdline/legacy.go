package cmdline

import (
	"github.com/spf13/pflag"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// Legacy is a flag of compose2nix that has no effect here. It is accepted, so that a command line that worked there works here,
// and a note says once why it has no effect.
type Legacy struct {
	Name string
	// word is the default; a flag without one takes a value, the others are switches.
	word string
	// loss is true if setting the flag does not have the requested effect.
	loss bool
	// Text says why the flag has no effect.
	Text string
}

// LegacyFlags returns the flags of compose2nix (its main.go) that describe the default here or are meaningless outside NixOS.
func LegacyFlags() []Legacy {
	return []Legacy{
		{Name: "build", word: "false", Text: "a service with build always has its build unit, which runs when the image is missing"},
		{Name: "check-systemd-mounts", word: "false", Text: "every host path a container binds is ordered after its mount"},
		{Name: "create-root-target", word: "true", Text: "the project's target always exists"},
		{Name: "include-env-files", word: "false", Text: "env_file is part of the container's environment, which is always kept in files beside the units"},
		{Name: "remove-volumes", word: "false", loss: true, Text: "stopping a unit never removes a volume: use the engine's volume rm"},
		{Name: "use-compose-log-driver", word: "false", Text: "a container always has the Compose file's log driver; -logs selects what the journal shows in addition"},
		{Name: "use-upheld-by", word: "false", loss: true, Text: "Upholds= is not used, because systemd would restart what was stopped by hand; a dependency that restarts leaves its dependents running"},
		{Name: "auto-format", word: "false", Text: "units need no formatter"},
		{Name: "write-nix-setup", word: "true", Text: "only NixOS has a setup to write"},
		{Name: "enable-option", word: "false", Text: "only NixOS has options; enable the project's target with systemctl"},
		{Name: "option-prefix", Text: "only NixOS has options"},
		{Name: "sops-file", loss: true, Text: "only NixOS has sops-nix; use secrets with file or environment"},
	}
}

// Define declares the flag.
func (l Legacy) Define(flags *pflag.FlagSet) {
	if l.word == "" {
		flags.String(l.Name, "", "")
		return
	}
	flags.Bool(l.Name, l.word == "true", "")
}

// Notes returns a finding for each flag without effect that was given. A switch set to its only possible value
// (-remove-volumes=false) requests nothing and is not reported.
func Notes(flags *pflag.FlagSet) []diag.Finding {
	var notes []diag.Finding
	for _, l := range LegacyFlags() {
		flag := flags.Lookup(l.Name)
		if !flag.Changed || l.loss && flag.Value.String() == l.word {
			continue
		}
		severity := diag.Note
		if l.loss {
			severity = diag.Warning
		}
		notes = append(notes, Finding(severity, l.Name, l.Text))
	}
	return notes
}

// Finding returns a finding about the command line, which is the position it names.
func Finding(severity diag.Severity, flag, text string) diag.Finding {
	return diag.ScopeAt(nil, diag.Pos{File: diag.CommandLine}).At("-"+flag).Finding(severity, diag.Flag, text)
}
