package spelling

import "testing"

func TestHint(t *testing.T) {
	words := []string{"image", "build", "networks", "network_mode"}
	for written, want := range map[string]string{
		"imagee":    "did you mean image?",
		"iamge":     "did you mean image?",
		"netwroks":  "did you mean networks?",
		"buidl":     "did you mean build?",
		"something": "",
		"":          "",
	} {
		if got := Hint(written, words); got != want {
			t.Errorf("Hint(%q) = %q, want %q", written, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"web", "web", 0}, {"web", "wbe", 1}, {"web", "we", 1}, {"web", "webs", 1}, {"web", "wet", 1}, {"ab", "cd", 2},
		{"web", "a-long-name", 5}, // the limit
	} {
		if got := Distance(c.a, c.b, 5); got != c.want {
			t.Errorf("Distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	words := []string{"inputs", "output", "runtime", "root-path"}
	for written, want := range map[string]string{"inpus": "inputs", "run": "runtime", "ro": "", "x": "", "outptu": "output"} {
		if got := Nearest(written, words); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", written, got, want)
		}
	}
}
