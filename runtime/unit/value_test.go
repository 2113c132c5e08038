package unit_test

import (
	"strings"
	"testing"
	"text/template"

	. "github.com/compose2unit/compose2unit/runtime/unit"
)

// What a string becomes in each kind of directive. A want that starts with "error" is a part of the error message.
func TestValues(t *testing.T) {
	for _, c := range []struct {
		what string
		got  Value
		want string
	}{
		{"literals keep specifiers", Literal("%Y/shop"), "%Y/shop"},
		{"numbers", Number(-7), "-7"},

		{"text: a specifier is text", Text("50% %Y"), "50%% %%Y"},
		{"text: one line", Text("a\nExecStart=/bin/evil\r\n"), "a ExecStart=/bin/evil"},
		{"text: no terminal or bidi tricks", Text("a\x1b[31m\u202eb"), "a [31m b"},
		{"text: the instance", Text("web \x00"), "web %i"},
		{"text: a last backslash continues nothing", Text(`C:\`), `C:\ `},
		{"text: quotes are text", Text(`"a" 'b'`), `"a" 'b'`},

		{"path: blanks need no quotes", Path("/srv/my shop/100%"), "/srv/my shop/100%%"},
		{"path: cleaned", Path("/srv//a/../b/"), "/srv/b"},
		{"path: a line end", Path("/srv/a\nb"), "error: holds a character"},
		{"path: a blank at the end", Path("/srv/a "), "error: begins or ends with a blank"},
		{"path: a long name", Path("/" + strings.Repeat("x", 256)), "error: longer than a path"},
		{"path: out", Path("../x"), "error: leads out"},
		{"path: beside the unit", Concat(Literal("-%Y/"), Path("shop/web 1.env")), "-%Y/shop/web 1.env"},

		{"word: bare", Word("nginx:1.27"), "nginx:1.27"},
		{"word: empty", Word(""), `""`},
		{"word: blank", Word("a b"), `"a b"`},
		{"word: quotes", Word(`a"b'c`), `"a\"b'c"`},
		{"word: backslash", Word(`\n`), `"\\n"`},
		{"word: line ends", Word("a\r\n\tb"), `"a\x0d\n\tb"`},
		{"word: end of command", Word(";"), `";"`},
		{"word: comment", Word("#x"), `"#x"`},
		{"word: specifier", Word("%Y"), "%%Y"},
		{"word: dollar", Word("$HOME"), `"$HOME"`},
		{"word: emoji", Word("👍"), `"👍"`},
		{"word: invisible", Word("a\u200bb"), `"a\xe2\x80\x8bb"`},
		{"word: instance", Word("shop-web-\x00"), "shop-web-%i"},
		{"word: not UTF-8", Word("\xff"), "error: not valid UTF-8"},
		{"word: of parts, quoted as a whole", Concat(Literal("%Y/"), Word("my shop"), Literal("/create")), `"%Y/my shop/create"`},

		{"units", Units("a.service", `x\x20y@`+"\x00.service"), `a.service x\x20y@%i.service`},
		{"units: two in one", Units("a.service b.service"), "error: not the name of a unit"},

		{"mount: backslash and quote", MountPath(`/srv/a "b" \c/.`), `"/srv/a \"b\" \\c"`},
		{"mount: relative", MountPath("srv"), "error: not an absolute path"},
		{"mount: no escapes there", MountPath("/srv/a\nb"), "error: cannot hold"},
		{"mount: a tab", MountPath("/srv/a\tb"), "\"/srv/a\tb\""},

		{"mount: a long name", MountPath("/" + strings.Repeat("x", 256)), "error: longer than a path"},

		{"join", Join(Word("a b"), Literal(""), Word(""), Literal("c")), `"a b" "" c`},
		{"concat: kinds", Concat(Word("a"), Path("b")), "error: another kind"},

		{"raw: systemd's language", Raw(`/bin/sh -c 'echo $A %n'`), `/bin/sh -c 'echo $A %n'`},
		{"raw: continued", Raw("/bin/a \\\n  --b \\\n\t--c\n"), "/bin/a \\\n    --b \\\n    --c"},
		{"raw: empty resets", Raw(""), ""},
		{"raw: second directive", Raw("a\nExecStart=b"), "error: not continued"},
		{"raw: open end", Raw("a\\"), "error: ends in a backslash"},
		{"raw: comment between", Raw("a \\\n# b \\\nc"), "error: take for a comment"},

		{"key", Key("X-Thing"), "X-Thing"},
		{"key: a second one", Key("A=b\nC"), "error: not the name of a systemd directive"},
	} {
		if want, refused := strings.CutPrefix(c.want, "error: "); refused {
			if err := c.got.Err(); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q, error %v, want %q", c.what, c.got, err, want)
			}
		} else if c.got.Err() != nil || c.got.String() != c.want {
			t.Errorf("%s: %q, want %q, error %v", c.what, c.got, c.want, c.got.Err())
		}
	}
}

// A command is an error if systemd or the kernel would reject it, at load or at start.
func TestCommandRefuses(t *testing.T) {
	long := strings.Repeat("x", 128<<10)
	for want, v := range map[string]Value{
		"absolute path":       Command(Plain, Words("-sh")),
		"does not start":      Command(Plain),
		"not a word":          Command(Plain, []Value{Literal("/bin/sh"), Path("/a b")}),
		"kernel limit":        Command(Plain, Words("/bin/echo", long)),
		"more than systemd":   Command(Plain, Words("/bin/echo"), Words(many(9, long[1:])...)),
		"is not valid UTF-8":  Command(Plain, Words("/bin/echo", "\xff")),
		"another kind of uni": Command(Plain, []Value{Literal("/bin/sh"), Concat(Word("a"), Path("b"))}),
	} {
		if v.Err() == nil || !strings.Contains(v.Err().Error(), want) {
			t.Errorf("%.80q, want %q", v.Err(), want)
		}
	}
	if v := Command(Plain, Words("/bin/echo", long[1:])); v.Err() != nil {
		t.Error("the kernel takes 131071 bytes:", v.Err())
	}
}

func many(n int, s string) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = s
	}
	return out
}

type view struct {
	Description Value
	SourcePath  Value
	Commands    []Value
}

var tmpl = template.Must(template.New("").Parse(`[Unit]
Description={{.Description}}
{{- if .SourcePath.Set}}
SourcePath={{.SourcePath}}
{{- end}}

[Service]
{{range .Commands -}}
ExecStartPre={{.}}
{{end -}}
`))

// Render prints a view whose values are all valid, and nothing at all otherwise.
func TestRender(t *testing.T) {
	good := view{Description: Text("shop"), Commands: []Value{Command(Plain, Words("/bin/a"), Words("-b", "c d"))}}
	text, err := Render(tmpl, good)
	want := "[Unit]\nDescription=shop\n\n[Service]\nExecStartPre=:/bin/a \\\n    -b \"c d\"\n"
	if err != nil || string(text) != want {
		t.Errorf("%v %q, want %q", err, text, want)
	}
	good.Commands = append(good.Commands, Command(Plain, Words("/bin/a", "\xff")))
	if text, err := Render(tmpl, &good); err == nil || text != nil {
		t.Errorf("a bad value was rendered: %q", text)
	}
}
