package load

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// shape is where the numbers are in a type of compose-go: below the names of a mapping, below every name or item, or here.
type shape struct {
	fields map[string]*shape
	each   *shape
	// number is the type of an integer or of a size.
	number reflect.Type
}

// projectShape is the shape of a project.
var projectShape = sync.OnceValue(func() *shape { return shapeOf(reflect.TypeFor[types.Project]()) })

// sizeType is the type of sizes in bytes, such as 64m.
var sizeType = reflect.TypeFor[types.UnitBytes]()

// shapeOf returns nil for a type without numbers. A type that decodes itself refuses every other type of value.
func shapeOf(t reflect.Type) *shape {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == sizeType {
		return &shape{number: t}
	}
	if _, decodes := reflect.PointerTo(t).MethodByName("DecodeMapstructure"); decodes {
		return nil
	}
	switch t.Kind() {
	case reflect.Int, reflect.Int64, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return &shape{number: t}
	case reflect.Map, reflect.Slice:
		if each := shapeOf(t.Elem()); each != nil {
			return &shape{each: each}
		}
	case reflect.Struct:
		if out := (&shape{fields: map[string]*shape{}}).add(t); len(out.fields) > 0 {
			return out
		}
	}
	return nil
}

// add adds the fields of a struct under their names in a file; those of an embedded one are its own.
func (s *shape) add(t reflect.Type) *shape {
	for i := range t.NumField() {
		field := t.Field(i)
		name, inline := FieldName(field)
		switch {
		case name == "-" || !field.IsExported():
		case inline && field.Type.Kind() == reflect.Struct:
			s.add(field.Type)
		case !inline:
			if below := shapeOf(field.Type); below != nil {
				s.fields[name] = below
			}
		}
	}
	return s
}

// numbers reports the numbers of the merged files that docker compose silently replaces by another one: compose-go cuts them to
// the width of their attribute (mapstructure decodeInt and decodeUint), and drops a size that YAML parses as anything but an int
// (types.UnitBytes.DecodeMapstructure).
func (l *loading) numbers(dict map[string]any) { l.numbersIn(projectShape(), dict, nil) }

func (l *loading) numbersIn(s *shape, value any, path []string) {
	switch {
	case s == nil:
	case s.number == sizeType:
		l.size(value, path)
	case s.number != nil:
		l.integer(s.number, value, path)
	default:
		below := members(value)
		for _, key := range slices.Sorted(maps.Keys(below)) {
			next := s.each
			if s.fields != nil {
				next = s.fields[key]
			}
			l.numbersIn(next, below[key], append(slices.Clip(path), key))
		}
	}
}

// integer checks the number of an integer attribute.
func (l *loading) integer(t reflect.Type, value any, path []string) {
	v := reflect.ValueOf(value)
	switch {
	case !numeric(v):
	case !fits(t, v):
		l.refuse(diag.Unsafe, path, fmt.Sprintf("%s is not an integer of %d bits, and docker compose makes another number of it",
			l.numeral(value, path), t.Bits()), "write a smaller number")
	case v.CanFloat() && v.Float() != math.Trunc(v.Float()):
		l.scope(path...).Warn(diag.Partial, fmt.Sprintf("docker compose cuts %s to %.0f, and so does this",
			l.numeral(value, path), math.Trunc(v.Float())), "write an integer")
	}
}

// size checks a size in bytes.
func (l *loading) size(value any, path []string) {
	v := reflect.ValueOf(value)
	switch {
	case v.Kind() == reflect.String:
		if n, ok := bytesOf(v.String()); ok && !fits(sizeType, reflect.ValueOf(n)) {
			l.refuse(diag.Unsafe, path, quoted(v.String())+" is more bytes than 64 bits can count", "write a smaller size")
		}
	case numeric(v) && v.Kind() != reflect.Int:
		hint := "write a size such as 64m"
		if fits(sizeType, v) {
			hint = fmt.Sprintf("write %.0f, or a size such as 64m", v.Convert(reflect.TypeFor[float64]()).Float())
		}
		l.scope(path...).Warn(diag.NoEffect, fmt.Sprintf(
			"%s is not written as an integer of 64 bits, so docker compose ignores it, and so does this", l.numeral(value, path)), hint)
	}
}

// numeral returns a number as it is written.
func (l *loading) numeral(value any, path []string) string {
	return cmp.Or(l.source.Text(path...), fmt.Sprint(value))
}

func numeric(v reflect.Value) bool { return v.CanInt() || v.CanUint() || v.CanFloat() }

// fits reports whether an integer type can hold a number, its fraction left out.
func fits(t reflect.Type, v reflect.Value) bool {
	signed := t.Kind() < reflect.Uint
	switch {
	case v.CanInt() && signed:
		return !t.OverflowInt(v.Int())
	case v.CanInt():
		return v.Int() >= 0 && !t.OverflowUint(uint64(v.Int()))
	case v.CanUint():
		return signed && v.Uint() <= math.MaxInt64 && !t.OverflowInt(int64(v.Uint())) || !signed && !t.OverflowUint(v.Uint())
	}
	least, most := 0.0, math.Ldexp(1, t.Bits())
	if signed {
		most = math.Ldexp(1, t.Bits()-1)
		least = -most
	}
	n := math.Trunc(v.Float())
	return n >= least && n < most
}

// bytesOf returns the number of bytes of a size, which may be more than 64 bits can hold (docker/go-units size.go, parseSize).
func bytesOf(text string) (float64, bool) {
	digits, factor := strings.TrimRight(strings.ToLower(text), "bi"), 1.0
	if i := strings.IndexAny(digits, "kmgtp"); i >= 0 && i == len(digits)-1 {
		factor = math.Ldexp(1, 10*(strings.IndexByte("kmgtp", digits[i])+1))
		digits = digits[:i]
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	return n * factor, err == nil
}
