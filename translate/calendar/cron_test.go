package calendar

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/golden/tool"
)

// The meaning of crontab expressions; those with nil are invalid.
var calendars = []struct {
	cron string
	want []string
}{
	{"* * * * *", []string{"*-*-* *:*:00"}},
	{"*/15 * * * *", []string{"*-*-* *:00/15:00"}},
	{"*/7 * * * *", []string{"*-*-* *:00/7:00"}},
	{"5,35 0-6/2 * * *", []string{"*-*-* 00,02,04,06:05,35:00"}},
	{"0 4 1 * *", []string{"*-*-01 04:00:00"}},
	{"0 4 */10 feb,6 *", []string{"*-02,06-01/10 04:00:00"}},
	{"0 9 * * 1-5", []string{"Mon,Tue,Wed,Thu,Fri *-*-* 09:00:00"}},
	{"0 9 * * 0,7", []string{"Sun *-*-* 09:00:00"}},
	{"0 9 * * sat-7", []string{"Sat,Sun *-*-* 09:00:00"}},
	{"0 9 * * 5-7", []string{"Fri,Sat,Sun *-*-* 09:00:00"}},
	// Both days are restricted: cron runs on either of them.
	{"0 0 13 * fri", []string{"*-*-13 00:00:00", "Fri *-*-* 00:00:00"}},
	// A day that starts with a star restricts the other.
	{"0 0 */2 * fri", []string{"Fri *-*-01/2 00:00:00"}},
	// A step that exceeds the field leaves its first value only.
	{"1/90 5/9223372036854775807 * * *", []string{"*-*-* 05:01:00"}},
	{"@daily", []string{"*-*-* 00:00:00"}},
	{"@weekly", []string{"Sun *-*-* 00:00:00"}},
	{"60 * * * *", nil}, {"5-1 * * * *", nil}, {"*/0 * * * *", nil}, {"? * * * *", nil}, {"", nil}, {"-1 * * * *", nil}, {"1, * * * *", nil},
}

func TestFromCron(t *testing.T) {
	for _, c := range calendars {
		got, err := FromCron(c.cron)
		if (err != nil) != (c.want == nil) {
			t.Errorf("%q: %v", c.cron, err)
			continue
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q is %q, want %q", c.cron, got, c.want)
		}
	}
}

// systemd parses what was written.
func TestFromCronIsSystemds(t *testing.T) {
	analyze := tool.Path(t, "systemd-analyze")
	args := []string{"calendar", "--iterations=0"}
	for _, c := range calendars {
		args = append(args, c.want...)
	}
	out, err := exec.Command(analyze, args...).CombinedOutput()
	if err != nil || strings.Contains(string(out), "Failed") {
		t.Errorf("%v: %s", err, out)
	}
}

// Every valid crontab expression becomes one or two systemd expressions, each in normalized form.
func FuzzFromCron(f *testing.F) {
	for _, c := range calendars {
		f.Add(c.cron)
	}
	f.Fuzz(func(t *testing.T, cron string) {
		got, err := FromCron(cron)
		if err != nil {
			if len(got) > 0 {
				t.Errorf("%q is %q and an error", cron, got)
			}
			return
		}
		if len(got) < 1 || len(got) > 2 {
			t.Errorf("%q is %q", cron, got)
		}
		for _, expression := range got {
			if parsed, ok := Parse(expression); !ok || parsed != expression {
				t.Errorf("%q is %q, which Parse reads as %q, %t", cron, expression, parsed, ok)
			}
		}
	})
}
