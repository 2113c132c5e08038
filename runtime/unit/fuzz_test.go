package unit_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	. "github.com/compose2unit/compose2unit/runtime/unit"
)

// alone puts a value into a directive between two others and reads the unit back: whatever the string, there are three
// directives, and the value is the second's.
func alone(t *testing.T, v Value) string {
	t.Helper()
	text := fmt.Sprintf("# a comment\n[Unit]\nBefore=a.service\nX-Value=%s\nAfter=b.service\n", v)
	entries, err := Check([]byte(text))
	if err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	if len(entries) != 3 || entries[0].Value != "a.service" || entries[1].Key != "X-Value" || entries[2].Value != "b.service" {
		t.Fatalf("%q reads as %q", text, entries)
	}
	return entries[1].Value
}

// sayable reports whether v could represent s. It fails the test if a maker accepted invalid UTF-8. NUL in an instance has
// a test of its own.
func sayable(t *testing.T, s string, v Value) bool {
	t.Helper()
	if utf8.ValidString(s) {
		return v.Err() == nil && !strings.Contains(s, "\x00")
	}
	if v.Err() == nil {
		t.Fatalf("%q is not UTF-8 and was taken", s)
	}
	if _, err := Check([]byte("[Unit]\nX=" + v.String())); err == nil {
		t.Fatalf("%q: a bad value prints", s)
	}
	return false
}

func seeds(f *testing.F, add func(s string)) {
	f.Helper()
	for _, s := range pieces {
		add(s)
	}
	add("a\nExecStart=/bin/evil")
	add("\xff")
	add("\xff/..")
	add(strings.Repeat("long ", 900))
}

func FuzzCommand(f *testing.F) {
	seeds(f, func(s string) { f.Add("/bin/sh", s, "b"+s) })
	f.Fuzz(func(t *testing.T, program, a, b string) {
		v := Command(Ignore, Words("/"+program, a), nil, Words(b))
		if !sayable(t, program+a+b, v) {
			return
		}
		words, err := Split(strings.TrimPrefix(alone(t, v), "-:"))
		if want := []string{"/" + program, a, b}; err != nil || !reflect.DeepEqual(words, want) {
			t.Fatalf("%v: %q\nreads as %q\nmeant    %q", err, v, words, want)
		}
	})
}

func FuzzWord(f *testing.F) {
	seeds(f, func(s string) { f.Add(s) })
	f.Fuzz(func(t *testing.T, s string) {
		if v := Word(s); sayable(t, s, v) {
			words, err := Split(alone(t, Join(v, Concat(Literal("x="), v))))
			if want := []string{s, "x=" + s}; err != nil || !reflect.DeepEqual(words, want) {
				t.Fatalf("%v: %q reads as %q", err, v, words)
			}
		}
	})
}

func FuzzText(f *testing.F) {
	seeds(f, func(s string) { f.Add(s) })
	f.Fuzz(func(t *testing.T, s string) {
		if v := Text(s); sayable(t, s, v) {
			if got := strings.ReplaceAll(alone(t, v), "%%", ""); strings.Contains(got, "%") {
				t.Fatalf("%q holds a specifier", v)
			}
		}
		if v := Path(s); sayable(t, s, v) && !strings.ContainsAny(s, "/.") {
			if got := strings.ReplaceAll(alone(t, v), "%%", "%"); got != s {
				t.Fatalf("%q reads as %q", s, got)
			}
		}
		if v := MountPath("/" + s); v.Err() == nil {
			alone(t, v)
		}
	})
}

func FuzzRaw(f *testing.F) {
	seeds(f, func(s string) { f.Add(s) })
	f.Add("/bin/a \\\n  b")
	f.Add("a \\\n\nb")
	f.Fuzz(func(t *testing.T, s string) {
		if v := Raw(s); sayable(t, s, v) {
			alone(t, v)
		}
	})
}

func FuzzName(f *testing.F) {
	seeds(f, func(s string) { f.Add("shop", s) })
	f.Fuzz(func(t *testing.T, a, b string) {
		name, err := Name(a, b)
		if err != nil {
			return
		}
		if got := unescape(name); got != a+"-"+b {
			t.Fatalf("%q reads as %q, not %q", name, got, a+"-"+b)
		}
		if v := Units(name+".service", name+"@\x00.service"); v.Err() != nil || len(name) > 255-len(".service") {
			t.Fatalf("%q: %v", name, v.Err())
		}
	})
}

// unescape decodes \xNN.
func unescape(name string) string {
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		var c byte
		if n, _ := fmt.Sscanf(name[i:], `\x%02x`, &c); n == 1 {
			b.WriteByte(c)
			i += 3
			continue
		}
		b.WriteByte(name[i])
	}
	return b.String()
}
