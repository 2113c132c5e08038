//go:build live

package live

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// tally is what a run has established so far. docs/parity.md is written from it.
var tally struct {
	sync.Mutex
	comparisons []comparison
	passed      map[string]map[string]bool // life tests that passed, and the columns in which they did
}

// comparison is the result of one comparison.
type comparison struct {
	column, what           string
	equal, projects        int // projects
	equalFields, allFields int
}

// comparisons returns those of a run in the order of the columns: some were made at the same time.
func comparisons() []comparison {
	place := map[string]int{}
	for i, c := range slices.Concat(everywhere, rootless, older, newer) {
		place[c.name] = i
	}
	sorted := slices.Clone(tally.comparisons)
	slices.SortStableFunc(sorted, func(a, b comparison) int {
		return cmp.Or(cmp.Compare(place[a.column], place[b.column]), strings.Compare(a.what, b.what))
	})
	return sorted
}

// headings are the columns of the report, in their order, by the names of [column].
var headings = []string{"docker", "podman", "quadlet", rootlessHeading, docker20.name, podman43.name, newerHeading}

// cells returns a row's cells under the headings.
func cells(passed map[string]bool) string {
	var b strings.Builder
	for _, name := range headings {
		switch {
		case name == rootlessHeading:
			b.WriteString(sharedCell(passed, rootless))
		case name == newerHeading:
			b.WriteString(sharedCell(passed, newer))
		case passed[name]:
			b.WriteString(" yes |")
		default:
			b.WriteString(" |")
		}
	}
	return b.String()
}

// sharedCell names the columns, of those that share a heading, in which an event was played: yes is all.
func sharedCell(passed map[string]bool, columns []*column) string {
	var names []string
	for _, c := range columns {
		if passed[c.name] {
			names = append(names, c.short())
		}
	}
	switch len(names) {
	case 0:
		return " |"
	case len(columns):
		return " yes |"
	}
	return " " + strings.Join(names, ", ") + " |"
}

// tallyComparison adds the numbers of one comparison.
func tallyComparison(c *column, what string, equal, projects, equalFields, fields int) {
	tally.Lock()
	defer tally.Unlock()
	tally.comparisons = append(tally.comparisons, comparison{c.name, what, equal, projects, equalFields, fields})
}

// tallyLife records that a life test passed in a column.
func tallyLife(test string, c *column) {
	tally.Lock()
	defer tally.Unlock()
	if tally.passed == nil {
		tally.passed = map[string]map[string]bool{}
	}
	if tally.passed[test] == nil {
		tally.passed[test] = map[string]bool{}
	}
	tally.passed[test][c.name] = true
}

// printReport prints a summary of what a run has established, whether all of it passed or not.
func printReport(w io.Writer) {
	tally.Lock()
	defer tally.Unlock()
	lines := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range comparisons() {
		fmt.Fprintf(lines, "%s\t%s\t%d of %d projects equal\t%d of %d fields equal\n", c.column, c.what, c.equal, c.projects, c.equalFields, c.allFields)
	}
	lines.Flush()
	played := 0
	for _, columns := range tally.passed {
		played += len(columns)
	}
	fmt.Fprintf(w, "%d events passed, %d times in all columns together\n", len(tally.passed), played)
}

// writeParity writes the page. It is called after a complete run that passed.
func writeParity(path string) error {
	var b strings.Builder
	b.WriteString(`# Parity: what was tested on live machines

Written by ` + "`make live`" + ` from its results; do not edit. The machine runs Debian 13 (systemd 257, docker 26.1, podman 5.4);
for docker-20.10 and podman-4.3 it runs Debian 12 (systemd 252), for forky Debian testing. See
[golden/live](../golden/live/README.md).

## The same as docker compose

Each project is brought up with ` + "`docker compose up -d`" + `, inspected, taken down, brought up with its units and inspected again.
Every leaf of ` + "`docker inspect`" + ` of every container, network and volume is compared, and so is every file that was copied into a
container. Comparing Compose with itself shows that the method itself produces no differences.

| units for | compared | projects equal | fields equal |
|---|---|---|---|
`)
	for _, c := range comparisons() {
		fmt.Fprintf(&b, "| %s | %s | %d of %d | %d of %d |\n", c.column, c.what, c.equal, c.projects, c.equalFields, c.allFields)
	}
	b.WriteString("\n### What may differ\n\n| field | why |\n|---|---|\n")
	writeRules(&b, allowed)
	b.WriteString("| `/containers/*/Config/Labels/com.docker.compose.config-hash` of a container that joins another or mounts its volumes | Compose hashes the definition including the other container's id |\n")
	b.WriteString("\nAgainst Debian's own docker compose, 2.26, also:\n\n| field | why |\n|---|---|\n")
	writeRules(&b, olderCompose)
	writePodman(&b)
	writeQuadlet(&b)
	writeOld(&b)
	writeNewer(&b)
	b.WriteString("\n### What could not be compared here\n\n| project or attribute | why |\n|---|---|\n")
	writeReasons(&b, notComparable)
	writeReasons(&b, notOnThisMachine)
	fmt.Fprintf(&b, "\n## The same behaviour over time\n\n| event | test | %s |\n|---|---|%s\n", strings.Join(headings, " | "), strings.Repeat("---|", len(headings)))
	if err := writeEvents(&b); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

// writePodman describes what podman's column compares differently.
func writePodman(b *strings.Builder) {
	b.WriteString(`
### Podman

The reference is the same docker compose, which talks to podman's socket; ` + "`podman inspect`" + ` shows both. These may differ:

| field | why |
|---|---|
`)
	writeRules(b, allowedOnPodman)
	b.WriteString("\nThe socket loses some of what Compose sends. There the units are compared with what must be shown:\n\n| field | shown | why |\n|---|---|---|\n")
	for _, table := range shownByPodman {
		for _, pointer := range slices.Sorted(maps.Keys(table.leaves)) {
			fmt.Fprintf(b, "| `%s` | %s | %s |\n", pointer, code(table.leaves[pointer]), table.reason)
		}
	}
	fmt.Fprintf(b, "\nRemoved from the projects because podman does not support it: %s; and because the socket refuses it:\n\n", code(strings.ReplaceAll(lostByTheSocket[1], ",", ", ")))
	writeOverrides(b, podman)
}

// code formats literal text for a table cell.
func code(text string) string {
	if text == "" {
		return "nothing"
	}
	return "`` " + strings.ReplaceAll(text, "|", "\\|") + " ``"
}

func writeRules(b *strings.Builder, rules []compare.Rule) {
	for _, rule := range rules {
		reason := rule.Reason
		if rule.Same != nil {
			reason += " (otherwise compared)"
		}
		fmt.Fprintf(b, "| `%s` | %s |\n", rule.Pointer, reason)
	}
}

func writeReasons(b *strings.Builder, reasons map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(reasons)) {
		fmt.Fprintf(b, "| `%s` | %s |\n", strings.TrimSuffix(name, "."), reasons[name])
	}
}

// writeEvents lists the life tests that passed, each with its doc comment.
func writeEvents(b *strings.Builder) error {
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		return err
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		for _, decl := range parsed.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && tally.passed[f.Name.Name] != nil && f.Doc != nil {
				fmt.Fprintf(b, "| %s | `%s` |%s\n", strings.Join(strings.Fields(f.Doc.Text()), " "), f.Name.Name, cells(tally.passed[f.Name.Name]))
			}
		}
	}
	return nil
}
