package page

import (
	"reflect"
	"testing"
)

const sample = "Words.\n\n<!-- fresh samples -->\n<!-- live -->\n```console\n$ one \\\n> two\nprinted …\n$ quiet\n```\n\n```\nplain\n```\n"

// A page consists of its blocks with their marks; a command is continued after "> "; what follows is its output.
func TestReadsAPage(t *testing.T) {
	blocks := Blocks(sample)
	want := []Block{
		{Verb: "fresh", Arg: "samples", Line: 3},
		{Verb: "live", Text: "$ one \\\n> two\nprinted …\n$ quiet\n", Line: 5},
		{Text: "plain\n", Line: 12},
	}
	if !reflect.DeepEqual(blocks, want) {
		t.Fatalf("blocks:\n%q\nwant:\n%q", blocks, want)
	}
	steps := []Step{{"one \\\ntwo", "printed …"}, {"quiet", ""}}
	if got := blocks[1].Steps(); !reflect.DeepEqual(got, steps) {
		t.Errorf("steps: %q, want %q", got, steps)
	}
}

// … stands for any words and any lines, and the rest must be equal.
func TestComparesWhatIsPrinted(t *testing.T) {
	step := Step{"one", "printed … end"}
	if err := step.Printed("printed this\nand that end\n"); err != nil {
		t.Error(err)
	}
	if err := step.Printed("printed this\n"); err == nil {
		t.Error("an end that is missing was not noticed")
	}
	if err := (Step{"quiet", ""}).Printed("something\n"); err == nil {
		t.Error("a command that should be quiet may print")
	}
}
