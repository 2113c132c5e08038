package translate

import (
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// checkStrings refuses what no argv, unit or JSON can carry: NUL bytes and invalid UTF-8, wherever they stand in the
// project. What follows can rely on it; [model.Instance] does.
func (l *lowering) checkStrings() {
	p := l.project
	at := func(section string) []string { return append(make([]string, 0, 16), section) } // with room for the path below
	l.checkString(at("name"), p.Name)
	l.walk(at("services"), reflect.ValueOf(p.Services))
	l.walk(at("jobs"), reflect.ValueOf(p.Jobs))
	l.walk(at("networks"), reflect.ValueOf(p.Networks))
	l.walk(at("volumes"), reflect.ValueOf(p.Volumes))
	l.walk(at("secrets"), reflect.ValueOf(p.Secrets))
	l.walk(at("configs"), reflect.ValueOf(p.Configs))
	l.walk(nil, reflect.ValueOf(p.Extensions))
}

func (l *lowering) walk(path []string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			l.walk(path, v.Elem())
		}
	case reflect.String:
		l.checkString(path, v.String())
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			l.walk(append(path, strconv.Itoa(i)), v.Index(i))
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			key := it.Key().String()
			at := append(path, key)
			l.checkString(at, key)
			l.walk(at, it.Value())
		}
	case reflect.Struct:
		l.walkStruct(path, v)
	}
}

// walkStruct follows the YAML names, so that a finding can be placed.
func (l *lowering) walkStruct(path []string, v reflect.Value) {
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			continue
		}
		field := v.Type().Field(i)
		if !field.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		switch {
		case name == "-":
		case field.Anonymous || strings.Contains(options, "inline"):
			l.walk(path, v.Field(i))
		case name == "":
			l.walk(append(path, strings.ToLower(field.Name)), v.Field(i))
		default:
			l.walk(append(path, name), v.Field(i))
		}
	}
}

func (l *lowering) checkString(path []string, s string) {
	switch {
	case strings.ContainsRune(s, 0):
		l.find(diag.Error, diag.Unsafe, printable(path), "a NUL byte can be in no command line and no file of settings", "remove it")
	case !utf8.ValidString(s):
		l.find(diag.Error, diag.Unsafe, printable(path), "the value is not UTF-8", "write it in UTF-8, or put it into a file and mount that")
	}
}

// printable keeps a bad key out of the finding itself.
func printable(path []string) []string {
	out := make([]string, len(path))
	for i, p := range path {
		out[i] = strings.ReplaceAll(strings.ToValidUTF8(p, "?"), "\x00", "?")
	}
	return out
}
