// Package cmdline reads a command line as compose2nix does, with pflag: flags with one dash or two, with "-" or "_" in their names,
// lists, and the flags of compose2nix that change nothing here. It knows no flag of the program's own.
package cmdline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// New is a set of flags that says nothing by itself.
func New(name string) *pflag.FlagSet {
	flags := pflag.NewFlagSet(name, pflag.ContinueOnError)
	flags.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		return pflag.NormalizedName(strings.ReplaceAll(name, "_", "-"))
	})
	flags.Usage = func() {}
	return flags
}

// Parse reads arguments. Its errors name the flag, and one that was probably meant.
func Parse(flags *pflag.FlagSet, args []string) error {
	args, err := doubleDashes(flags, args)
	if err != nil {
		return err
	}
	return flags.Parse(args)
}

// List is a flag that may be repeated and holds values between commas.
type List []string

// String is what was said, as one word.
func (l *List) String() string { return strings.Join(*l, ",") }

// Type is pflag's word for the kind of value.
func (l *List) Type() string { return "list" }

// Set adds to what earlier uses of the flag said.
func (l *List) Set(text string) error {
	for _, word := range strings.Split(text, ",") {
		if word != "" {
			*l = append(*l, word)
		}
	}
	return nil
}

// OneOf fails where the value of a flag is none of some words.
func OneOf(flag, value, values string) error {
	words := strings.Fields(values)
	if slices.Contains(words, value) {
		return nil
	}
	return fmt.Errorf("-%s %q is unknown: it is %s", flag, value, strings.Join(words, " or "))
}
