package load

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/sirupsen/logrus"
)

// warned returns the findings of a project that causes one line of each kind in compose-go's log; i makes the project unique.
func warned(t *testing.T, i int) string {
	compose := fmt.Sprintf("version: \"3\"\nservices:\n  web%d:\n    image: \"x:${UNSET%d}\"\n    init: \"${WORD%d:-yes}\"\n    env_file: [e.env]\nnetworks:\n  n%d: {external: {name: other}}\n", i, i, i, i)
	_, report, err := Load(context.Background(), Options{Dir: folder(t, "-- compose.yaml --\n"+compose+"-- e.env --\nA=${ENV"+fmt.Sprint(i)+"}\n")})
	if err != nil {
		t.Error(err)
	}
	var lines []string
	for _, f := range report.Findings() {
		lines = append(lines, f.String())
	}
	return strings.Join(lines, "\n")
}

// Each of many parallel loads reports all lines of its own project and none of another's. Afterwards the logger is restored.
func TestLinesAreOfTheirOwnLoad(t *testing.T) {
	out, level, hooks := logrus.StandardLogger().Out, logrus.GetLevel(), len(logrus.StandardLogger().Hooks)
	const projects = 16
	var alone, together [projects]string
	for i := range projects {
		alone[i] = warned(t, i)
	}
	if want := []string{"UNSET3", "ENV3", "n3", "not a boolean"}; slices.ContainsFunc(want, func(w string) bool { return !strings.Contains(alone[3], w) }) {
		t.Fatalf("not all of %v are in\n%s", want, alone[3])
	}
	var wait sync.WaitGroup
	for i := range projects {
		wait.Go(func() { together[i] = warned(t, i) })
	}
	wait.Wait()
	for i := range projects {
		if alone[i] != together[i] {
			t.Errorf("alone\n%s\nand in parallel\n%s", alone[i], together[i])
		}
	}
	if std := logrus.StandardLogger(); std.Out != out || std.GetLevel() != level || len(std.Hooks) != hooks {
		t.Errorf("the log is left as %v, %v, %v", std.Out, std.GetLevel(), std.Hooks)
	}
}
