package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/compose2unit/compose2unit/cmd/cmdline"
	"github.com/compose2unit/compose2unit/cmd/compose2unit/help"
	pages "github.com/compose2unit/compose2unit/cmd/docgen/help"
)

// defined returns the flags that parse defines.
func defined() *pflag.FlagSet {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	(&options{}).define(flags, &rawFlags{})
	return flags
}

// The help is formatted by hand: it names every flag except those of compose2nix that have no effect, and no other.
func TestHelpNamesEveryFlag(t *testing.T) {
	named := map[string]bool{}
	for _, word := range regexp.MustCompile(`(?:^|[ (])-([a-z][a-z-]*)`).FindAllStringSubmatch(help.Usage, -1) {
		named[word[1]] = true
	}
	silent := map[string]bool{"help": true}
	for _, l := range cmdline.LegacyFlags() {
		silent[l.Name] = true
	}
	defined().VisitAll(func(f *pflag.Flag) {
		if !silent[f.Name] && !named[f.Name] {
			t.Errorf("the help does not name -%s", f.Name)
		}
		delete(named, f.Name)
	})
	delete(named, "h")
	for name := range named {
		t.Errorf("the help names -%s, which is not a flag", name)
	}
}

// A default in the help is that of the flag.
func TestHelpSaysTheDefaults(t *testing.T) {
	for flag, want := range map[string]string{
		"output": "out", "runtime": "podman", "format": "units", "logs": "journal", "create": "auto",
		"systemd-version": "252", "podman-version": "5.4", "diagnostics": "text",
	} {
		if got := defined().Lookup(flag).DefValue; got != want {
			t.Errorf("-%s is %q by default, want %q", flag, got, want)
		}
		if !regexp.MustCompile(`(?s)-` + flag + ` [^-]*default ` + want).MatchString(help.Usage) {
			t.Errorf("the help does not say that -%s is %s by default", flag, want)
		}
	}
}

func TestHelpFitsATerminal(t *testing.T) {
	for _, line := range strings.Split(help.Usage, "\n") {
		if len(line) > 80 {
			t.Errorf("%d columns: %s", len(line), line)
		}
	}
	if n := strings.Count(help.Usage, "\n"); n > 70 {
		t.Errorf("%d lines are more than anybody reads", n)
	}
}

// pflag would parse -inputs as -i nputs if there were an -i.
func TestNoFlagHasOneLetterButHelp(t *testing.T) {
	defined().VisitAll(func(f *pflag.Flag) {
		if f.Shorthand != "" && f.Name != "help" {
			t.Errorf("-%s has the letter %s", f.Name, f.Shorthand)
		}
	})
}

