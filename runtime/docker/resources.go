package docker

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

// resourceRules are the limits, in the API's units.
var resourceRules = []rule{
	cli.Full("cpus", func(c *container) []flag {
		if c.Host.NanoCPUs == 0 {
			return nil
		}
		text := fmt.Sprintf("%d.%09d", c.Host.NanoCPUs/1e9, c.Host.NanoCPUs%1e9)
		return cli.One("--cpus", strings.TrimSuffix(strings.TrimRight(text, "0"), "."))
	}),
	cli.Full("cpu_shares", func(c *container) []flag { return cli.Number("--cpu-shares", c.Host.CPUShares) }),
	cli.Full("cpu_quota", func(c *container) []flag { return cli.Number("--cpu-quota", c.Host.CPUQuota) }),
	cli.Full("cpu_period", func(c *container) []flag { return cli.Number("--cpu-period", c.Host.CPUPeriod) }),
	cli.Full("cpu_rt_period", func(c *container) []flag { return cli.Number("--cpu-rt-period", c.Host.CPURealtimePeriod) }),
	cli.Full("cpu_rt_runtime", func(c *container) []flag { return cli.Number("--cpu-rt-runtime", c.Host.CPURealtimeRuntime) }),
	cli.Full("cpuset", func(c *container) []flag { return cli.One("--cpuset-cpus", c.Host.CpusetCpus) }),
	cli.Full("mem_limit", func(c *container) []flag { return cli.Number("--memory", c.Host.Memory) }),
	cli.Full("mem_reservation", func(c *container) []flag { return cli.Number("--memory-reservation", c.Host.MemoryReservation) }),
	cli.Full("memswap_limit", func(c *container) []flag { return cli.Number("--memory-swap", c.Host.MemorySwap) }),
	cli.Full("mem_swappiness", func(c *container) []flag {
		if c.Host.MemorySwappiness == nil {
			return nil
		}
		return cli.Number("--memory-swappiness", *c.Host.MemorySwappiness)
	}),
	cli.Full("oom_kill_disable", func(c *container) []flag {
		return cli.Set("--oom-kill-disable", c.Host.OomKillDisable != nil && *c.Host.OomKillDisable)
	}),
	cli.Full("oom_score_adj", func(c *container) []flag { return cli.Number("--oom-score-adj", c.Host.OomScoreAdj) }),
	cli.Full("pids_limit", func(c *container) []flag {
		if c.Host.PidsLimit == nil {
			return nil
		}
		return cli.Number("--pids-limit", *c.Host.PidsLimit)
	}),
	cli.Full("shm_size", func(c *container) []flag { return cli.Number("--shm-size", c.Host.ShmSize) }),
	cli.Full("ulimits.**", func(c *container) []flag {
		var out []flag
		for _, u := range c.Host.Ulimits {
			out = append(out, flag{"--ulimit", fmt.Sprintf("%s=%d:%d", u.Name, u.Soft, u.Hard)})
		}
		return out
	}),
	but("blkio_config.**", blkio, func(c *container) []runtime.Loss {
		var out []runtime.Loss
		if len(c.Host.BlkioReadBps)+len(c.Host.BlkioWriteBps)+len(c.Host.BlkioReadIOps)+len(c.Host.BlkioWriteIOps) > 0 {
			out = runtime.Lost("a device's rate (client 26.1 has the flags but drops their values)")
		}
		if slices.ContainsFunc(blkio(c), func(f flag) bool { return strings.Contains(f[1], ":") && !strings.HasPrefix(f[1], "/dev/") }) {
			out = append(out, runtime.Lost("a block device outside /dev")...)
		}
		return out
	}),
	cli.Full("storage_opt", func(c *container) []flag { return cli.Pairs("--storage-opt", c.Host.StorageOpt) }),
}

func blkio(c *container) []flag {
	out := cli.Number("--blkio-weight", c.Host.BlkioWeight)
	for _, d := range c.Host.BlkioWeightDevice {
		out = append(out, flag{"--blkio-weight-device", fmt.Sprintf("%s:%d", d.Path, d.Weight)})
	}
	rates := func(name string, devices []model.RateDevice) {
		for _, d := range devices {
			out = append(out, flag{name, fmt.Sprintf("%s:%d", d.Path, d.Rate)})
		}
	}
	rates("--device-read-bps", c.Host.BlkioReadBps)
	rates("--device-write-bps", c.Host.BlkioWriteBps)
	rates("--device-read-iops", c.Host.BlkioReadIOps)
	rates("--device-write-iops", c.Host.BlkioWriteIOps)
	return out
}

// deviceRules hand devices of the host to the container.
var deviceRules = []rule{
	but("devices.**", func(c *container) []flag {
		var out []flag
		for _, d := range c.Host.Devices {
			out = append(out, flag{"--device", d.PathOnHost + ":" + d.PathInContainer + ":" + d.CgroupPermissions})
		}
		return out
	}, oddDevice),
	cli.Full("device_cgroup_rules", func(c *container) []flag { return cli.Each("--device-cgroup-rule", c.Host.DeviceCgroupRules) }),
	but("gpus.**", func(c *container) []flag {
		var out []flag
		for _, r := range c.Host.DeviceRequests {
			if allGPUs(r) {
				out = append(out, flag{"--gpus", "all"})
			}
		}
		return out
	}, func(c *container) []runtime.Loss {
		if slices.ContainsFunc(c.Host.DeviceRequests, func(r model.DeviceRequest) bool { return !allGPUs(r) }) {
			return runtime.Lost("this request of devices")
		}
		return nil
	}),
}

func allGPUs(r model.DeviceRequest) bool {
	return r.Driver == "" && r.Count == -1 && len(r.DeviceIDs) == 0 && len(r.Options) == 0 &&
		len(r.Capabilities) == 1 && slices.Equal(r.Capabilities[0], []string{"gpu"})
}

// oddDevice: the client writes rwm where Compose leaves the permissions empty, and cuts at colons.
func oddDevice(c *container) []runtime.Loss {
	var what []string
	for _, d := range c.Host.Devices {
		if d.CgroupPermissions == "" || strings.Trim(d.CgroupPermissions, "rwm") != "" {
			what = append(what, "a device with permissions "+strconv.Quote(d.CgroupPermissions))
		}
		if strings.Contains(d.PathOnHost+d.PathInContainer, ":") {
			what = append(what, "a device's path with a colon")
		}
	}
	return runtime.Lost(what...)
}
