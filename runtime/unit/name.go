package unit

import (
	"fmt"
	"strings"

	"github.com/coreos/go-systemd/v22/unit"
)

// nameMax is the longest unit name (UNIT_NAME_MAX, basic/unit-def.h) less the longest suffix this project gives one.
const nameMax = 255 - len("@99999.service")

// nameBytes pass into a unit's name as they are (systemd.unit(5), "String Escaping for Inclusion in Unit Names"). The
// dash is among them, other than in systemd-escape, because no path is ever read back from these names.
const nameBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:_.-"

// Name is a unit's name without its suffix: the parts, joined by dashes. Bytes that a name cannot hold are \xNN, @
// among them since it would make a template. Empty parts, control characters and names that are too long are refused.
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

// PathName is the name of the unit that systemd has for a path (systemd-escape --path): of a device or a mount.
func PathName(path, suffix string) string { return unit.UnitNamePathEscape(path) + "." + suffix }

// Units are names of units (After=, Wants=, PartOf= …), as [Name] and a suffix make them. These directives keep
// backslashes, so the names stand as they are; the instance's stand-in becomes %i.
func Units(names ...string) Value {
	for _, n := range names {
		if n == "" || strings.Trim(n, nameBytes+`@\`+"\x00") != "" {
			return bad("%q is not the name of a unit", n)
		}
	}
	return Value{text: specifiers(strings.Join(names, " ")), kind: name}.limited()
}
