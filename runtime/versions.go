package runtime

import (
	"fmt"
	"strconv"
	"strings"
)

// ParseSystemd parses a systemd version such as 252. It fails for anything that is not a version from [OldestSystemd] to
// [NewestSystemd].
func ParseSystemd(text string) (int, error) {
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return 0, fmt.Errorf("%q is not a whole number such as 252", text)
	case n < OldestSystemd || n > NewestSystemd:
		return 0, fmt.Errorf("%q is not supported: it is %d to %d", text, OldestSystemd, NewestSystemd)
	}
	return n, nil
}

// Versions are the bounds of the versions of an engine that a runtime supports, as major*100+minor.
type Versions struct{ Oldest, Newest int }

// FormatVersion returns a version of an engine, such as 5.4, from major*100+minor.
func FormatVersion(n int) string { return fmt.Sprintf("%d.%d", n/100, n%100) }

// Parse parses a version such as 5.4 or 5. It fails for anything that is not a supported version.
func (v Versions) Parse(text string) (int, error) {
	major, minor, dotted := strings.Cut(text, ".")
	if !dotted {
		minor = "0"
	}
	a, errA := strconv.Atoi(major)
	b, errB := strconv.Atoi(minor)
	n := a*100 + b
	switch {
	case errA != nil || errB != nil || a < 1 || b < 0 || b > 99:
		return 0, fmt.Errorf("%q is not a version such as 5.4", text)
	case n < v.Oldest || n > v.Newest:
		return 0, fmt.Errorf("%q is not supported: it is %s to %s", text, FormatVersion(v.Oldest), FormatVersion(v.Newest))
	}
	return n, nil
}
