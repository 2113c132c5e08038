package load

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/override"
	"github.com/compose-spec/compose-go/v2/transform"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/compose-spec/compose-go/v2/validation"

	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/source"
)

// entries runs compose-go's parsers of short forms and its validation on each attribute separately. On the whole project they
// stop at the first error, in random order.
func (l *loading) entries() {
	for _, d := range l.documents() {
		value, ok := d.Value.(map[string]any)
		if !ok {
			continue
		}
		value = l.interpolated(d, used(d, value))
		for _, section := range sections {
			entries, _ := value[section].(map[string]any)
			for _, name := range slices.Sorted(maps.Keys(entries)) {
				l.entry(d, section, name, entries[name])
			}
		}
	}
}

func (l *loading) entry(d source.Document, section, name string, value any) {
	attrs, ok := value.(map[string]any)
	if !ok || section != "services" && section != "jobs" {
		l.parsed(d, []string{section, name}, value, func(v any) map[string]any { return map[string]any{section: map[string]any{name: v}} })
		return
	}
	for _, attr := range slices.Sorted(maps.Keys(attrs)) {
		within := func(v any) map[string]any {
			return map[string]any{section: map[string]any{name: map[string]any{attr: v}}}
		}
		list, ok := attrs[attr].([]any)
		if !ok {
			l.parsed(d, []string{section, name, attr}, attrs[attr], within)
			continue
		}
		for i, item := range list {
			l.parsed(d, []string{section, name, attr, itoa(i)}, item, func(v any) map[string]any { return within([]any{v}) })
		}
	}
}

var leadingPath = lazyregexp.New(`^[\w.\[\]-]+: `)

func (l *loading) parsed(d source.Document, path []string, value any, section func(any) map[string]any) {
	err := parse(section(clone(value)))
	if fields, isMapping := value.(map[string]any); isMapping && errors.As(err, new(crashed)) {
		for _, key := range slices.Sorted(maps.Keys(fields)) { // the invalid one, if it is invalid by itself
			if alone := parse(section(clone(map[string]any{key: fields[key]}))); errors.As(alone, new(crashed)) {
				path, err = append(slices.Clone(path), key), alone
				break
			}
		}
	}
	if err == nil {
		return
	}
	text := plain(err)
	if at := leadingPath.FindString(text); strings.HasPrefix(at, path[0]+".") {
		text = text[len(at):]
		if below, deeper := strings.CutPrefix(strings.TrimSuffix(at, ": "), strings.Join(path, ".")+"."); deeper {
			path = append(slices.Clone(path), numbered(strings.Split(below, "."), value, func(v any) error { return parse(section(v)) })...)
		}
	}
	if notDecimal.MatchString(text) {
		text = notInteger
	}
	if strings.HasSuffix(text, " is missing a mount target") { // with an index in a list of one
		text = "lacks target"
	}
	hint := ""
	if len(path) > 2 && path[2] == "ports" && badPort.MatchString(text) {
		hint = "a port is [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL], such as 127.0.0.1:8080:80/tcp; ports are numbers up to 65535, or ranges of them"
	}
	l.violated(d, path, text, hint)
}

// numbered replaces [], for which compose-go does not say which item it is, by the index of the first item that is wrong alone.
func numbered(path []string, value any, parse func(any) error) []string {
	out := slices.Clone(path)
	for i, part := range path {
		if list, isList := within(value, out[:i]).([]any); isList && i > 0 && part == "[]" {
			out[i] = itoa(max(0, slices.IndexFunc(list, func(item any) bool { return parse(only(value, out[:i], item)) != nil })))
		}
	}
	return out
}

// within returns the value at a path, or nil.
func within(value any, path []string) any {
	for _, part := range path {
		value = members(value)[part]
	}
	return value
}

// only returns a copy of a mapping in which the list at a path of keys has one item.
func only(value any, path []string, item any) any {
	out := clone(value)
	above, _ := within(out, path[:len(path)-1]).(map[string]any)
	if above != nil {
		above[path[len(path)-1]] = []any{item}
	}
	return out
}

// badPort matches what compose-go says of the short form of a port.
var badPort = lazyregexp.New(`^(?:invalid (?:IP address|hostPort|containerPort|proto|ip address)|no port)`)

// crashed describes a value that compose-go panics on.
type crashed string

func (c crashed) Error() string { return string(c) }

// parse runs compose-go's parsers of short forms and its validation.
func parse(dict map[string]any) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = crashed(valueCrash(p))
		}
	}()
	if dict, err = override.EnforceUnicity(dict); err != nil {
		return err
	}
	if dict, err = transform.Canonical(dict, false); err != nil {
		return err
	}
	if err := validation.Validate(dict); err != nil {
		return err
	}
	return sourceless(dict)
}

// sourceless finds a bind mount without a source, which compose-go notices when it resolves paths, and without naming it.
func sourceless(v any) error {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			list, _ := value.([]any)
			for _, item := range list {
				mount, _ := item.(map[string]any)
				if _, has := mount["source"]; key == "volumes" && mount["type"] == types.VolumeTypeBind && !has {
					return errors.New("a bind mount lacks source")
				}
			}
			if err := sourceless(value); err != nil {
				return err
			}
		}
	case []any:
		for _, item := range v {
			if err := sourceless(item); err != nil {
				return err
			}
		}
	}
	return nil
}

// clone copies a value, because compose-go's transformations edit theirs.
func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, e := range v {
			out[k] = clone(e)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = clone(e)
		}
		return out
	}
	return v
}
