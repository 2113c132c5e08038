package unit

import (
	"fmt"
	"strings"

	"github.com/coreos/go-systemd/v22/unit"
)

// nameMax is the maximum length of a unit name (UNIT_NAME_MAX, basic/unit-def.h) less the longest suffix used by this
// project.
const nameMax = 255 - len("@99999.service")

// nameBytes are used in a unit's name unchanged (systemd.unit(5), "String Escaping for Inclusion in Unit Names"). Unlike in
// systemd-escape, they include the dash, because no path is ever derived from these names.
const nameBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:_.-"

// Name returns a unit's name without its suffix: the parts, joined by dashes. Bytes that a name cannot contain are escaped
// as \xNN, including @, which would make it a template. Empty parts, control characters and names that are too long are
// errors.
func Name(parts ...string) (string, error) {
	var b strings.Builder
	for i, part := range parts {
		if part == "" {
			return "", fmt.Errorf("a part of the unit name %q is empty", strings.Join(parts, "-"))
		}
		if i > 0 {
			b.WriteByte('-')
		}
		for _, c := range []byte(part) {
			switch {
			case c < ' ' || c == 0x7f:
				return "", fmt.Errorf("the unit name %q holds a control character", strings.Join(parts, "-"))
			case strings.IndexByte(nameBytes, c) < 0, c == '.' && b.Len() == 0:
				fmt.Fprintf(&b, `\x%02x`, c)
			default:
				b.WriteByte(c)
			}
		}
	}
	if b.Len() > nameMax || b.Len() == 0 {
		return "", fmt.Errorf("the unit name %q has %d bytes, not 1 to %d", b.String(), b.Len(), nameMax)
	}
	return b.String(), nil
}

// PathName returns the name of systemd's unit for a path (systemd-escape --path): of a device or a mount.
func PathName(path, suffix string) string { return unit.UnitNamePathEscape(path) + "." + suffix }

// Units returns names of units (After=, Wants=, PartOf= …), as made by [Name] and a suffix. These directives keep
// backslashes, so the names are written as they are; the placeholder of an instance becomes %i.
func Units(names ...string) Value {
	for _, n := range names {
		if n == "" || strings.Trim(n, nameBytes+`@\`+"\x00") != "" {
			return bad("%q is not the name of a unit", n)
		}
	}
	return Value{text: specifiers(strings.Join(names, " ")), kind: name}.limited()
}
