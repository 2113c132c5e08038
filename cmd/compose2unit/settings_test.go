package main

import (
	"io"
	"testing"
)

// terminal ends once, and is then read for more.
type terminal struct {
	text  string
	ended bool
	again bool
}

func (t *terminal) Read(p []byte) (int, error) {
	t.again = t.again || t.ended
	n := copy(p, t.text)
	if t.text = t.text[n:]; n > 0 {
		return n, nil
	}
	t.ended = true
	return 0, io.EOF
}

// Standard input that has ended is not read again.
func TestStandardInputEndsOnce(t *testing.T) {
	const text = "services: {web: {image: web}}\n"
	stdin := &terminal{text: text}
	o, err := parse([]string{"-inputs", "-"})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{stdin: stdin, dir: t.TempDir()}
	for range 2 {
		if _, err := o.own(w); err != nil {
			t.Fatal(err)
		}
	}
	if data, err := io.ReadAll(w.stdin); err != nil || string(data) != text {
		t.Errorf("%q, %v", data, err)
	}
	if stdin.again {
		t.Error("it is read after its end")
	}
}
