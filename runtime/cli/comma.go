package cli

import (
	"encoding/csv"
	"strings"
)

// Comma joins fields into a list as the clients parse it: one line of CSV (docker/cli opts/mount.go, opts/secret.go; buildx
// util/buildflags/secrets.go; podman pkg/specgenutil/volumes.go). No field can inject another. The scripts' function
// `field` does the same for one field; a test checks both against the parser.
func Comma(fields ...string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.Write(fields); err != nil {
		panic(err) // a strings.Builder does not fail
	}
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}
