package translate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/grammar"
	"github.com/compose2unit/compose2unit/translate/model"
)

// limits mirrors docker/compose pkg/compose/create.go getDeployResources: deploy.resources overrides the service's own
// keys, and CPUs are multiplied as 32-bit floats, as in Compose.
func (l *lowering) limits(w *workload, c *model.Container) {
	r := &c.Host.Resources
	noOomKill := w.OomKillDisable
	*r = model.Resources{
		CPUShares: w.CPUShares, CPUPeriod: w.CPUPeriod, CPUQuota: w.CPUQuota, CpusetCpus: w.CPUSet,
		CPURealtimePeriod: w.CPURTPeriod, CPURealtimeRuntime: w.CPURTRuntime, NanoCPUs: int64(w.CPUS * 1e9),
		Memory: int64(w.MemLimit), MemoryReservation: int64(w.MemReservation), MemorySwap: int64(w.MemSwapLimit),
		OomKillDisable: &noOomKill, CgroupParent: w.CgroupParent, Ulimits: ulimits(w.Ulimits),
	}
	if w.MemSwappiness != 0 {
		r.MemorySwappiness = pointer(int64(w.MemSwappiness))
	}
	if w.PidsLimit != 0 {
		r.PidsLimit = pointer(w.PidsLimit)
	}
	c.Host.OomScoreAdj = int(w.OomScoreAdj)
	c.Host.ShmSize = int64(w.ShmSize)
	blkio(w.BlkioConfig, r)
	if w.Deploy != nil {
		deployed(w.Deploy, r)
	}
	l.checkLimits(w, r)
}

// checkLimits refuses limits that contradict each other: both engines do when the container is created or started (moby
// daemon/daemon_unix.go, podman cmd/podman/containers/create.go, docker/go-units ulimit.go; setrlimit(2)).
func (l *lowering) checkLimits(w *workload, r *model.Resources) {
	for _, attr := range []struct {
		name  string
		value int64
	}{{"cpu_period", r.CPUPeriod}, {"cpu_quota", r.CPUQuota}} {
		l.clash(w, "cpus", attr.name, r.NanoCPUs > 0 && attr.value > 0, "a container has cpus or "+attr.name+", not both", "remove one of them")
	}
	l.clash(w, "cpu_quota", "cpu_quota", r.CPUQuota > 0 && r.CPUQuota < 1000, "a quota is at least 1000 microseconds", "")
	if at := w.at("memswap_limit"); r.MemorySwap > 0 && r.Memory == 0 && !l.inherited(at) {
		l.find(diag.Warning, diag.Partial, at, "where the kernel can limit swap, engines refuse memswap_limit without mem_limit: it is the sum of memory and swap", "add mem_limit")
	}
	if at := w.at("memswap_limit"); r.MemorySwap > 0 && r.MemorySwap < r.Memory && !l.inherited(at) {
		l.find(diag.Warning, diag.Partial, at,
			"where the kernel can limit swap, engines refuse memswap_limit below mem_limit: it is the sum of memory and swap", "write as much as mem_limit or more")
	}
	if at := w.at("cgroup_parent"); noSlice(r.CgroupParent) && !l.inherited(at) {
		l.find(diag.Warning, diag.Partial, at, "an engine that has systemd manage control groups, the default, refuses a parent that is not a slice", "name a slice, such as limits.slice")
	}
	l.checkUlimits(w.at("ulimits"), r.Ulimits)
}

// checkUlimits refuses a soft limit above the hard one, of a container or of a build.
func (l *lowering) checkUlimits(path []string, limits []model.Ulimit) {
	for _, u := range limits {
		if above := u.Hard != -1 && (u.Soft > u.Hard || u.Soft == -1); above && !l.inherited(path) {
			l.find(diag.Error, diag.Invalid, append(slices.Clone(path), u.Name),
				fmt.Sprintf("the soft limit %d exceeds the hard limit %d", u.Soft, u.Hard), "")
		}
	}
}

// noSlice reports whether a valid parent of control groups is not a slice.
func noSlice(parent string) bool {
	return grammar.CgroupParent.Valid(parent) && (len(parent) <= len(".slice") || !strings.HasSuffix(parent, ".slice"))
}

func deployed(d *types.DeployConfig, r *model.Resources) {
	if limits := d.Resources.Limits; limits != nil {
		deployLimits(limits, r)
	}
	if reserved := d.Resources.Reservations; reserved != nil && reserved.MemoryBytes != 0 {
		r.MemoryReservation = int64(reserved.MemoryBytes)
	}
}

func deployLimits(limits *types.Resource, r *model.Resources) {
	if limits.MemoryBytes != 0 {
		r.Memory = int64(limits.MemoryBytes)
	}
	if limits.NanoCPUs != 0 {
		r.NanoCPUs = int64(limits.NanoCPUs * 1e9)
	}
	if limits.Pids > 0 {
		r.PidsLimit = pointer(limits.Pids)
	}
}

func blkio(in *types.BlkioConfig, r *model.Resources) {
	if in == nil {
		return
	}
	r.BlkioWeight = in.Weight
	for _, d := range in.WeightDevice {
		r.BlkioWeightDevice = append(r.BlkioWeightDevice, model.WeightDevice{Path: d.Path, Weight: d.Weight})
	}
	r.BlkioReadBps = rates(in.DeviceReadBps)
	r.BlkioWriteBps = rates(in.DeviceWriteBps)
	r.BlkioReadIOps = rates(in.DeviceReadIOps)
	r.BlkioWriteIOps = rates(in.DeviceWriteIOps)
}

func rates(in []types.ThrottleDevice) []model.RateDevice {
	var out []model.RateDevice
	for _, d := range in {
		out = append(out, model.RateDevice{Path: d.Path, Rate: uint64(d.Rate)})
	}
	return out
}

// ulimits mirrors docker/compose pkg/compose/create.go toUlimits, sorted by name.
func ulimits(in map[string]*types.UlimitsConfig) []model.Ulimit {
	var out []model.Ulimit
	for _, name := range sortedKeys(in) {
		u := in[name]
		if u == nil {
			continue
		}
		limit := model.Ulimit{Name: name, Soft: int64(u.Single), Hard: int64(u.Single)}
		if u.Soft != 0 {
			limit.Soft = int64(u.Soft)
		}
		if u.Hard != 0 {
			limit.Hard = int64(u.Hard)
		}
		out = append(out, limit)
	}
	return slices.Clip(out)
}

func pointer[T any](v T) *T { return &v }
