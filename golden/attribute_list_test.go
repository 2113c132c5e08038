package golden

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"

	"github.com/compose2unit/compose2unit/translate/load"
)

// The list of attributes that the program contains is that of compose-go's schema.
func TestAttributeList(t *testing.T) {
	var want []string
	for _, path := range schema.AttributePaths() {
		want = append(want, string(path))
	}
	if *update {
		if err := os.WriteFile("../translate/load/attributes.txt", []byte(strings.Join(want, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !slices.Equal(load.Attributes(), want) {
		t.Error("translate/load/attributes.txt is not the list of this compose-go's schema: make golden")
	}
}
