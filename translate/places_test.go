package translate

import (
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"
)

// Every attribute of services and jobs is in a list: a missing one would be treated as text that everyone can read, and
// -env-files-only would refuse every variable in it.
func TestEveryAttributeHasAPlace(t *testing.T) {
	listed := map[string]bool{}
	for _, patterns := range attributes {
		for _, pattern := range patterns {
			first, _, _ := strings.Cut(pattern, ".")
			listed[first] = true
		}
	}
	var missing []string
	for _, path := range schema.AttributePaths() {
		parts := path.Parts()
		if len(parts) >= 3 && (parts[0] == "services" || parts[0] == "jobs") && !listed[parts[2]] && !slices.Contains(missing, parts[2]) {
			missing = append(missing, parts[2])
		}
	}
	for _, attr := range missing {
		t.Errorf("services.*.%s is in no list of attributes in translate/places.go: add it to naming if it names something or is an amount, to closed if "+
			"only a private file contains it, to nowhere if nothing does, or to readable if it is free text in a unit", attr)
	}
}
