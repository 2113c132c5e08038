package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/podman"
)

// systemdVersion reads "252". It fails for anything that is not a known version number.
func systemdVersion(text string) (int, error) {
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return 0, fmt.Errorf("%q is not a whole number such as 252", text)
	case n < runtime.OldestSystemd || n > runtime.NewestSystemd:
		return 0, fmt.Errorf("%q is not supported: it is %d to %d", text, runtime.OldestSystemd, runtime.NewestSystemd)
	}
	return n, nil
}

// podmanVersion reads "5.4" or "5" as major*100+minor. It fails for anything that is not a known version.
func podmanVersion(text string) (int, error) {
	major, minor, dotted := strings.Cut(text, ".")
	if !dotted {
		minor = "0"
	}
	a, errA := strconv.Atoi(major)
	b, errB := strconv.Atoi(minor)
	v := a*100 + b
	switch {
	case errA != nil || errB != nil || a < 1 || b < 0 || b > 99:
		return 0, fmt.Errorf("%q is not a version such as 5.4", text)
	case v < podman.Oldest || v > podman.Newest:
		return 0, fmt.Errorf("%q is not supported: it is %d.%d to %d.%d", text,
			podman.Oldest/100, podman.Oldest%100, podman.Newest/100, podman.Newest%100)
	}
	return v, nil
}
