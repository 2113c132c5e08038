//go:build live

package live

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"github.com/compose2unit/compose2unit/golden/live/machine"
)

// writeNewer says what the column of the next distribution is, and what it compares otherwise.
func writeNewer(b *strings.Builder) {
	fmt.Fprintf(b, `
### Debian testing

Projects are compared as on Debian 13, on %s. Docker keeps its images in containerd's store, as
Docker 29 does by itself, and the units are made for the newer systemd. What may differ is what may on Debian 13, and:

| field | why |
|---|---|
`, forkyVersions())
	writeRules(b, chosenByDocker28)
}

// forkyVersions names what is in the root that was booted: testing moves.
func forkyVersions() string {
	root, err := machine.Root(context.Background(), machine.Forky, os.Stderr)
	if err != nil {
		return "a root that is not there any more"
	}
	var said []string
	for _, of := range [][2]string{{"systemd", "systemd"}, {"docker", "docker.io"}} {
		version, _ := exec.Command("dpkg-query", "--root="+root, "--show", "--showformat=${Version}", of[1]).Output()
		upstream, _, _ := strings.Cut(string(version), "+")
		upstream, _, _ = strings.Cut(upstream, "-")
		said = append(said, of[0]+" "+upstream)
	}
	return strings.Join(said, " and ")
}
