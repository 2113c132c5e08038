package translate

import (
	"os/exec"
	"testing"
)

// What a calendar expression is, checked with systemd's own parser where there is one.
func TestCalendarExpressions(t *testing.T) {
	analyze, _ := exec.LookPath("systemd-analyze")
	for text, want := range map[string]bool{
		"daily": true, "Weekly": true, "hourly UTC": true, "Mon..Fri 04:00": true, "Sat,Sun *-*-* 03:30:00": true,
		"*-*-01 02:00": true, "*:0/15": true, "2030-12-24 12:00 Europe/Berlin": true, "*-02~03": true, "Sun": true,
		"03:00": true, "*-*-* *:*:30.5": true, "Mon *-05~07/1": true, "1..5,9-1 00:00": true,
		"": false, "sometimes": false, "daily weekly": false, "25": false, "Funday 03:00": false, "03:00 Sun": false,
		"*-*-*-*": false, "12:00 12:00": false, "*/5 * * * *": false, "@daily": false, "1d": false,
	} {
		if got := calendarExpression(text); got != want {
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
