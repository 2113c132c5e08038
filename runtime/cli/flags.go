package cli

import (
	"strconv"
	"strings"
	"time"

	"github.com/compose2unit/compose2unit/translate/model"
)

// One returns a flag with a value, or nothing if the value is empty.
func One(name, value string) []Flag {
	if value == "" {
		return nil
	}
	return []Flag{Line(name, value)}
}

// Each returns one flag for each value.
func Each(name string, values []string) []Flag {
	var out []Flag
	for _, v := range values {
		out = append(out, Line(name, v))
	}
	return out
}

// Pairs returns one flag for each NAME=VALUE.
func Pairs(name string, values model.Map) []Flag {
	var out []Flag
	for _, p := range values {
		out = append(out, Line(name, p.Name+"="+p.Value))
	}
	return out
}

// Number returns a flag with a number, or nothing for zero, the engine's default.
func Number[N ~int | ~int64 | ~uint16](name string, value N) []Flag {
	if value == 0 {
		return nil
	}
	return []Flag{Line(name, strconv.FormatInt(int64(value), 10))}
}

// Duration returns a flag with a duration as a person would type it, 1m30s, or nothing for zero, the engine's default.
// Docker and podman parse it with Go's time.ParseDuration.
func Duration(name string, d time.Duration) []Flag {
	if d == 0 {
		return nil
	}
	text := d.String()
	if short, ok := strings.CutSuffix(text, "m0s"); ok {
		text = short + "m"
	}
	if short, ok := strings.CutSuffix(text, "h0m"); ok {
		text = short + "h"
	}
	return []Flag{Line(name, text)}
}

// Set returns a flag without a value if on is true.
func Set(name string, on bool) []Flag {
	if !on {
		return nil
	}
	return []Flag{Line(name)}
}

// Either returns a boolean flag, true or false, or nothing if value is nil.
func Either(name string, value *bool) []Flag {
	switch {
	case value == nil:
		return nil
	case *value:
		return []Flag{Line(name)}
	}
	return []Flag{Line(name + "=false")}
}
