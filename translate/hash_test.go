package translate

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/types"
)

// A key that compose-go adds must be put into hashOrder or be left out on purpose: otherwise a change of it would
// recreate nothing.
func TestEveryKeyOfAServiceIsHashed(t *testing.T) {
	leftOut := strings.Fields("profiles build depends_on scale pull_policy pull_refresh_after")
	for _, key := range jsonKeys(reflect.TypeFor[types.ServiceConfig]()) {
		if slices.Contains(hashOrder, key) == slices.Contains(leftOut, key) {
			t.Errorf("services.*.%s: put it either into hashOrder or into the list of this test", key)
		}
	}
}

func jsonKeys(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous:
			keys = append(keys, jsonKeys(f.Type)...)
		case name != "-":
			keys = append(keys, name)
		}
	}
	return keys
}

func TestOrderedKeepsTheMembersAsTheyAre(t *testing.T) {
	got := ordered(members([]byte(`{"b":{"y":1,"x":2},"a":"\u0026","c":null}`)), []string{"a", "missing", "b"})
	same(t, "object", string(got), `{"a":"\u0026","b":{"y":1,"x":2}}`)
	if !json.Valid(got) {
		t.Error("it is no JSON")
	}
}
