package main

import (
	"github.com/spf13/pflag"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// legacyFlag is a flag of compose2nix that changes nothing here. It is accepted, so that a command line that worked
// there works here, and says once why it has no effect.
type legacyFlag struct {
	name string
	// word is the default; a flag without one takes a value, the others are switches.
	word string
	// loss is true if setting the flag does not have the requested effect.
	loss bool
	text string
}

// legacyFlags are the flags of compose2nix (its main.go) whose idea is the rule here or has no meaning outside NixOS.
func legacyFlags() []legacyFlag {
	return []legacyFlag{
		{name: "build", word: "false", text: "a service with build always has its build unit, which runs when the image is missing"},
		{name: "check-systemd-mounts", word: "false", text: "every host path a container binds is ordered after its mount"},
		{name: "create-root-target", word: "true", text: "the project's target always exists"},
		{name: "include-env-files", word: "false", text: "env_file is part of the container's environment, which is always kept in files beside the units"},
		{name: "remove-volumes", word: "false", loss: true, text: "stopping a unit never removes a volume: use the engine's volume rm"},
		{name: "use-compose-log-driver", word: "false", text: "a container always has the Compose file's log driver; -logs selects what the journal shows in addition"},
		{name: "use-upheld-by", word: "false", loss: true, text: "Upholds= is not used, because systemd would restart what was stopped by hand; a dependency that restarts leaves its dependents running"},
		{name: "auto-format", word: "false", text: "units need no formatter"},
		{name: "write-nix-setup", word: "true", text: "only NixOS has a setup to write"},
		{name: "enable-option", word: "false", text: "only NixOS has options; enable the project's target with systemctl"},
		{name: "option-prefix", text: "only NixOS has options"},
		{name: "sops-file", loss: true, text: "only NixOS has sops-nix; use secrets with file or environment"},
	}
}

func (l legacyFlag) define(flags *pflag.FlagSet) {
	if l.word == "" {
		flags.String(l.name, "", "")
		return
	}
	flags.Bool(l.name, l.word == "true", "")
}

// notes says of each flag that was given without effect why it has none. A switch set to what is the case anyway
// (-remove-volumes=false) asks for nothing and gets no answer.
func (raw *rawFlags) notes(flags *pflag.FlagSet) []diag.Finding {
	var notes []diag.Finding
	for _, l := range raw.legacy {
		flag := flags.Lookup(l.name)
		if !flag.Changed || l.loss && flag.Value.String() == l.word {
			continue
		}
		severity := diag.Note
		if l.loss {
			severity = diag.Warning
		}
		notes = append(notes, flagFinding(severity, l.name, l.text))
	}
	return notes
}

// flagFinding is a finding about the command line, which is the place it names.
func flagFinding(severity diag.Severity, flag, text string) diag.Finding {
	return diag.ScopeAt(nil, diag.Pos{File: diag.CommandLine}).At("-"+flag).Finding(severity, diag.Flag, text)
}
