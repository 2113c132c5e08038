//go:build live

package live

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// writeOld describes what the columns of the old distribution compare differently.
func writeOld(b *strings.Builder) {
	b.WriteString(`
### Debian 12

Projects are brought up with the same units, byte for byte, on Debian 13 and on Debian 12, and what both engines show is
compared. What an engine chooses may differ as above. With docker 20.10 instead of 26.1 these fields may differ as well:

| field | why |
|---|---|
`)
	writeRules(b, slices.Concat(ofTheMachine, lackedByDocker20))
	b.WriteString("| `/containers/*/NetworkSettings/Networks/*/Aliases/*` | may include the container's short id or hostname (otherwise compared) |\n")
	b.WriteString("\nWith podman 4.3 instead of 5.4, units generated with `-podman-version 4.3`:\n\n| field | why |\n|---|---|\n")
	writeRules(b, slices.Concat(ofTheMachine, lackedByPodman43))
	b.WriteString("\nRemoved from the projects for them:\n\n")
	for _, c := range older {
		writeOverrides(b, c)
	}
}

// writeOverrides lists what is removed from projects for a column, by the first line of each file.
func writeOverrides(b *strings.Builder, c *column) {
	var files []string
	for _, folder := range c.overrides {
		more, _ := filepath.Glob(filepath.Join(folder, "*.yml"))
		files = append(files, more...)
	}
	for _, file := range files {
		text, _ := os.ReadFile(file)
		said, _, _ := strings.Cut(string(text), "\n")
		fmt.Fprintf(b, "- equal-%s: %s\n", strings.TrimSuffix(filepath.Base(file), ".yml"), strings.TrimPrefix(said, "# "))
	}
}
