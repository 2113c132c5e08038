package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/compose2unit/compose2unit/cmd/cmdline"
	"github.com/compose2unit/compose2unit/cmd/compose2unit/help"
	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// errHelp and errVersion request a text and nothing else.
var (
	errHelp    = errors.New("help")
	errVersion = errors.New("version")
)

// options are the parsed and checked flags of one run.
type options struct {
	input
	target
	speaking
	// command is the command before the flags; nil generates.
	command *command
	// asJSON and volumes are flags of status and of remove.
	asJSON, volumes bool
	drawing         drawing
	// words are what explain is to explain, or projects in folders.
	words []string
	// requested are the flags of the command line that are not at their default.
	requested []string
	// notes are findings about the flags themselves.
	notes []diag.Finding
}

// input defines what is read.
type input struct {
	inputs, envFiles, profiles, services cmdline.List
	ignoreMissingEnv, envFilesOnly       bool
	ignoreDotEnv                         bool
	project, rootPath                    string
	include                              *regexp.Regexp
	unused, checkBinds                   bool
	addressPools                         cmdline.List
	lock, locked                         string
	pools                                []translate.Pool
}

// target defines what is generated.
type target struct {
	output, runtime, format, prefix string
	user, autoStart, dockerCaps     bool
	logs, create                    string
	configDir, engineRoot           string
	systemd, engine                 int
	stopTimeout                     time.Duration
}

// speaking defines how messages are printed, and what counts as an error.
type speaking struct {
	allow                cmdline.List
	strict, check, quiet bool
	force                bool
	list                 bool
	diagnostics, color   string
}

// forms are the values of -diagnostics.
const forms = "text short json sarif github"

// parse parses the command line. The options are never nil, so that an error can be printed in the form of -diagnostics.
func parse(args []string) (*options, error) {
	o := &options{drawing: drawing{form: "svg"}}
	raw := &rawFlags{}
	if len(args) > 0 && args[0] == "help" {
		return o, o.helpOf(args[1:])
	}
	o.command, args = findCommand(args)
	flags := cmdline.New("compose2unit")
	o.define(flags, raw)
	if o.command != nil {
		o.command.define(o, flags)
	}
	if err := cmdline.Parse(flags, args); err != nil {
		for name, value := range map[string]*string{"diagnostics": &o.diagnostics, "color": &o.color} {
			if text, given := cmdline.Value(flags, args, name); given {
				*value = text
			}
		}
		return o, err
	}
	switch {
	case raw.help:
		return o, errHelp
	case raw.version:
		return o, errVersion
	}
	for _, word := range flags.Args() {
		if err := o.file(word); err != nil {
			return o, err
		}
	}
	if err := o.ofProjects(flags); err != nil {
		return o, err
	}
	if err := o.checkNames(); err != nil {
		return o, err
	}
	if o.command != nil {
		if err := o.command.misplaced(flags); err != nil {
			return o, err
		}
	}
	o.requested, o.notes = requested(flags), cmdline.Notes(flags)
	return o, o.settle(flags, raw)
}

// helpOf requests the help of a command, or that of the program: `compose2unit help apply` is the same as `compose2unit apply -h`.
func (o *options) helpOf(args []string) error {
	if o.command, args = findCommand(args); len(args) > 0 {
		return fmt.Errorf("help takes the name of a command, and %q is none; -h lists them", args[0])
	}
	return errHelp
}

// help returns the output of -h.
func (o *options) help() string {
	if o.command != nil {
		return o.command.help
	}
	return help.Usage
}

// engineVersion is the flag for the version of the engine that has several.
var engineVersion = all.Versioned.Engine + "-version"

// rawFlags holds the texts of flags until settle has parsed them.
type rawFlags struct {
	help, version, warningsAsErrors bool
	include, systemd, engine        string
}

// define declares every flag. The defaults are here and in the help text; a test compares the two.
func (o *options) define(flags *pflag.FlagSet, raw *rawFlags) {
	flags.Var(&o.inputs, "inputs", "")
	flags.Var(&o.envFiles, "env-files", "")
	flags.Var(&o.profiles, "profiles", "")
	flags.Var(&o.services, "services", "")
	flags.StringVar(&raw.include, "service-include", "", "")
	flags.StringVar(&o.project, "project", "", "")
	flags.StringVar(&o.rootPath, "root-path", "", "")
	flags.BoolVar(&o.ignoreMissingEnv, "ignore-missing-env-files", false, "")
	flags.BoolVar(&o.ignoreDotEnv, "ignore-dot-env", false, "")
	flags.BoolVar(&o.envFilesOnly, "env-files-only", false, "")
	flags.BoolVar(&o.unused, "generate-unused-resources", false, "")
	flags.BoolVar(&o.checkBinds, "check-bind-mounts", false, "")
	flags.Var(&o.addressPools, "address-pool", "")
	flags.StringVar(&o.lock, "lock", "", "")
	flags.StringVar(&o.locked, "locked", "", "")

	flags.StringVar(&o.output, "output", "out", "")
	flags.StringVar(&o.runtime, "runtime", all.Default.Engine, "")
	flags.StringVar(&o.format, "format", all.Default.Format, "")
	flags.StringVar(&o.prefix, "unit-prefix", "", "")
	flags.BoolVar(&o.user, "user", false, "")
	flags.BoolVar(&o.autoStart, "auto-start", true, "")
	flags.StringVar(&o.logs, "logs", "journal", "")
	flags.StringVar(&o.create, "create", "auto", "")
	flags.StringVar(&o.configDir, "config-dir", "", "")
	flags.StringVar(&o.engineRoot, "engine-root", "", "")
	flags.StringVar(&raw.systemd, "systemd-version", "252", "")
	flags.StringVar(&raw.engine, engineVersion, all.Versioned.Usual, "")
	flags.BoolVar(&o.dockerCaps, "docker-caps", false, "")
	flags.DurationVar(&o.stopTimeout, "default-stop-timeout", 0, "")

	flags.BoolVar(&o.strict, "strict", false, "")
	flags.BoolVar(&raw.warningsAsErrors, "warnings-as-errors", false, "")
	flags.Var(&o.allow, "allow", "")
	flags.BoolVar(&o.check, "check", false, "")
	flags.BoolVar(&o.list, "list", false, "")
	flags.BoolVar(&o.force, "force", false, "")
	flags.BoolVar(&o.quiet, "quiet", false, "")
	flags.BoolVar(&o.quiet, "q", false, "")
	flags.StringVar(&o.diagnostics, "diagnostics", "text", "")
	flags.StringVar(&o.color, "color", "auto", "")
	flags.BoolVar(&raw.version, "version", false, "")
	flags.BoolVarP(&raw.help, "help", "h", false, "")
	for _, flag := range cmdline.LegacyFlags() {
		flag.Define(flags)
	}
}

