package podman

import (
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/rules"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/grammar"
	"github.com/compose2unit/compose2unit/translate/model"
)

// limitRules are the rules for what the container may do and use.
func (v version) limitRules() []rule {
	return []rule{
		cli.Container.Full("pid", func(c *container) []flag { return cli.One("--pid", c.Host.PidMode) }),
		cli.Container.Full("uts", func(c *container) []flag { return cli.One("--uts", c.Host.UTSMode) }),
		cli.Container.Full("userns_mode", func(c *container) []flag { return cli.One("--userns", c.Host.UsernsMode) }),
		cli.Container.Full("read_only", func(c *container) []flag {
			if !c.Host.ReadonlyRootfs {
				return nil
			}
			return []flag{cli.Line("--read-only"), cli.Line("--read-only-tmpfs=false")}
		}),
		cli.Container.Full("security_opt", securityOptions).Except(func(c *container) []runtime.Loss {
			var out []runtime.Loss
			for _, o := range c.Host.SecurityOpt {
				if !knownOption(o) {
					out = append(out, runtime.Loss{What: "the security option " + o, Text: "podman has no security option " + o})
				}
			}
			return out
		}),
		cli.Container.Full("sysctls.**", sysctls).Except(oddSysctls),
		// Docker sets no limit; podman's default is 2048.
		cli.Container.Full("pids_limit", func(c *container) []flag {
			if c.Host.PidsLimit == nil || *c.Host.PidsLimit == 0 {
				return []flag{cli.Line("--pids-limit=-1")}
			}
			return cli.Number("--pids-limit", *c.Host.PidsLimit)
		}),
		cli.Container.Full("devices.**", devices).Except(func(c *container) []runtime.Loss {
			var out []runtime.Loss
			for _, d := range c.Host.Devices {
				for _, path := range []string{d.PathOnHost, d.PathInContainer} {
					if strings.Contains(path, ":") {
						out = append(out, runtime.Loss{What: "a device's path with a colon, " + path, Severity: diag.Error})
					}
				}
			}
			return out
		}),
		// crun src/libcrun/cgroup-resources.c, write_memory_resources; moby pkg/sysinfo/cgroup2_linux.go
		cli.Container.Moot("mem_swappiness", noSetting),
		cli.Container.Moot("oom_kill_disable", noSetting),
		cli.Container.Full("blkio_config.**", rules.Blkio),
		cli.Container.Full("device_cgroup_rules", func(c *container) []flag { return list("--device-cgroup-rule", c.Host.DeviceCgroupRules) }),
		cli.Container.Partial("gpus.**", byCDI, requests).Except(oddRequest),
		cli.Container.Full("logging.driver", func(c *container) []flag {
			return cli.One("--log-driver", logDriver(c))
		}).Except(oddLogDriver).Noted("podman has journald, none, and k8s-file, which `json-file` and `local` become"),
		cli.Container.Full("logging.options.**", logOptions).Except(oddLogOptions).Noted("podman has `max-size` of k8s-file, `tag` of journald, and keeps one file whatever `max-file` says"),
	}
}

const noSetting = "control groups v2 have no such setting: Docker ignores it there, and podman would not start the container"

// securityOptions returns the --security-opt flags. The model has a profile's text, the command line takes its path.
func securityOptions(c *container) []flag {
	var out []flag
	for _, o := range c.Host.SecurityOpt {
		switch {
		case strings.HasPrefix(o, "seccomp={"):
			out = append(out, cli.Line("--security-opt", "seccomp="+c.Seccomp))
		case o == "seccomp=builtin" || !knownOption(o): // seccomp=builtin is podman's default
		case strings.HasPrefix(o, "no-new-privileges"):
			if on, err := strconv.ParseBool(strings.TrimLeft(strings.TrimPrefix(o, "no-new-privileges"), "=:")); on || err != nil {
				out = append(out, cli.Line("--security-opt", "no-new-privileges"))
			}
		default:
			out = append(out, cli.Line("--security-opt", o))
		}
	}
	if c.Host.MaskedPaths != nil {
		out = append(out, cli.Line("--security-opt", "unmask=ALL"))
	}
	return out
}

func knownOption(o string) bool {
	name, _, _ := strings.Cut(strings.Replace(o, ":", "=", 1), "=")
	return slices.Contains([]string{"no-new-privileges", "seccomp", "apparmor", "label", "mask", "unmask", "proc-opts"}, name)
}

func devices(c *container) []flag {
	var out []flag
	for _, d := range c.Host.Devices {
		word := d.PathOnHost + ":" + d.PathInContainer
		if d.CgroupPermissions != "" {
			word += ":" + d.CgroupPermissions
		}
		out = append(out, cli.Line("--device", word))
	}
	return out
}

// requests returns device requests as CDI names: podman has no device drivers.
func requests(c *container) []flag {
	var out []flag
	for _, r := range c.Host.DeviceRequests {
		for _, name := range cdi(r) {
			out = append(out, cli.Line("--device", name))
		}
	}
	return out
}

// vendors are the CDI kinds of GPUs, by Docker's device driver.
var vendors = map[string]string{"": "nvidia.com/gpu", "nvidia": "nvidia.com/gpu", "amd": "amd.com/gpu", "intel": "intel.com/gpu"}

func cdi(r model.DeviceRequest) []string {
	kind, known := vendors[r.Driver]
	switch {
	case r.Driver == "cdi":
		return r.DeviceIDs
	case !known || !slices.ContainsFunc(r.Capabilities, func(all []string) bool { return slices.Contains(all, "gpu") }):
		return nil
	}
	var out []string
	for _, id := range r.DeviceIDs {
		if !grammar.CDI.Valid(id) { // the whole name
			id = kind + "=" + id
		}
		out = append(out, id)
	}
	if r.Count == -1 || r.Count == 0 && len(out) == 0 {
		return []string{kind + "=all"}
	}
	for i := range r.Count {
		out = append(out, kind+"="+strconv.Itoa(i))
	}
	return out
}

// notGPU reports whether a capability is a choice: "gpu" is in every request, twice where the file has it, too.
func notGPU(capability string) bool { return capability != "gpu" }

// oddRequest lists what a CDI name cannot express.
func oddRequest(c *container) []runtime.Loss {
	var out []runtime.Loss
	for _, r := range c.Host.DeviceRequests {
		lose := func(what string) { out = append(out, runtime.Loss{What: what, At: r.At}) }
		if cdi(r) == nil {
			lose("devices other than GPUs and those with a CDI name")
		}
		if len(r.Options) > 0 {
			lose("the options of a GPU")
		}
		if slices.ContainsFunc(r.Capabilities, func(all []string) bool { return slices.ContainsFunc(all, notGPU) }) {
			lose("a choice of a GPU's capabilities: it comes with all")
		}
	}
	return out
}
