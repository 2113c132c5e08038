package host_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime/folder/foldertest"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/host/hosttest"
)

func line(unit, invocation, text string) hosttest.Line {
	return hosttest.Line{Unit: unit, Invocation: invocation, Text: text}
}

// A unit that failed is reported with the lines of the start that failed, and the error names it. Lines of an earlier start may say
// the opposite.
func TestApplyTellsWhatFailed(t *testing.T) {
	const web, db = "shop-web.service", "shop-db.service"
	earlier := line(web, "1", "no such image")
	for name, c := range map[string]struct {
		journal hosttest.Journal
		latest  string
		want    string
	}{
		"this start": {hosttest.Journal{earlier, line(web, "2", "port in use"), line(db, "2", "ready"), line(web, "2", "Failed with result")}, "2",
			"port in use Failed with result"},
		"a journal without IDs":        {hosttest.Journal{earlier, line(web, "", "port in use")}, "2", "port in use"},
		"a systemd that does not tell": {hosttest.Journal{earlier, line(web, "", "port in use")}, "", "port in use"},
		"no line of this start":        {hosttest.Journal{earlier}, "2", ""},
	} {
		h := hosttest.New(t)
		h.Fails[web], h.Journal, h.Invocations = true, c.journal, map[string]string{web: c.latest}
		var events steps
		_, err := host.Apply(t.Context(), shop(h, events.add), desired(hosttest.Project(hosttest.Service("web", ""))))
		var failed host.FailedError
		if !errors.As(err, &failed) {
			t.Fatal(err)
		}
		foldertest.Same(t, "units", failed.Units, []string{web})
		if want := strings.TrimSpace("failed unit " + web + " failed " + c.want); !slices.Contains(events, want) {
			t.Errorf("%s: %q, without %q", name, events, want)
		}
	}
}

// A unit that was not started, because another one failed, has nothing to say: the journal has only its earlier starts.
func TestAUnitThatWasNotStartedHasNoJournal(t *testing.T) {
	const web = "shop-web.service"
	h := hosttest.New(t)
	h.Outcomes = map[string]string{web: "dependency"}
	h.Journal, h.Invocations = hosttest.Journal{line(web, "1", "no such image")}, map[string]string{web: "1"}
	var events steps
	_, err := host.Apply(t.Context(), shop(h, events.add), desired(hosttest.Project(hosttest.Service("web", ""))))
	if want := "failed unit " + web + " not started: a unit it depends on failed"; !errors.As(err, new(host.FailedError)) || !slices.Contains(events, want) {
		t.Errorf("%v, %q, without %q", err, events, want)
	}
}
