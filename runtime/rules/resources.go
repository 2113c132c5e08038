package rules

import (
	"fmt"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

// resourceRules are the rules for limits, in the API's units.
var resourceRules = []rule{
	cli.Container.Full("cpus", func(c *container) []flag {
		if c.Host.NanoCPUs == 0 {
			return nil
		}
		text := fmt.Sprintf("%d.%09d", c.Host.NanoCPUs/1e9, c.Host.NanoCPUs%1e9)
		return cli.One("--cpus", strings.TrimSuffix(strings.TrimRight(text, "0"), "."))
	}),
	cli.Container.Full("cpu_shares", func(c *container) []flag { return cli.Number("--cpu-shares", c.Host.CPUShares) }),
	cli.Container.Full("cpu_quota", func(c *container) []flag { return cli.Number("--cpu-quota", c.Host.CPUQuota) }),
	cli.Container.Full("cpu_period", func(c *container) []flag { return cli.Number("--cpu-period", c.Host.CPUPeriod) }),
	cli.Container.Full("cpu_rt_period", func(c *container) []flag { return cli.Number("--cpu-rt-period", c.Host.CPURealtimePeriod) }),
	cli.Container.Full("cpu_rt_runtime", func(c *container) []flag { return cli.Number("--cpu-rt-runtime", c.Host.CPURealtimeRuntime) }),
	cli.Container.Full("cpuset", func(c *container) []flag { return cli.One("--cpuset-cpus", c.Host.CpusetCpus) }),
	cli.Container.Full("mem_limit", func(c *container) []flag { return cli.Number("--memory", c.Host.Memory) }),
	cli.Container.Full("mem_reservation", func(c *container) []flag { return cli.Number("--memory-reservation", c.Host.MemoryReservation) }),
	cli.Container.Full("memswap_limit", func(c *container) []flag { return cli.Number("--memory-swap", c.Host.MemorySwap) }),
	cli.Container.Full("mem_swappiness", func(c *container) []flag {
		if c.Host.MemorySwappiness == nil {
			return nil
		}
		return cli.Number("--memory-swappiness", *c.Host.MemorySwappiness)
	}),
	cli.Container.Full("oom_kill_disable", func(c *container) []flag {
		return cli.Set("--oom-kill-disable", c.Host.OomKillDisable != nil && *c.Host.OomKillDisable)
	}),
	cli.Container.Full("oom_score_adj", func(c *container) []flag { return cli.Number("--oom-score-adj", c.Host.OomScoreAdj) }),
	own[container]("pids_limit"),
	cli.Container.Full("shm_size", func(c *container) []flag { return cli.Number("--shm-size", c.Host.ShmSize) }),
	cli.Container.Full("ulimits.**", func(c *container) []flag {
		var out []flag
		for _, u := range c.Host.Ulimits {
			out = append(out, cli.Line("--ulimit", fmt.Sprintf("%s=%d:%d", u.Name, u.Soft, u.Hard)))
		}
		return out
	}),
	own[container]("blkio_config.**"), own[container]("storage_opt"),
}

// deviceRules are the rules that pass devices of the host to the container.
var deviceRules = []rule{
	own[container]("devices.**"), own[container]("device_cgroup_rules"), own[container]("gpus.**"),
}

// Blkio returns the flags for a container's weights and rates of block devices.
func Blkio(c *model.Container) []cli.Flag {
	out := cli.Number("--blkio-weight", c.Host.BlkioWeight)
	for _, d := range c.Host.BlkioWeightDevice {
		out = append(out, cli.Line("--blkio-weight-device", fmt.Sprintf("%s:%d", d.Path, d.Weight)))
	}
	rates := func(name string, devices []model.RateDevice) {
		for _, d := range devices {
			out = append(out, cli.Line(name, fmt.Sprintf("%s:%d", d.Path, d.Rate)))
		}
	}
	rates("--device-read-bps", c.Host.BlkioReadBps)
	rates("--device-write-bps", c.Host.BlkioWriteBps)
	rates("--device-read-iops", c.Host.BlkioReadIOps)
	rates("--device-write-iops", c.Host.BlkioWriteIOps)
	return out
}
