package cli_test

import (
	"testing"

	"github.com/compose2unit/compose2unit/runtime/cli"
)

// A list is Comma applied to its fields, with the place of one of them kept.
func TestListKeepsAPlace(t *testing.T) {
	socket := cli.Word{Text: "src=", Place: cli.RuntimeDir, Rest: "/engine.sock"}
	for _, c := range []struct {
		fields []cli.Word
		want   string
	}{
		{[]cli.Word{{Text: "type=bind"}, {Text: `dst=/a,"b"`}}, cli.Comma("type=bind", `dst=/a,"b"`)},
		{[]cli.Word{{Text: "type=bind"}, socket, {Text: "dst=/a,b"}}, `type=bind,src=<runtime directory>/engine.sock,"dst=/a,b"`},
		{[]cli.Word{socket}, "src=<runtime directory>/engine.sock"},
	} {
		if got := cli.List(c.fields...).String(); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("two places in one word")
		}
	}()
	cli.List(socket, socket)
}

// Text appended to a word follows its place.
func TestThenFollowsThePlace(t *testing.T) {
	for word, want := range map[cli.Word]string{
		{Text: "/a"}: "/a:/b", {Place: cli.RuntimeDir, Rest: "/s"}: "<runtime directory>/s:/b", {Text: "X=", Place: cli.UnitName}: "X=<unit>:/b",
	} {
		if got := word.Then(":/b").String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