func TestParse(t *testing.T) {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	o, err := parse(strings.Fields("-inputs a.yml,b.yml --inputs - -root_path srv -podman_version 4.3 -auto_start=false -warnings_as_errors -service_include ^w -allow services.*.cpu_count"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "inputs", []string(o.inputs), []string{"a.yml", "b.yml", "-"})
	same(t, "root path", o.rootPath, dir+"/srv")
	same(t, "podman", o.engine, 403)
	same(t, "systemd", o.systemd, 252)
	same(t, "output", o.output, "out")
	same(t, "auto start", o.autoStart, false)
	same(t, "strict", o.strict, true)
	same(t, "include", o.include.String(), "^w")
	same(t, "notes", len(o.notes), 1) // srv is relative
	if text := o.notes[0].Text; !strings.Contains(text, dir+"/srv") {
		t.Errorf("the note does not say what the relative path means: %s", text)
	}
}

// Compose files can be given without -inputs.
func TestFilesAsArguments(t *testing.T) {
	for line, want := range map[string][]string{
		"a.yml":                      {"a.yml"},
		"a.yml -output x ./override": {"a.yml", "./override"},
		"-inputs a.yml,b.yml c.yaml": {"a.yml", "b.yml", "c.yaml"},
		"apply - ":                   {"-"},
	} {
		o, err := parse(strings.Fields(line))
		if err != nil {
			t.Errorf("%s: %v", line, err)
		}
		same(t, line, []string(o.inputs), want)
	}
}

func TestWrongUsage(t *testing.T) {
	for line, want := range map[string]string{
		"-inptus a.yml":             "unknown flag -inptus; did you mean -inputs?",
		"--input=a.yml":             "unknown flag --input; did you mean -inputs?",
		"-env_file x":               "unknown flag -env_file; did you mean -env-files?",
		"-frobnicate":               "unknown flag -frobnicate; -h lists the flags",
		"-i a.yml":                  "unknown flag -i; -h lists the flags",
		"aply":                      `unknown command "aply"; did you mean apply?`,
		"up":                        `unknown command "up"; did you mean apply?`,
		"ls":                        `unknown command "ls"; did you mean list?`,
		"version":                   `unknown command "version"; did you mean -version?`,
		"help aply":                 `help takes the name of a command, and "aply" is none; -h lists them`,
		"help a.yml":                `help takes the name of a command, and "a.yml" is none; -h lists them`,
		"help list x":               `help takes the name of a command, and "x" is none; -h lists them`,
		"compose":                   `unknown command "compose"; -h lists them (a Compose file of that name is ./compose)`,
		"a.yml apply":               "the command apply must come before the flags",
		"remove a.yml":              `remove reads no Compose file: "a.yml" is not expected`,
		"list -services web":        "-services is for generating units: list lists all projects in folders",
		"list -project shop":        "-project is for generating units: list lists all projects in folders",
		"check -runtime docker":     "-runtime is for generating units: check takes the settings of projects from their folders",
		"explain -output x flag":    "-output is for generating units: explain reads no project",
		"explain -user flag":        "-user is for generating units: explain reads no project",
		"diff -force":               "-force is for generating units: diff works on the units of this machine",
		"apply -list":               "-list is for generating units: apply works on the units of this machine",
		"a.yml -list -check":        "-list prints the files and -check how they differ: use one of them",
		"a.yml -list -lock x":       "-list writes nothing, so it goes with -locked and not with -lock",
		"-output":                   "-output needs a value",
		"-output=":                  "-output is empty: name a folder",
		"a.yml -locked=":            "-locked is empty: name a file",
		"a.yml -lock=":              "-lock is empty: name a file",
		"-runtime lxc":              `-runtime "lxc" is unknown: it is docker or podman`,
		"-format nix":               `-format "nix" is unknown: it is units or quadlet`,
		"-strict=perhaps":           `-strict "perhaps": must be true or false`,
		"-service-include (":        "-service-include: error parsing regexp",
		"-config-dir etc":           `-config-dir "etc" is not absolute`,
		"-unit-prefix a/b":          `-unit-prefix "a/b" cannot begin a unit's name`,
		"-unit-prefix -a":           `-unit-prefix "-a" cannot begin a unit's name`,
		"-systemd-version new":      `-systemd-version "new" is not a whole number`,
		"-systemd-version 9":        `-systemd-version "9" is not supported: it is 252 to 262`,
		"-systemd-version 263":      `-systemd-version "263" is not supported: it is 252 to 262`,
		"-podman-version 5.4.1":     `-podman-version "5.4.1" is not a version`,
		"-podman-version -5":        `-podman-version "-5" is not a version`,
		"-podman-version 9":         `-podman-version "9" is not supported: it is 4.3 to 6.2`,
		"-podman-version 4.2":       `-podman-version "4.2" is not supported: it is 4.3 to 6.2`,
		"-podman-version 6.3":       `-podman-version "6.3" is not supported: it is 4.3 to 6.2`,
		"-default-stop-timeout 0":   "-default-stop-timeout 0s must be positive",
		"-default-stop-timeout ten": `-default-stop-timeout "ten": must be a duration like "30s"`,
		"-inputs=":                  "-inputs is empty: name a Compose file",
		"-inputs=,":                 "-inputs is empty: name a Compose file",
		"-services=":                "-services is empty: name a service",
	} {
		_, err := parse(strings.Fields(line))
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", line, err, want)
		}
	}
}

