package calendar

import (
	"os/exec"
	"strings"
	"testing"
	"unicode"
)

// Valid and invalid calendar expressions, checked with systemd's own parser if it is available.
func TestParse(t *testing.T) {
	analyze, _ := exec.LookPath("systemd-analyze")
	for text, want := range map[string]bool{
		"daily": true, "Weekly": true, "hourly UTC": true, "Mon..Fri 04:00": true, "Sat,Sun *-*-* 03:30:00": true,
		"*-*-01 02:00": true, "*:0/15": true, "2030-12-24 12:00 Europe/Berlin": true, "*-02~03": true, "Sun": true,
		"03:00": true, "*-*-* *:*:30.5": true, "Mon *-05~07/1": true, "1..5,9-1 00:00": true,
		"": false, "sometimes": false, "daily weekly": false, "25": false, "Funday 03:00": false, "03:00 Sun": false,
		"*-*-*-*": false, "12:00 12:00": false, "*/5 * * * *": false, "@daily": false, "1d": false,
	} {
		if _, got := Parse(text); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
		if analyze == "" || text == "" {
			continue
		}
		if err := exec.Command(analyze, "calendar", text).Run(); (err == nil) != want {
			t.Errorf("%q: systemd says %v, want %t", text, err, want)
		}
	}
}

// An accepted expression is one line, and does not change when it is parsed again.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"daily", "hourly UTC", "Mon..Fri  04:00", "2030-12-24 12:00\nEurope/Berlin", "*-*~03 *:0/15", "Sun\tUnit=x"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		expression, ok := Parse(text)
		if !ok {
			return
		}
		if strings.ContainsFunc(expression, unicode.IsControl) {
			t.Errorf("%q is taken as %q", text, expression)
		}
		if again, ok := Parse(expression); !ok || again != expression {
			t.Errorf("%q is %q, which is read as %q, %t", text, expression, again, ok)
		}
	})
}