// settle checks the values that only this program can check.
func (o *options) settle(flags *pflag.FlagSet, raw *rawFlags) (err error) {
	o.strict = o.strict || raw.warningsAsErrors
	if raw.include != "" {
		if o.include, err = regexp.Compile(raw.include); err != nil {
			return fmt.Errorf("-service-include: %w", err)
		}
	}
	if o.systemd, err = runtime.ParseSystemd(raw.systemd); err != nil {
		return fmt.Errorf("-systemd-version %w", err)
	}
	if o.engine, err = all.Versioned.Versions.Parse(raw.engine); err != nil {
		return fmt.Errorf("-%s %w", engineVersion, err)
	}
	for _, choice := range []struct{ flag, value, values string }{
		{"runtime", o.runtime, strings.Join(all.Engines(), " ")},
		{"format", o.format, strings.Join(all.Formats(), " ")},
		{"format", o.drawing.form, "svg dot mermaid"},
		{"logs", o.logs, "journal engine"},
		{"create", o.create, "auto flags api"},
		{"diagnostics", o.diagnostics, forms},
		{"color", o.color, "auto always never"},
	} {
		if err := cmdline.OneOf(choice.flag, choice.value, choice.values); err != nil {
			return err
		}
	}
	if err := filled(flags); err != nil {
		return err
	}
	switch {
	case o.lock != "" && o.locked != "":
		return errors.New("-lock rewrites the file and -locked uses it as it is: use one of them")
	case o.list && o.check:
		return errors.New("-list prints the files and -check how they differ: use one of them")
	case o.lock != "" && o.check:
		return errors.New("-check writes nothing, so it goes with -locked and not with -lock")
	case o.lock != "" && o.list:
		return errors.New("-list writes nothing, so it goes with -locked and not with -lock")
	}
	if o.pools, err = translate.ParsePools(o.addressPools); err != nil {
		return fmt.Errorf("-address-pool %w", err)
	}
	return o.settlePaths(flags)
}

// filled refuses a flag whose value is empty, as that of a variable that is not set, where the run would do something else without
// a word: take another project, or all services, or images that are not locked.
func filled(flags *pflag.FlagSet) error {
	for _, on := range []struct{ flag, what string }{
		{"inputs", "a Compose file"}, {"services", "a service"}, {"lock", "a file"}, {"locked", "a file"},
	} {
		if flags.Changed(on.flag) && flags.Lookup(on.flag).Value.String() == "" {
			return fmt.Errorf("-%s is empty: name %s", on.flag, on.what)
		}
	}
	return nil
}

// settlePaths makes paths absolute where the working directory matters, and refuses names that cannot be part of one.
func (o *options) settlePaths(flags *pflag.FlagSet) (err error) {
	if o.output == "" {
		return errors.New("-output is empty: name a folder")
	}
	if o.rootPath != "" && !filepath.IsAbs(o.rootPath) {
		given := o.rootPath
		if o.rootPath, err = filepath.Abs(given); err != nil {
			return err
		}
		o.notes = append(o.notes, cmdline.Finding(diag.Note, "root-path", fmt.Sprintf("%q is relative: the units name %s, as a directory on the machine that runs them", given, o.rootPath)))
	}
	for _, on := range []struct {
		flag string
		dir  *string
	}{{"config-dir", &o.configDir}, {"engine-root", &o.engineRoot}} {
		if *on.dir == "" {
			continue
		}
		if !filepath.IsAbs(*on.dir) {
			return fmt.Errorf("-%s %q is not absolute: it names a directory on the machine that runs the units", on.flag, *on.dir)
		}
		*on.dir = filepath.Clean(*on.dir)
	}
	if err := names.CheckPrefix(o.prefix); err != nil {
		return fmt.Errorf("-unit-prefix %w", err)
	}
	if flags.Changed("default-stop-timeout") && o.stopTimeout <= 0 {
		return fmt.Errorf("-default-stop-timeout %v must be positive", o.stopTimeout)
	}
	return nil
}
