package load

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

// Too many services are counted where they are written, before compose-go spends seconds and memory on them.
func TestTooManyServicesAreNotLoaded(t *testing.T) {
	for _, c := range []struct{ services, jobs int }{
		{services: source.MaxServices - 1, jobs: 2},
		{services: source.MaxServices + 1},
		{jobs: source.MaxServices + 1},
	} {
		var b strings.Builder
		b.WriteString("name: shop\nservices:\n")
		for i := range c.services {
			fmt.Fprintf(&b, "  s%d: {image: a}\n", i)
		}
		b.WriteString("jobs:\n")
		for i := range c.jobs {
			fmt.Fprintf(&b, "  j%d: {image: a}\n", i)
		}
		l := &loading{opts: Options{Inputs: []string{"-"}, Stdin: strings.NewReader(b.String()), Dir: t.TempDir()}, used: map[source.Variable]bool{}}
		_, err := l.guarded(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		found := l.report.Findings()
		if len(found) != 1 || found[0].Code != diag.Limit || found[0].Pos.Line < source.MaxServices || l.name != "" {
			t.Errorf("%d services and %d jobs: %v", c.services, c.jobs, found)
		}
	}
}
