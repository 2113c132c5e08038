package podman

import (
	"strings"

	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

var imageID = lazyregexp.New(`^(sha256:)?[0-9a-f]{64}$`)

// qualified returns an image's full name: with Docker's registry and tag if it has none (distribution/reference,
// ParseNormalizedNamed and TagNameOnly), and with localhost/ for an image that podman builds under a name without a
// registry.
func qualified(name string, local bool, tag string) string {
	if name == "" || imageID.MatchString(name) {
		return name
	}
	domain, rest := "docker.io", name
	first, after, ok := strings.Cut(name, "/")
	switch {
	case ok && (strings.ContainsAny(first, ".:") || first == "localhost" || strings.ToLower(first) != first):
		domain, rest = first, after
	case local:
		domain = "localhost"
	}
	if domain == "index.docker.io" {
		domain = "docker.io"
	}
	if domain == "docker.io" && !strings.Contains(rest, "/") {
		rest = "library/" + rest
	}
	if !strings.ContainsAny(rest[strings.LastIndexByte(rest, '/')+1:], ":@") {
		rest += tag
	}
	return domain + "/" + rest
}
