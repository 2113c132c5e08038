package translate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/model"
)

// The sections that a raw key may be in: a project is a target, which has no processes.
var (
	serviceSections = namesIn(SystemdSections(), inService)
	projectSections = namesIn(SystemdSections(), inProject)
)

// systemdLabel is the prefix of labels that are equivalent to x-systemd: compose2unit.systemd.Service.Nice: "5".
const systemdLabel = "compose2unit.systemd."

// unitKeyName is the form of systemd's directives (systemd.syntax(7)).
var unitKeyName = lazyregexp.New(`^[A-Za-z][A-Za-z0-9-]*$`)

// reservedKeys is the prefix of directives that only compose2unit writes.
const reservedKeys = "X-Compose"

// systemd lowers raw unit keys from x-systemd, then from the labels: the later one takes precedence.
func (l *lowering) systemd(w *workload, c *model.Container) {
	if w.kind == model.PreStart {
		return
	}
	c.Systemd = l.unitKeys(w.at("x-systemd"), w.Extensions["x-systemd"], serviceSections)
	for _, name := range sortedKeys(w.Labels) {
		rest, ok := strings.CutPrefix(name, systemdLabel)
		if !ok {
			continue
		}
		section, key, _ := strings.Cut(rest, ".")
		if l.unitKey(w.at("labels", name), section, key, serviceSections) {
			keys := l.unitValue(w.at("labels", name), section, key, w.Labels[name])
			for i := range keys {
				keys[i].Label = name
			}
			c.Systemd = append(c.Systemd, keys...)
		}
	}
}

// unitKeys parses {section: {key: value or [values]}}.
func (l *lowering) unitKeys(path []string, raw any, sections []string) []model.UnitKey {
	if raw == nil {
		return nil
	}
	bySection, ok := raw.(map[string]any)
	if !ok {
		l.invalid(path, "x-systemd holds sections: "+strings.Join(sections, ", "))
		return nil
	}
	var out []model.UnitKey
	for _, section := range sortedSections(bySection) {
		at := append(slices.Clone(path), section)
		keys, ok := bySection[section].(map[string]any)
		if !ok {
			l.invalid(at, "a section holds keys with values")
			continue
		}
		for _, key := range sortedKeys(keys) {
			at := append(slices.Clone(at), key)
			if l.unitKey(at, section, key, sections) {
				out = append(out, l.unitValue(at, section, key, keys[key])...)
			}
		}
	}
	return out
}

// sortedSections returns the sections in the order of a unit file.
func sortedSections(in map[string]any) []string {
	names := sortedKeys(in)
	slices.SortStableFunc(names, func(a, b string) int {
		return slices.Index(serviceSections, a) - slices.Index(serviceSections, b)
	})
	return names
}

func (l *lowering) unitKey(path []string, section, key string, sections []string) bool {
	if !slices.Contains(sections, section) {
		l.invalid(path, fmt.Sprintf("%q is not a section that can be extended; use one of %s", section, strings.Join(sections, ", ")))
		return false
	}
	if !unitKeyName.MatchString(key) {
		l.invalid(path, fmt.Sprintf("%q is not the name of a systemd directive", key))
		return false
	}
	if strings.HasPrefix(key, reservedKeys) {
		l.find(diag.Error, diag.Unsafe, path, reservedKeys+" begins the directives that say which project a unit belongs to", "choose another name")
		return false
	}
	return true
}

// unitValue lowers one value, or the values of a list in order. A value is one line: it must not become another
// directive.
func (l *lowering) unitValue(path []string, section, key string, raw any) []model.UnitKey {
	values, ok := raw.([]any)
	if !ok {
		values = []any{raw}
	}
	var out []model.UnitKey
	for _, v := range values {
		text, ok := scalar(v)
		switch {
		case !ok:
			l.invalid(path, "a directive has one value, or a list of values")
		case strings.ContainsAny(text, "\n\r") || strings.HasSuffix(text, `\`):
			l.find(diag.Error, diag.Unsafe, path, "the value of a directive must be one line", "write a list for several values")
		default:
			out = append(out, model.UnitKey{Section: section, Key: key, Value: text})
		}
	}
	return out
}

// scalar formats a YAML scalar for systemd. Null is the empty value, which resets a list.
func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case string:
		return v, true
	case bool:
		if v {
			return "yes", true
		}
		return "no", true
	case int, int64, uint64, float64:
		return fmt.Sprint(v), true
	}
	return "", false
}