// An empty argument is a variable of a shell that is not set.
func TestAnEmptyArgument(t *testing.T) {
	for command, want := range map[string]string{"": "an argument is empty: name a Compose file", "graph": "an argument is empty: name a Compose file",
		"diff": `"" is not a project's name`} {
		if _, err := parse(append(strings.Fields(command), "")); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s with an empty argument: %v, want %s", command, err, want)
		}
	}
}

// Every flag of compose2nix 0.3.5-pre (its main.go) is accepted, so that its command lines work.
func TestFlagsOfCompose2nix(t *testing.T) {
	flags := defined()
	for _, name := range strings.Fields(`inputs output project runtime root_path env_files include_env_files env_files_only
		ignore_missing_env_files service_include auto_start use_compose_log_driver generate_unused_resources check_systemd_mounts
		check_bind_mounts use_upheld_by remove_volumes create_root_target default_stop_timeout build write_nix_setup auto_format
		enable_option option_prefix sops_file warnings_as_errors version`) {
		if flags.Lookup(strings.ReplaceAll(name, "_", "-")) == nil {
			t.Errorf("-%s is unknown", name)
		}
	}
}

// The man page and the completions are generated from the help: the values of a flag in the help are those that parse accepts,
// for every command.
func TestHelpSaysWhatFlagsTake(t *testing.T) {
	for _, c := range pages.Commands() {
		if c.Name != "" {
			if found, _ := findCommand([]string{c.Name}); found == nil || found.help == "" {
				t.Fatalf("the help has a command %s, which is none", c.Name)
			}
			if c.About == "" || c.Page.Example == "" {
				t.Errorf("the help does not say what %s does, with an example", c.Name)
			}
		}
		for _, f := range c.Flags() {
			for _, name := range f.Names {
				takes(t, strings.Fields(c.Name), name, f)
			}
			if f.Text == "" {
				t.Errorf("%s: the help does not say what -%s does", c.Name, f.Names[0])
			}
		}
		if found, _ := findCommand([]string{c.Name}); c.All {
			for _, name := range found.without() {
				if !slices.Contains(c.Without, name) {
					t.Errorf("the completions offer -%s of %s, which refuses it", name, c.Name)
				}
			}
			for _, name := range c.Without {
				if own := found.name == "graph" && (name == "format" || name == "output"); !own && !slices.Contains(found.without(), name) {
					t.Errorf("the completions leave out -%s, which %s has", name, c.Name)
				}
			}
		}
		if len(c.Page.Exits) < 2 || c.Page.Exits[0] != (pages.Exit{Code: "0", Text: c.Page.Exits[0].Text}) {
			t.Errorf("%s: exit codes %v", c.Name, c.Page.Exits)
		}
	}
	if got, want := len(pages.Commands()), len(commands())+1; got != want {
		t.Errorf("the help lists %d commands, want %d", got, want)
	}
}

// takes asserts that a flag accepts the values that the help names, and no others.
func takes(t *testing.T, command []string, name string, f pages.Flag) {
	t.Helper()
	bare := append(command, "-"+name)
	_, err := parse(bare)
	wants := err != nil && strings.HasSuffix(err.Error(), " needs a value")
	if wants != (f.Arg != "") {
		t.Errorf("%v: the help says that the value is %q, but: %v", bare, f.Arg, err)
	}
	if f.Off {
		if _, err := parse(append(command, "-"+name+"=false")); err != nil {
			t.Errorf("%v: %v", bare, err)
		}
	}
	for _, word := range f.Words() {
		if _, err := parse(append(bare, word)); err != nil {
			t.Errorf("%v %s: %v", bare, word, err)
		}
	}
	if f.Words() != nil {
		_, err := parse(append(bare, "nothing"))
		if want := "it is " + strings.Join(f.Words(), " or "); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%v nothing: %v, want %s", bare, err, want)
		}
	}
}
