package load

import (
	"reflect"
	"strings"
)

// FieldName returns the name of a field of a compose-go type in a file, or - if files do not have it. The names inside an inline
// field, an embedded struct or a mapping of extensions, are those of the struct it is in.
func FieldName(field reflect.StructField) (name string, inline bool) {
	name, options, _ := strings.Cut(field.Tag.Get("yaml"), ",")
	switch {
	case name == "-":
	case field.Anonymous || strings.Contains(options, "inline"):
		return "", true
	case name == "":
		name = strings.ToLower(field.Name)
	}
	return name, false
}
