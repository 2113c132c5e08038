// Package page parses a page of the documentation for its tests: fenced blocks with the comment above each, and the commands of
// a block with their output. It runs nothing.
package page

import (
	"fmt"
	"regexp"
	"strings"
)

// Block is one fenced block, or a comment that stands alone.
type Block struct {
	// Verb and Arg are the words of the comment; a block without a comment has no Verb.
	Verb, Arg string
	Text      string
	// Line is the line where it begins, counted from 1.
	Line int
}

var mark = regexp.MustCompile(`^<!-- (file|write|run|made|live|host|shape|fresh)(?: (\S+))? -->$`)

// Blocks returns the blocks of a page, in order.
func Blocks(text string) []Block {
	var out []Block
	var verb, arg string
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		if m := mark.FindStringSubmatch(lines[i]); m != nil {
			if verb, arg = m[1], m[2]; verb == "fresh" {
				out = append(out, Block{Verb: verb, Arg: arg, Line: i + 1})
				verb, arg = "", ""
			}
			continue
		}
		if !strings.HasPrefix(lines[i], "```") {
			continue
		}
		b := Block{Verb: verb, Arg: arg, Line: i + 1}
		for i++; i < len(lines) && lines[i] != "```"; i++ {
			b.Text += lines[i] + "\n"
		}
		out = append(out, b)
		verb, arg = "", ""
	}
	return out
}

// Step is a command and its output, which has no final newline.
type Step struct{ Command, Output string }

// Steps returns the commands of a block, each after "$ " and, if continued, "> ". A line that follows is output.
func (b Block) Steps() []Step {
	var out []Step
	for _, text := range strings.Split("\n"+b.Text, "\n$ ")[1:] {
		command, output, _ := strings.Cut(strings.TrimSuffix(text, "\n"), "\n")
		for strings.HasPrefix(output, "> ") {
			more, rest, _ := strings.Cut(output, "\n")
			command, output = command+"\n"+more[2:], rest
		}
		out = append(out, Step{command, output})
	}
	return out
}

// Printed compares the output of a command with that on the page. The error shows both.
func (s Step) Printed(got string) error {
	got = strings.TrimSuffix(got, "\n")
	if !Like(s.Output).MatchString(got) {
		return fmt.Errorf("$ %s\nprints:\n%s\nand not:\n%s", s.Command, got, s.Output)
	}
	return nil
}

// Like returns a pattern for a text in which … stands for anything.
func Like(text string) *regexp.Regexp {
	return regexp.MustCompile(`(?s)^` + strings.ReplaceAll(regexp.QuoteMeta(text), "…", ".*") + `$`)
}
