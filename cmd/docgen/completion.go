package main

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"text/template"

	"github.com/compose2unit/compose2unit/cmd/docgen/help"
	"github.com/compose2unit/compose2unit/runtime/explain"
)

// completion returns the completion of a shell. text quotes a sentence for that shell, within single quotes.
func completion(shell string, text func(string) string) []byte {
	return fill(shell, struct{ Commands []help.Command }{commands()}, template.FuncMap{
		"text": text, "join": strings.Join,
		"worded": worded, "alike": alike, "distinct": distinct, "owners": owners, "kinds": kinds, "switches": switches,
		"filed": func(all []help.Command) []help.Command { return taking(all, true) }, "fileless": func(all []help.Command) []help.Command { return taking(all, false) },
	})
}

// commands returns the program and its commands, with the words that explain accepts.
func commands() []help.Command {
	out := help.Commands()
	for i := range out {
		if out[i].Name == "explain" {
			out[i].Args = explain.Words()
		}
	}
	return out
}

// worded returns the commands that have a name.
func worded(commands []help.Command) []help.Command { return commands[1:] }

// taking returns the commands that accept Compose files as arguments, or those that do not.
func taking(commands []help.Command, files bool) []help.Command {
	return slices.DeleteFunc(slices.Clone(commands), func(c help.Command) bool { return c.Files() != files })
}

// same reports whether two flags are the same for a completion.
func same(a, b help.Flag) bool { return a.Names[0] == b.Names[0] && a.Arg == b.Arg && a.Text == b.Text }

// distinct returns the flags of all commands, each once. A flag of several commands is repeated if its text differs.
func distinct(commands []help.Command) []help.Flag {
	var out []help.Flag
next:
	for _, f := range flagsOf(commands) {
		for _, seen := range out {
			if same(seen, f) {
				continue next
			}
		}
		out = append(out, f)
	}
	return out
}

func flagsOf(commands []help.Command) []help.Flag {
	var out []help.Flag
	for _, c := range commands {
		out = append(out, c.Flags()...)
	}
	return out
}

// owners returns the commands that have a flag.
func owners(flag help.Flag, commands []help.Command) []help.Command {
	var out []help.Command
	for _, c := range commands {
		for _, f := range c.Flags() {
			if same(f, flag) {
				out = append(out, c)
			}
		}
	}
	return out
}

// switches returns flags as they are typed.
func switches(flags []help.Flag) string {
	var out []string
	for _, f := range flags {
		for _, name := range f.Names {
			if f.Off {
				name += "=false"
			}
			out = append(out, "-"+name)
		}
	}
	return strings.Join(out, " ")
}

// group is a set of commands with the same flags.
type group struct {
	Names []string
	Flags []help.Flag
	Args  []string
	Files bool
}

// alike returns the named commands, grouped by their flags.
func alike(commands []help.Command) []group {
	var out []group
next:
	for _, c := range worded(commands) {
		for i, g := range out {
			if reflect.DeepEqual(g.Flags, c.Flags()) && slices.Equal(g.Args, c.Args) && g.Files == c.Files() {
				out[i].Names = append(g.Names, c.Name)
				continue next
			}
		}
		out = append(out, group{[]string{c.Name}, c.Flags(), c.Args, c.Files()})
	}
	return out
}

// values is a set of flags whose values are completed in the same way.
type values struct {
	// Command is set if only that command completes them so, and others differently.
	Command      string
	Kind         string
	Names, Words []string
}

// kinds groups the flags of all commands that take a value by the kind of value. If a command takes another value than those
// before it, its own entry comes first.
func kinds(commands []help.Command) []values {
	out := []values{{Kind: "files"}, {Kind: "file"}, {Kind: "folder"}, {Kind: "any"}}
	var own []values
	known := map[string]help.Flag{}
	for _, c := range commands {
		for _, f := range c.Flags() {
			switch before, seen := known[f.Names[0]]; {
			case seen && before.Arg != f.Arg:
				own = append(own, values{c.Name, kind(f), f.Names, f.Words()})
			case seen:
			case f.Words() != nil:
				out = append(out, values{"", kind(f), f.Names, f.Words()})
			default:
				for i, v := range out {
					if v.Kind == kind(f) {
						out[i].Names = append(v.Names, f.Names...)
					}
				}
			}
			if _, seen := known[f.Names[0]]; !seen {
				known[f.Names[0]] = f
			}
		}
	}
	return append(own, out...)
}

// Patterns returns the flags of one kind as patterns of bash's case, prefixed with the command.
func (v values) Patterns() string {
	var out []string
	for _, name := range v.Names {
		out = append(out, cmp.Or(v.Command, "*")+":"+name)
	}
	return strings.Join(out, " | ")
}

// kind returns the kind of a flag's value; a switch has none.
func kind(f help.Flag) string {
	switch {
	case f.Words() != nil:
		return "words"
	case f.File() && f.List():
		return "files"
	case f.File():
		return "file"
	case f.Folder():
		return "folder"
	case f.Arg != "":
		return "any"
	}
	return ""
}

func plainText(text string) string { return text }

var zshQuote = strings.NewReplacer(`'`, `'\''`, `[`, `\[`, `]`, `\]`, `:`, `\:`)

func zshText(text string) string { return zshQuote.Replace(text) }

var fishQuote = strings.NewReplacer(`\`, `\\`, `'`, `\'`)

func fishText(text string) string { return fishQuote.Replace(text) }
