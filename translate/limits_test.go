package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/model"
)

func TestLimits(t *testing.T) {
	c := service(t, web("cpu_shares: 73", "cpu_quota: 50000", "cpu_period: 20000", "cpuset: 0-1", "mem_limit: 1g", "mem_reservation: 512m",
		"memswap_limit: -1", "mem_swappiness: 60", "oom_kill_disable: true", "oom_score_adj: -500", "pids_limit: 9", "shm_size: 64m", "cgroup_parent: m.slice",
		"ulimits: {nproc: 65535, nofile: {soft: 20, hard: 40}}",
		"blkio_config: {weight: 300, weight_device: [{path: /dev/sda, weight: 400}], device_read_bps: [{path: /dev/sdb, rate: 12mb}], device_write_iops: [{path: /dev/sdb, rate: 30}]}",
	), "web")
	same(t, "resources", c.Host.Resources, model.Resources{
		CPUShares: 73, CPUQuota: 50000, CPUPeriod: 20000, CpusetCpus: "0-1", Memory: 1 << 30, MemoryReservation: 512 << 20,
		MemorySwap: -1, MemorySwappiness: pointer[int64](60), OomKillDisable: pointer(true), PidsLimit: pointer[int64](9), CgroupParent: "m.slice",
		Ulimits:           []model.Ulimit{{Name: "nofile", Soft: 20, Hard: 40}, {Name: "nproc", Soft: 65535, Hard: 65535}},
		BlkioWeight:       300,
		BlkioWeightDevice: []model.WeightDevice{{Path: "/dev/sda", Weight: 400}},
		BlkioReadBps:      []model.RateDevice{{Path: "/dev/sdb", Rate: 12 << 20}},
		BlkioWriteIOps:    []model.RateDevice{{Path: "/dev/sdb", Rate: 30}},
	})
	same(t, "oom score", c.Host.OomScoreAdj, -500)
	same(t, "shm", c.Host.ShmSize, 64<<20)
	same(t, "processors", service(t, web("cpus: 0.5"), "web").Host.Resources.NanoCPUs, 500000000)
}

func TestDeployLimitsWin(t *testing.T) {
	c := service(t, web("mem_swappiness: 0", "deploy: {resources: {limits: {cpus: '0.123456', memory: 50M, pids: 3}, reservations: {memory: 20M, cpus: '0.1'}}}"), "web")
	same(t, "resources", c.Host.Resources, model.Resources{
		NanoCPUs: 123456000, Memory: 50 << 20, PidsLimit: pointer[int64](3), MemoryReservation: 20 << 20, OomKillDisable: pointer(false),
	})
}

func TestDeviceRequestsInComposesOrder(t *testing.T) {
	c := service(t, web("gpus: [{count: 2, driver: nvidia, capabilities: [utility]}]",
		"devices: ['/dev/ttyUSB0:/dev/ttyS0:r', /dev/fuse, vendor.com/class=one]", "device_cgroup_rules: ['c 1:3 mr']",
		"deploy: {resources: {reservations: {devices: [{capabilities: [tpu], device_ids: [a]}]}}}"), "web")
	same(t, "requests", c.Host.DeviceRequests, []model.DeviceRequest{
		{DeviceIDs: []string{"a"}, Capabilities: [][]string{{"tpu"}}, At: []string{"deploy", "resources", "reservations", "devices", "0"}},
		{Driver: "cdi", DeviceIDs: []string{"vendor.com/class=one"}, At: []string{"devices"}},
		{Driver: "nvidia", Count: 2, Capabilities: [][]string{{"utility", "gpu"}}, At: []string{"gpus", "0"}},
	})
	same(t, "devices", c.Host.Devices, []model.Device{
		{PathOnHost: "/dev/ttyUSB0", PathInContainer: "/dev/ttyS0", CgroupPermissions: "r"},
		{PathOnHost: "/dev/fuse", PathInContainer: "/dev/fuse", CgroupPermissions: "rwm"},
	})
	same(t, "rules", c.Host.DeviceCgroupRules, []string{"c 1:3 mr"})
	same(t, "all of them", service(t, web("gpus: all"), "web").Host.DeviceRequests,
		[]model.DeviceRequest{{Count: -1, Capabilities: [][]string{{"gpu"}}, At: []string{"gpus", "0"}}})
}
