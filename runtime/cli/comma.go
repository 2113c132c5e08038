package cli

import (
	"encoding/csv"
	"strings"
)

// Comma is a list of fields as the clients read it: one line of CSV (docker/cli opts/mount.go, opts/secret.go; buildx
// util/buildflags/secrets.go; podman pkg/specgenutil/volumes.go). No field can add another. The scripts' function `field`
// is the same for one field; a test compares both with the reader.
func Comma(fields ...string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.Write(fields); err != nil {
		panic(err) // a strings.Builder does not fail
	}
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}
