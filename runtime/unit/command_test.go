package unit

import "testing"

// A command looks as it would be typed: one flag per line, with quotes where a shell would want them, too.
func TestCommand(t *testing.T) {
	got := Command(Plain,
		[]Value{Literal("/bin/sh"), Concat(Literal("%Y/"), Word("my shop/create")), Word("shop-web-\x00")},
		Words("--label", `a="50%" $HOME \o/`),
		Words("--env", "two\nlines"),
		Words("nginx:1.27", ";", "", "👍"),
	)
	want := `:/bin/sh "%Y/my shop/create" shop-web-%i \
    --label "a=\"50%%\" $HOME \\o/" \
    --env "two\nlines" \
    nginx:1.27 ";" "" "👍"`
	if got.Err() != nil || got.String() != want {
		t.Errorf("err %v\n%s\nwant\n%s", got.Err(), got, want)
	}
}

// A command may run another one. It respects the exit code of both, so a command whose failure is ignored cannot be run by one.
func TestWithin(t *testing.T) {
	outer, inner := Words("/bin/sh", "/shop/met", "web"), Words("/bin/sh", "/shop/create", "$HOME 50%")
	got := Within(outer, Command(Plain, inner, Words("--init")))
	want := `:/bin/sh /shop/met web \
    /bin/sh /shop/create "$HOME 50%%" \
    --init`
	if got.Err() != nil || got.String() != want {
		t.Errorf("err %v\n%s\nwant\n%s", got.Err(), got, want)
	}
	for name, command := range map[string]Value{
		"ignored": Command(Ignore, inner), "no command": Text(":/bin/sh"), "with an error": Command(Plain, Words("sh")),
	} {
		if got := Within(outer, command); got.Err() == nil {
			t.Errorf("%s: accepted as %s", name, got)
		}
	}
}
