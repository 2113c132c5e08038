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
