package docker

import (
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/rules"
	"github.com/compose2unit/compose2unit/translate/model"
)

// resourceRules are the rules for limits, in the API's units.
var resourceRules = []rule{
	cli.Container.Full("pids_limit", func(c *container) []flag {
		if c.Host.PidsLimit == nil {
			return nil
		}
		return cli.Number("--pids-limit", *c.Host.PidsLimit)
	}),
	cli.Container.Full("blkio_config.**", rules.Blkio).Except(func(c *container) []runtime.Loss {
		var out []runtime.Loss
		if len(c.Host.BlkioReadBps)+len(c.Host.BlkioWriteBps)+len(c.Host.BlkioReadIOps)+len(c.Host.BlkioWriteIOps) > 0 {
			out = runtime.Lost("a device's rate (client 26.1 has the flags but drops their values)")
		}
		if slices.ContainsFunc(rules.Blkio(c), func(f flag) bool { return strings.Contains(f[1].Text, ":") && !strings.HasPrefix(f[1].Text, "/dev/") }) {
			out = append(out, runtime.Lost("a block device outside /dev")...)
		}
		return out
	}),
	cli.Container.Full("storage_opt", func(c *container) []flag { return cli.Pairs("--storage-opt", c.Host.StorageOpt) }),
}

// deviceRules are the rules that pass devices of the host to the container.
var deviceRules = []rule{
	cli.Container.Full("devices.**", func(c *container) []flag {
		var out []flag
		for _, d := range c.Host.Devices {
			out = append(out, cli.Line("--device", d.PathOnHost+":"+d.PathInContainer+":"+d.CgroupPermissions))
		}
		return out
	}).Except(oddDevice),
	cli.Container.Full("device_cgroup_rules", func(c *container) []flag { return cli.Each("--device-cgroup-rule", c.Host.DeviceCgroupRules) }),
	cli.Container.Full("gpus.**", func(c *container) []flag {
		var out []flag
		for _, r := range c.Host.DeviceRequests {
			if allGPUs(r) {
				out = append(out, cli.Line("--gpus", "all"))
			}
		}
		return out
	}).Except(func(c *container) []runtime.Loss {
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

// oddDevice lists devices that the client cannot pass: it writes rwm if Compose leaves the permissions empty, and splits at
// colons.
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
