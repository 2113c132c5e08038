// Package cmdline parses a command line as compose2nix does, with pflag: flags with one dash or two, with "-" or "_" in their
// names, lists, and the flags of compose2nix that have no effect here. It defines no flags of the program itself.
package cmdline

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// New returns a set of flags that prints nothing itself.
func New(name string) *pflag.FlagSet {
	flags := pflag.NewFlagSet(name, pflag.ContinueOnError)
	flags.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		return pflag.NormalizedName(strings.ReplaceAll(name, "_", "-"))
	})
	flags.Usage = func() {}
	return flags
}

// Parse parses arguments. Its errors name the flag, and one that was probably meant.
func Parse(flags *pflag.FlagSet, args []string) error {
	args, err := doubleDashes(flags, args)
	if err != nil {
		return err
	}
	err = flags.Parse(args)
	var wrong *pflag.InvalidValueError
	if errors.As(err, &wrong) { // in the words of the other errors
		err = fmt.Errorf("-%s %q: %w", wrong.GetFlag().Name, wrong.GetValue(), wrong.Unwrap())
	}
	return err
}

// List is a flag that may be repeated and has comma-separated values.
type List []string

// String returns the values as one word.
func (l *List) String() string { return strings.Join(*l, ",") }

// Type returns pflag's name for the kind of value.
func (l *List) Type() string { return "list" }

// Set adds values to those of earlier uses of the flag.
func (l *List) Set(text string) error {
	for _, word := range strings.Split(text, ",") {
		if word != "" {
			*l = append(*l, word)
		}
	}
	return nil
}

// OneOf returns an error if the value of a flag is not one of some words.
func OneOf(flag, value, values string) error {
	words := strings.Fields(values)
	if slices.Contains(words, value) {
		return nil
	}
	return fmt.Errorf("-%s %q is unknown: it is %s", flag, value, strings.Join(words, " or "))
}
