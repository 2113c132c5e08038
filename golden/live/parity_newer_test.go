//go:build live

package live

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/golden/live/machine"
)

// writeNewer describes the columns of the next distribution and what they compare differently.
func writeNewer(b *strings.Builder) {
	fmt.Fprintf(b, `
### Debian testing

Projects are compared as on Debian 13, on %s. Docker keeps its images in containerd's store, as
Docker 29 does by default, and the units are generated for the newer systemd and podman. The same may differ as on Debian 13, and:

| field | why |
|---|---|
`, forkyVersions())
	writeRules(b, slices.Concat(chosenByDocker28, chosenByPodman58))
	b.WriteString("\nRemoved from the projects for podman, in addition to those for Debian 13:\n\n")
	writeOverrides(b, &column{overrides: podmanForky.overrides[1:]})
}

// forkyVersions returns the versions in the root that was booted: testing changes.
func forkyVersions() string {
	root, err := machine.Root(context.Background(), machine.Forky, os.Stderr)
	if err != nil {
		return "a root that no longer exists"
	}
	var said []string
	for _, of := range [][2]string{{"systemd", "systemd"}, {"docker", "docker.io"}, {"podman", "podman"}} {
		version, _ := exec.Command("dpkg-query", "--root="+root, "--show", "--showformat=${Version}", of[1]).Output()
		upstream, _, _ := strings.Cut(string(version), "+")
		upstream, _, _ = strings.Cut(upstream, "-")
		said = append(said, of[0]+" "+upstream)
	}
	last := len(said) - 1
	return strings.Join(said[:last], ", ") + " and " + said[last]
}
