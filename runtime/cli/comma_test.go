package cli_test

import (
	"encoding/csv"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime/cli"
)

// A field of a comma-separated list, quoted in Go or in the scripts, is parsed back as one field by the CSV reader of
// docker and podman.
func TestCommaIsReadBack(t *testing.T) {
	for _, value := range []string{
		"dst=/a", "dst=/a,b", "dst=/x,src=/,type=bind", `dst=/"q"`, `dst="/q"`, `dst=/a","src=/`, "dst=/ a ", `dst=/\`, "dst=/'", "dst=/#", "dst=/$(id)", "dst=/é🚀", "dst=",
	} {
		for by, list := range map[string]string{
			"Comma": cli.Comma("type=volume", value, "readonly"),
			"field": "type=volume," + field(t, value) + ",readonly",
		} {
			got, err := csv.NewReader(strings.NewReader(list)).Read()
			if want := []string{"type=volume", value, "readonly"}; err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: %q is read as %q, want %q: %v", by, list, got, want, err)
			}
		}
	}
}

// field calls the scripts' function.
func field(t *testing.T, value string) string {
	t.Helper()
	out, err := exec.Command("sh", "-c", `. scripts/common; field "$1"`, "shop/x", value).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(string(out), "\n")
}

// plain decodes a path in JSON, and rejects everything else.
func TestPlainLetsOnlyPathsThrough(t *testing.T) {
	for text, want := range map[string]string{
		`"/a"`: "/a", `"/a,b"`: "/a,b", `"/a \"b\" \\c"`: `/a "b" \c`, `"/\\n"`: `/\n`, `"/\\\\\""`: `/\\"`, `"/é"`: "/é", `"/$(id)"`: "/$(id)",
		`"/a\nb"`: "", `"/a\"\nb"`: "", `"/\u0000"`: "", `"/a`: "", `/a`: "", `"a"`: "", `""`: "", `"`: "", ``: "", `"/a" "/b"`: "", `"/a\"`: "", `"-x"`: "",
		"\"/a\nb\"": "", "\"/a\tb\"": "",
		`"/a\u0026b"`: "/a&b", `"/\u003cx\u003e"`: "/<x>", `"/\\u0026"`: `/\u0026`, `"/\\\u0026"`: `/\&`, `"/\u003C"`: "", `"/\u2028"`: "", `"/\u002"`: "", `"/\u0022"`: "",
		`"\u003c"`: "", `"/\\\\\u003e\""`: `/\\>"`,
	} {
		out, err := exec.Command("sh", "-c", `. scripts/common; plain "$1"`, "shop/x", text).Output()
		if got := strings.TrimSuffix(string(out), "\n"); got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q, want %q: %v", text, got, want, err)
		}
	}
}
