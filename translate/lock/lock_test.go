package lock

import (
	"context"
	"errors"
	"strings"
	"testing"
)

const (
	digestA = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	digestB = "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
	sample  = `{
  "images": {
    "docker.io/library/nginx:1.27": {
      "digest": "` + digestA + `",
      "platforms": {
        "linux/amd64": "` + digestB + `",
        "linux/arm64/v8": "` + digestA + `"
      }
    },
    "docker.io/library/old:1": {
      "digest": "` + digestB + `"
    }
  }
}
`
)

func TestReading(t *testing.T) {
	f, err := Read([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	for platform, want := range map[string]string{
		"": "", "linux/amd64": "", "linux/arm64": "", "linux/arm64/v8": "", "amd64": "",
		"linux/riscv64": "docker.io/library/nginx:1.27 is not made for linux/riscv64; there are linux/amd64, linux/arm64/v8",
	} {
		digest, err := f.Digest(context.Background(), "docker.io/library/nginx:1.27", platform)
		if err != nil && err.Error() != want || err == nil && want != "" || digest != digestA {
			t.Errorf("%q: %s, %v; want %q", platform, digest, err, want)
		}
	}
	if _, err := f.Digest(context.Background(), "docker.io/library/other:1", ""); err == nil {
		t.Error("an image that is not there has a digest")
	}
	if stale := f.Stale(); len(stale) != 1 || stale[0] != (Entry{"docker.io/library/old:1", 10}) {
		t.Errorf("stale: %v", stale)
	}
}

// The file was edited by hand: the error names the line.
func TestReadingWhatIsBroken(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "line 1: EOF",
		"{\n  \"images\": [\n}":     "line 3: invalid character",
		"{\n\"imgaes\": {}\n}":      "line 2: json: unknown field",
		"{\"images\": {}}\n\n{}":    "line 3: unexpected text after the end",
		"{\"images\":\n{\"a\": 5}}": "line 2: json: cannot unmarshal number",
		"{\"images\": {\n\"a\": {\"digest\": \"sha256:12\"}}}": "line 2: the digest of a: invalid checksum digest length",
		"{\"images\": {\n\n\"a\": {}}}":                        "line 3: the digest of a: invalid checksum digest format",
	} {
		if _, err := Read([]byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// A recorded file yields the same when it is read, and every image was resolved once.
func TestRecording(t *testing.T) {
	asked := 0
	r := NewRecord(func(_ context.Context, name string) (Image, error) {
		asked++
		switch name {
		case "docker.io/library/nginx:1.27":
			return Image{digestA, map[string]string{"linux/arm64/v8": digestA, "linux/amd64": digestB}}, nil
		case "docker.io/library/old:1":
			return Image{Digest: digestB}, nil
		}
		return Image{}, errors.New("no such image")
	})
	for range 2 {
		for name, want := range map[string]string{"docker.io/library/nginx:1.27": digestA, "docker.io/library/old:1": digestB, "none": ""} {
			if digest, err := r.Digest(context.Background(), name, "linux/amd64"); digest != want || (err == nil) != (want != "") {
				t.Errorf("%s: %q, %v", name, digest, err)
			}
		}
	}
	if asked != 3 {
		t.Errorf("%d questions, want 3", asked)
	}
	if got := string(r.Bytes()); got != sample {
		t.Errorf("file:\n%s\nwant:\n%s", got, sample)
	}
}
