package grammar

import (
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// Range is the numbers that an attribute may have where the schema permits every number. Outside of it a client refuses the flag,
// or the engine the container. Zero counts as not set, as in docker compose.
type Range struct {
	// Form describes the range, for the finding and the documentation.
	Form string
	// Source is the origin of the rule.
	Source      string
	least, most float64
}

// Valid reports whether a number is zero or in the range. Infinite numbers and those that are none are not.
func (r *Range) Valid(n float64) bool {
	return n == 0 || n >= r.least && n <= r.most // false for a NaN
}

const moby = "moby daemon/daemon_unix.go (verifyPlatformContainerResources)"

var (
	notNegative = &Range{Form: "0 or more", Source: moby + "; podman create", most: math.Inf(1)}
	processors  = &Range{Form: "a number of processors from 0 to 1000000", Source: moby, most: 1e6}
	// unlimited would be -1, which the engine's clients do not accept here, unlike in memswap_limit.
	limit = &Range{Form: "0 or more; without a limit, leave it out", Source: "docker/go-units size.go; " + moby, most: math.Inf(1)}
	// unset is 0, and unlimited -1.
	swap   = &Range{Form: "-1 for no limit, or 0 or more", Source: "docker/cli opts/opts.go (MemSwapBytes); podman create", least: -1, most: math.Inf(1)}
	period = &Range{Form: "0 or from 1000 to 1000000 microseconds", Source: moby + "; sched_cfs in the kernel", least: 1000, most: 1e6}
	weight = &Range{Form: "0 or from 10 to 1000", Source: moby + "; docker/cli opts.ValidateWeightDevice", least: 10, most: 1000}
	check  = &Range{Form: "0 or at least 1ms", Source: "moby daemon/container.go (validateHealthCheck)",
		least: float64(time.Millisecond), most: math.Inf(1)}
)

// ranges assigns a range to the attributes whose numbers have one. As in [Rows], those of services apply to jobs and pre_start steps.
var ranges = map[string]*Range{
	"services.*.blkio_config.device_read_bps.[].rate":   notNegative,
	"services.*.blkio_config.device_read_iops.[].rate":  notNegative,
	"services.*.blkio_config.device_write_bps.[].rate":  notNegative,
	"services.*.blkio_config.device_write_iops.[].rate": notNegative,
	"services.*.blkio_config.weight":                    weight,
	"services.*.blkio_config.weight_device.[].weight":   weight,
	"services.*.build.shm_size":                         notNegative,
	"services.*.cpu_period":                             period,
	"services.*.cpu_rt_period":                          notNegative,
	"services.*.cpu_shares":                             notNegative,
	"services.*.cpus":                                   processors,
	"services.*.deploy.resources.limits.cpus":           processors,
	"services.*.deploy.resources.limits.memory":         limit,
	"services.*.deploy.resources.reservations.cpus":     processors,
	"services.*.deploy.resources.reservations.memory":   limit,
	"services.*.healthcheck.interval":                   check,
	"services.*.healthcheck.start_interval":             check,
	"services.*.healthcheck.start_period":               check,
	"services.*.healthcheck.timeout":                    check,
	"services.*.mem_limit":                              limit,
	"services.*.mem_reservation":                        limit,
	"services.*.memswap_limit":                          swap,
	"services.*.shm_size":                               notNegative,
}

// RangeOf returns the range of an attribute's numbers, or nil if every number is valid.
func RangeOf(attr string) *Range {
	if r := ranges[attr]; r != nil {
		return r
	}
	for _, prefix := range shared {
		if rest, found := strings.CutPrefix(attr, prefix); found {
			return ranges["services.*."+rest]
		}
	}
	return nil
}

// IsTime reports whether the numbers are times, in nanoseconds.
func (r *Range) IsTime() bool { return r == check }

// Ranged returns the attributes that have a range, sorted.
func Ranged() []string { return slices.Sorted(maps.Keys(ranges)) }
