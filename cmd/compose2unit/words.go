package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/translate/settings"
	"github.com/compose2unit/compose2unit/translate/spelling"
)

// file adds an argument that is not a flag: a Compose file, as with -inputs. A bare word without a dot or a slash is refused as a
// misplaced or misspelt command. A command that takes words receives it unchanged.
func (o *options) file(word string) error {
	bare := word != "-" && !strings.ContainsAny(word, "./")
	if o.command != nil && (o.command.words || o.command.projects && bare) {
		o.words = append(o.words, word)
		return nil
	}
	var known []string
	for _, c := range commands() {
		if known = append(known, c.name); word == c.name {
			return fmt.Errorf("the command %s must come before the flags", word)
		}
	}
	switch {
	case word == "":
		return errors.New("an argument is empty: name a Compose file")
	case o.command != nil && !o.command.reads:
		return fmt.Errorf("%s reads no Compose file: %q is not expected", o.command.name, word)
	case !bare:
		o.inputs = append(o.inputs, word)
		return nil
	}
	hint := cmp.Or(spelling.Hint(cmp.Or(synonyms[word], word), append(known, synonyms[word])), "-h lists them")
	return fmt.Errorf("unknown command %q; %s (a Compose file of that name is ./%s)", word, hint, word)
}

// synonyms are what commands of docker compose are here.
var synonyms = map[string]string{"up": "apply", "down": "remove", "rm": "remove", "ps": "status", "ls": "list", "version": "-version"}

// ofProjects refuses arguments that cannot be combined with project names: the settings of these projects are in their folders.
func (o *options) ofProjects(flags *pflag.FlagSet) (err error) {
	if len(o.words) == 0 || !o.command.projects {
		return nil
	}
	if len(o.inputs) > 0 {
		return fmt.Errorf("%s takes the names of projects or Compose files, not both", o.command.name)
	}
	flags.Visit(func(f *pflag.Flag) {
		switch {
		case slices.Contains(settings.Names, f.Name):
			err = fmt.Errorf("-%s is a setting of the project: write it under %s in its Compose file", f.Name, settings.Extension)
		case !slices.Contains(withProjects, f.Name):
			err = fmt.Errorf("-%s cannot be combined with the name of a project", f.Name)
		}
	})
	return err
}

// checkNames refuses a word that cannot be a project's name, before it is used as one. The name of a project that is translated is
// checked with the rest of it.
func (o *options) checkNames() error {
	if o.command == nil {
		return nil
	}
	given := slices.Clone(o.words)
	if !o.command.projects {
		given = nil
	}
	if o.project != "" && !o.command.reads {
		given = append(given, o.project)
	}
	for _, name := range given {
		if err := names.CheckProject(name); err != nil {
			return err
		}
	}
	return nil
}

// withProjects lists the flags that can be combined with project names.
var withProjects = []string{"user", "force", "json", "volumes", "diagnostics", "color", "quiet", "q"}
