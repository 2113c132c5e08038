package cli

import (
	"strconv"
	"strings"
	"time"

	"github.com/compose2unit/compose2unit/translate/model"
)

// One is a flag with a value; an empty value needs none.
func One(name, value string) []Flag {
	if value == "" {
		return nil
	}
	return []Flag{Line(name, value)}
}

// Each is a flag for each value.
func Each(name string, values []string) []Flag {
	var out []Flag
	for _, v := range values {
		out = append(out, Line(name, v))
	}
	return out
}

// Pairs is a flag for each NAME=VALUE.
func Pairs(name string, values model.Map) []Flag {
	var out []Flag
	for _, p := range values {
		out = append(out, Line(name, p.Name+"="+p.Value))
	}
	return out
}

// Number is a flag with a number; zero is what an engine takes when nothing is said.
func Number[N ~int | ~int64 | ~uint16](name string, value N) []Flag {
	if value == 0 {
		return nil
	}
	return []Flag{Line(name, strconv.FormatInt(int64(value), 10))}
}

// Duration is a flag with a span of time as a person would type it, 1m30s; zero is what an engine takes when nothing is
// said. Docker and podman read it with Go's time.ParseDuration.
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

// Set is a flag without a value.
func Set(name string, on bool) []Flag {
	if !on {
		return nil
	}
	return []Flag{Line(name)}
}

// Either is a flag that can be given, refused or left to the engine.
func Either(name string, value *bool) []Flag {
	switch {
	case value == nil:
		return nil
	case *value:
		return []Flag{Line(name)}
	}
	return []Flag{Line(name + "=false")}
}
