// Package help parses the texts of `compose2unit -h` for the man page and the completions, so that nothing about a flag is
// written twice. It knows no flag that is not in these texts; a test of the program compares the texts with the flags that are
// parsed.
package help

import (
	"regexp"
	"strings"

	texts "github.com/compose2unit/compose2unit/cmd/compose2unit/help"
)

// Command is a command of the program, or the program without one.
type Command struct {
	// Name is empty for the program without a command. About is its line in the help of the program.
	Name, About string
	Page        Page
	// All reports whether the command also has the flags of generating, except for Without; those of its own Page come first.
	All     bool
	Without []string
	// Args are the words that the command accepts, if they are known; the caller sets them. Operands are what they stand for:
	// FILE, PROJECT.
	Args     []string
	Operands string
}

// Page is a parsed help text.
type Page struct {
	// Lead is the first sentence, Example the line that illustrates it, Body the paragraphs between flags and exit codes.
	Lead, Example string
	Body          []string
	Sections      []Section
	Exits         []Exit
	// Words are the commands that the help lists, each with its description.
	Words map[string]string
}

// Section is a titled list of flags; those of a command have no title.
type Section struct {
	Title string
	Flags []Flag
}

// Flag is one entry of a help.
type Flag struct {
	// Names are without dashes; the first is the preferred one.
	Names []string
	// Arg is the name of the value: FILE, docker|podman; empty for a switch.
	Arg string
	// Off reports whether the switch is on by default and can be switched off, as with -auto-start=false.
	Off  bool
	Text string
}

// Exit is an exit code and its meaning.
type Exit struct{ Code, Text string }

// Commands returns the program and its commands in the order of the help.
func Commands() []Command {
	notForMachines := []string{"check", "list", "lock", "output"}
	out := []Command{
		{Page: Read(texts.Usage), Operands: "FILE"},
		{Name: "apply", Page: Read(texts.Apply), All: true, Without: notForMachines, Operands: "FILE|PROJECT"},
		{Name: "diff", Page: Read(texts.Diff), All: true, Without: append(notForMachines, "force"), Operands: "FILE|PROJECT"},
		{Name: "graph", Page: Read(texts.Graph), All: true, Without: []string{"check", "list", "lock", "force", "output", "format"}, Operands: "FILE"},
		{Name: "status", Page: Read(texts.Status), Operands: "PROJECT"},
		{Name: "remove", Page: Read(texts.Remove), Operands: "PROJECT"},
		{Name: "list", Page: Read(texts.List)},
		{Name: "check", Page: Read(texts.Check), Operands: "PROJECT"},
		{Name: "explain", Page: Read(texts.Explain)},
	}
	for i := range out {
		out[i].About = out[0].Page.Words[out[i].Name]
	}
	return out
}

// Files reports whether the command accepts Compose files as arguments.
func (c Command) Files() bool { return strings.Contains(c.Operands, "FILE") }

// Flags returns the flags of a command, with those it shares.
func (c Command) Flags() []Flag {
	var out []Flag
	for _, s := range c.Page.Sections {
		out = append(out, s.Flags...)
	}
	if !c.All {
		return out
	}
	for _, s := range Read(texts.Usage).Sections {
	next:
		for _, f := range s.Flags {
			for _, not := range c.Without {
				if f.Names[0] == not {
					continue next
				}
			}
			out = append(out, f)
		}
	}
	return out
}

var (
	// entry matches the first line of a flag: its words, and after two spaces its description.
	entry = regexp.MustCompile(`^  (-\S+(?: \S+)*)(?:  +(\S.*))?$`)
	exit  = regexp.MustCompile(`(?:^|, )(\d) `)
)

// Read parses a help text: paragraphs, and lists whose entries begin with two spaces and a dash.
func Read(text string) Page {
	var p Page
	for i, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		lines := strings.Split(paragraph, "\n")
		title := ""
		if len(lines) > 1 && !strings.HasPrefix(lines[0], " ") && strings.HasPrefix(lines[1], "  ") {
			title, lines = lines[0], lines[1:]
		}
		one := strings.Join(strings.Fields(paragraph), " ")
		switch codes, isExits := strings.CutPrefix(one, "Exit codes: "); {
		case i == 0:
			p.Lead = one
		case isExits:
			p.Exits = exits(strings.TrimSuffix(codes, "."))
		case entry.MatchString(lines[0]):
			p.Sections = append(p.Sections, Section{title, flags(lines)})
		case title == "Commands":
			p.Words = map[string]string{}
			for _, line := range lines {
				word, about, _ := strings.Cut(strings.TrimSpace(line), " ")
				p.Words[word] = strings.TrimSpace(about)
			}
		case strings.HasPrefix(paragraph, "  "):
			p.Example = strings.TrimSpace(lines[0])
		default:
			p.Body = append(p.Body, one)
		}
	}
	return p
}

// flags parses the entries of a list; any other line continues the entry before it.
func flags(lines []string) []Flag {
	var out []Flag
	for _, line := range lines {
		m := entry.FindStringSubmatch(line)
		if m == nil {
			last := &out[len(out)-1]
			last.Text = strings.TrimSpace(last.Text + " " + strings.TrimSpace(line))
			continue
		}
		f := Flag{Text: m[2]}
		for _, word := range strings.Fields(m[1]) {
			name, isFlag := strings.CutPrefix(strings.TrimSuffix(word, ","), "-")
			if !isFlag {
				f.Arg = word
				continue
			}
			name, _, f.Off = strings.Cut(name, "=")
			f.Names = append(f.Names, name)
		}
		out = append(out, f)
	}
	return out
}

// exits parses "0 done, 1 refused".
func exits(text string) []Exit {
	var out []Exit
	at := exit.FindAllStringSubmatchIndex(text, -1)
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		out = append(out, Exit{Code: text[m[2]:m[3]], Text: text[m[1]:end]})
	}
	return out
}

// Words returns the values of the flag, if it must be one of a few.
func (f Flag) Words() []string {
	if !strings.Contains(f.Arg, "|") {
		return nil
	}
	return strings.Split(f.Arg, "|")
}

// List reports whether the value is a comma-separated list.
func (f Flag) List() bool { return strings.HasSuffix(f.Arg, ",...") }

// Repeats reports whether the flag may be repeated: a list may, and a flag whose help says so.
func (f Flag) Repeats() bool { return f.List() || strings.Contains(f.Text, "may be repeated") }

// File reports whether the value is a file, or several.
func (f Flag) File() bool { return strings.TrimSuffix(f.Arg, ",...") == "FILE" }

// Folder reports whether the value is a directory.
func (f Flag) Folder() bool { return f.Arg == "DIR" }
