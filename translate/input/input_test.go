package input

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// No name makes a read block or grow without limit: anything but a regular file of limited size is an error that says so.
func TestOnlyRegularFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(syscall.Mkfifo(at("fifo"), 0o600))
	must(os.WriteFile(at("file"), []byte("text"), 0o600))
	must(os.Symlink("file", at("link")))
	must(os.Symlink("/dev/zero", at("zero")))
	must(os.Symlink("loop", at("loop")))
	must(os.Mkdir(at("folder"), 0o700))
	must(os.WriteFile(at("sparse"), nil, 0o600))
	must(os.Truncate(at("sparse"), 1<<40))
	must(os.WriteFile(at("eleven"), []byte(strings.Repeat("x", 11)), 0o600))
	cases := []struct {
		name, text string
		kind       error
	}{
		{at("file"), "text", nil},
		{at("link"), "text", nil},
		{"/dev/null", "", nil},
		{"/proc/self/comm", "", nil},
		{at("fifo"), "", ErrIrregular},
		{at("zero"), "", ErrIrregular},
		{"/dev/stdin", "", ErrIrregular},
		{at("folder"), "", ErrDirectory},
		{at("sparse"), "", ErrTooLarge},
		{at("eleven"), "", ErrTooLarge},
		{at("loop"), "", syscall.ELOOP},
		{at("gone"), "", os.ErrNotExist},
		{"", "", os.ErrNotExist},
	}
	for _, c := range cases {
		limit := Limit(10)
		if c.name == "/proc/self/comm" {
			if runtime.GOOS != "linux" {
				continue
			}
			limit = Table
		}
		ended := make(chan error, 1)
		go func() {
			data, err := ReadFile(c.name, limit)
			if err == nil && limit != Table && string(data) != c.text {
				t.Errorf("%s: %q", c.name, data)
			}
			ended <- err
		}()
		select {
		case err := <-ended:
			if !errors.Is(err, c.kind) && !(c.name == "/dev/stdin" && err != nil) {
				t.Errorf("%s: %v", c.name, err)
			}
			if err != nil && !strings.Contains(err.Error(), c.name) {
				t.Errorf("no name: %v", err)
			}
			if again := Check(c.name, limit); (again == nil) != (err == nil) && c.name != at("eleven") {
				t.Errorf("%s: %v, but %v", c.name, again, err)
			}
		case <-time.After(time.Minute):
			t.Fatalf("reading %s does not end", c.name)
		}
	}
}

// zeros is a stream that never ends.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// A stream is read up to the limit, and no further.
func TestAStreamIsBounded(t *testing.T) {
	if _, err := ReadAll(zeros{}, "<stdin>", 1<<20); !errors.Is(err, ErrTooLarge) || err.Error() != "<stdin> is larger than 1 MiB" {
		t.Error(err)
	}
	if data, err := ReadAll(strings.NewReader("1234"), "x", 4); err != nil || len(data) != 4 {
		t.Error(data, err)
	}
}
