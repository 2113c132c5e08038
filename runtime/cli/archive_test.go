package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const mine, theirs = `[{"Config":"c","RepoTags":["web:1"],"Layers":[]}]`, `[{"Config":"c","RepoTags":["postgres:16"],"Layers":[]}]`

// entry returns a header of a file in ustar format and what follows it: padded to blocks, unless it is to be read as headers.
func entry(kind byte, name, size, content string) string {
	b := make([]byte, 512)
	copy(b, name)
	copy(b[100:], "0000644\x00")
	copy(b[124:], size)
	copy(b[148:], "        ")
	b[156] = kind
	copy(b[257:], "ustar\x0000")
	sum := 0
	for _, c := range b {
		sum += int(c)
	}
	copy(b[148:], fmt.Sprintf("%06o\x00 ", sum))
	return string(b) + content + strings.Repeat("\x00", (512-len(content)%512)%512)
}

func octal(size int) string { return fmt.Sprintf("%011o\x00", size) }

func file(name, content string) string { return entry('0', name, octal(len(content)), content) }

func record(key, value string) string {
	body := " " + key + "=" + value + "\n"
	size := len(body) + 1
	for len(fmt.Sprint(size))+len(body) != size {
		size++
	}
	return fmt.Sprint(size) + body
}

func extended(records string) string { return entry('x', "pax", octal(len(records)), records) }

// An archive in which the engines, whose reader is Go's, would find other names than the script is not loaded.
func TestArchiveOfTwoReadings(t *testing.T) {
	end := strings.Repeat("\x00", 1024)
	// What Go takes for the headers of another manifest is the content of a file for a reader of the other kind.
	hidden := file("manifest.json", theirs) + end
	visible := file("manifest.json", mine) + end
	for name, c := range map[string]struct {
		archive string
		admits  bool
	}{
		"one name":               {visible, true},
		"one name, with records": {extended(record("mtime", "1.5")) + visible, true},
		"another name":           {hidden, false},
		"a size after a NUL":     {entry('0', "a", "\x0000000001000", "") + file("b", file("manifest.json", theirs)) + visible, false},
		"a record of no size":    {extended(record("size", "0")) + entry('0', "a", octal(len(hidden)), hidden) + visible, false},
		"a record for a header of records": {
			extended(record("size", "512")) + extended(record("uname", strings.Repeat("x", 600))) + visible, false},
		"no end":                         {file("manifest.json", mine), false},
		"a magic number of zstd's frame": {entry('x', "P*M\x18", octal(0), "") + visible, false},
		"nothing":                        {"", false},
	} {
		t.Run(name, func(t *testing.T) {
			admitted, said := admits(t, c.archive)
			if admitted != c.admits {
				t.Errorf("admitted: %v; %s", admitted, said)
			}
		})
	}
}

// admits reports whether the script admits an archive for the image web:1, and what it says.
func admits(t *testing.T, archive string) (ok bool, said string) {
	t.Helper()
	at := filepath.Join(t.TempDir(), "a.tar")
	if err := os.WriteFile(at, []byte(archive), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	const script = `. scripts/common; folder=$2; make_stage() { stage=$folder; }; . scripts/archive; short=''; admit "$1" web:1`
	cmd := exec.Command("sh", "-c", script, "sh", at, t.TempDir())
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return err == nil, out.String()
}
