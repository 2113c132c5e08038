package cmdline

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"github.com/compose2unit/compose2unit/translate/spelling"
)

// doubleDashes turns `-name` into `--name`, because pflag parses a single dash as a group of one-letter flags and would split
// `-inputs a.yml` without an error if there were an -i. A flag that is not defined is refused here, with the nearest one that
// is. The word after a flag that takes a value is a value, whatever it looks like.
func doubleDashes(flags *pflag.FlagSet, args []string) ([]string, error) {
	out := make([]string, 0, len(args))
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			return append(out, args[i:]...), nil
		}
		bare := strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-")
		if bare == arg || bare == "" {
			out = append(out, arg)
			continue
		}
		name, _, hasValue := strings.Cut(bare, "=")
		if name == "h" {
			name, bare = "help", "help"
		}
		flag := flags.Lookup(name)
		if flag == nil {
			return nil, unknownFlag(flags, arg, name)
		}
		out = append(out, "--"+bare)
		if !hasValue && flag.NoOptDefVal == "" {
			if i++; i == len(args) {
				return nil, fmt.Errorf("-%s needs a value", name)
			}
			out = append(out, args[i])
		}
	}
	return out, nil
}

// Value returns the last value of a flag in arguments that could not be parsed because of another flag, or false. Flags that are
// not defined are skipped.
func Value(flags *pflag.FlagSet, args []string, name string) (value string, given bool) {
	for i := 0; i < len(args) && args[i] != "--"; i++ {
		bare := strings.TrimPrefix(strings.TrimPrefix(args[i], "-"), "-")
		word, text, hasValue := strings.Cut(bare, "=")
		flag := flags.Lookup(word)
		if bare == args[i] || flag == nil {
			continue
		}
		if !hasValue && flag.NoOptDefVal == "" {
			if i++; i == len(args) {
				break
			}
			text = args[i]
		}
		if flag.Name == name {
			value, given = text, true
		}
	}
	return value, given
}

// unknownFlag returns an error that names the flag that was probably meant.
func unknownFlag(flags *pflag.FlagSet, arg, name string) error {
	typed, _, _ := strings.Cut(arg, "=")
	name = strings.ToLower(strings.ReplaceAll(name, "_", "-"))
	var names []string
	flags.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if best := spelling.Nearest(name, names); best != "" {
		return fmt.Errorf("unknown flag %s; did you mean -%s?", typed, best)
	}
	return fmt.Errorf("unknown flag %s; -h lists the flags", typed)
}
