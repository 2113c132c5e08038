package rules

import (
	"strconv"

	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

var logSize = lazyregexp.New(`^([0-9]+\.?[0-9]*(?:[eE][-+]?[0-9]+)?|\.[0-9]+) ?(?i:b|[kmgtp](?:i?b)?)?$`)

// LogSize reports whether a text is the size of a log file: a positive number, with a unit or without (docker/go-units
// FromHumanSize; moby daemon/logger/jsonfilelog, New).
func LogSize(text string) bool {
	m := logSize.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	n, err := strconv.ParseFloat(m[1], 64)
	return err == nil && n > 0
}
