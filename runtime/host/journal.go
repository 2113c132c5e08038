package host

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// failure is a unit that failed in this run.
type failure struct {
	unit, reason string
	// invocation is the ID of the start that failed (systemd.exec(5), $INVOCATION_ID); empty if it is unknown.
	invocation string
	// since is a time before that start: when the jobs of this run were queued. Zero if the unit was not started at all.
	since time.Time
}

// failed reports a unit that failed, with the end of its journal.
func (o Options) failed(ctx context.Context, f failure) {
	o.tell(Event{Action: Failed, Object: OfUnit, Name: f.unit, Reason: f.reason, Journal: o.journal(ctx, f)})
}

// of returns the failure of a job that was queued at a time.
func (r Result) of(queued time.Time) failure {
	if !r.ran() {
		queued = time.Time{}
	}
	return failure{r.Unit, r.Why(), r.Invocation, queued}
}

// journal returns the last lines of the start that failed, and none of earlier ones. The lines of the unit's processes and those of
// systemd about the unit have the ID of the start in different fields (systemd.journal-fields(7)). A journal that has neither is
// read from the time at which the jobs were queued.
func (o Options) journal(ctx context.Context, f failure) []string {
	if f.since.IsZero() {
		return nil
	}
	which, manager := "--unit="+f.unit, "INVOCATION_ID="
	if o.User {
		which, manager = "--user-unit="+f.unit, "USER_INVOCATION_ID="
	} else { // journald reads what was printed a moment later, and only root may wait for it
		_, _ = o.Machine.Run(ctx, "journalctl", "--sync")
	}
	ask := []string{"journalctl", "--no-pager", "--quiet", "--output=cat", "--lines=10", which}
	queries := [][]string{{fmt.Sprintf("--since=@%d.%06d", f.since.Unix(), f.since.Nanosecond()/1000)}}
	if f.invocation != "" {
		queries = append([][]string{{"_SYSTEMD_INVOCATION_ID=" + f.invocation, "+", manager + f.invocation}}, queries...)
	}
	for _, query := range queries {
		text, err := o.Machine.Run(ctx, append(ask, query...)...)
		if err != nil {
			return []string{"(its journal cannot be read: " + err.Error() + ")"}
		}
		if text = strings.TrimSpace(text); text != "" {
			return strings.Split(text, "\n")
		}
	}
	return nil
}
