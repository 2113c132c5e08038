package translate

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/input"
	"github.com/compose2unit/compose2unit/translate/model"
)

// namespaces lowers which namespaces are shared. Compose resolves `service:NAME` for ipc, pid and network_mode; for uts
// and cgroup it passes the text on and the engine refuses it.
func (l *lowering) namespaces(w *workload, c *model.Container) {
	c.Host.IpcMode = l.sharedNamespace(w, "ipc", w.Ipc)
	c.Host.PidMode = l.sharedNamespace(w, "pid", w.Pid)
	c.Host.UTSMode = w.Uts
	c.Host.UsernsMode = w.UserNSMode
	c.Host.CgroupnsMode = w.Cgroup
	l.notShared(w.at("uts"), w.Uts)
	l.notShared(w.at("cgroup"), w.Cgroup)
}

func (l *lowering) notShared(path []string, mode string) {
	if strings.HasPrefix(mode, types.ServicePrefix) {
		l.invalid(path, "the engine cannot share this namespace with a service")
	}
}

// capabilities normalizes, sorts and deduplicates capabilities as Compose's client does (moby
// client/container_create.go normalizeCapabilities).
func capabilities(written []string) []string {
	var out []string
	for _, name := range written {
		name = strings.ToUpper(name)
		if name != "ALL" && !strings.HasPrefix(name, "CAP_") {
			name = "CAP_" + name
		}
		out = append(out, name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// security lowers what the container is allowed to do.
func (l *lowering) security(w *workload, c *model.Container) {
	c.Host.Privileged = w.Privileged
	c.Host.ReadonlyRootfs = w.ReadOnly
	c.Host.CapAdd = capabilities(w.CapAdd)
	c.Host.CapDrop = capabilities(w.CapDrop)
	c.Host.Sysctls = mapOrNil(w.Sysctls)
	c.Host.Annotations = mapOrNil(w.Annotations)
	c.Host.StorageOpt = mapOrNil(w.StorageOpt)
	c.Host.Runtime = w.Runtime
	c.Host.Isolation = w.Isolation
	for i, opt := range w.SecurityOpt {
		l.securityOpt(w.at("security_opt", itoa(i)), opt, c)
	}
}

// securityOpt mirrors docker/compose pkg/compose/create.go parseSecurityOpts: a seccomp profile is read by the client.
func (l *lowering) securityOpt(path []string, opt string, c *model.Container) {
	if opt == "systempaths=unconfined" {
		c.Host.MaskedPaths, c.Host.ReadonlyPaths = &[]string{}, &[]string{}
		return
	}
	name, value, ok := strings.Cut(opt, "=")
	if !ok && opt != "no-new-privileges" {
		if name, value, ok = strings.Cut(opt, ":"); !ok {
			l.invalid(path, fmt.Sprintf("%q is not a security option", opt))
			return
		}
	}
	if _, err := strconv.ParseBool(value); ok && err != nil && (name == "no-new-privileges" || name == "writable-cgroups") {
		l.invalid(path, fmt.Sprintf("%s is true or false, not %q", name, value))
		return
	}
	if name == "seccomp" && value != "unconfined" && value != "builtin" {
		opt = "seccomp=" + l.seccomp(path, value, c)
	}
	c.Host.SecurityOpt = append(c.Host.SecurityOpt, opt)
}

// maxProfiles limits the size of all seccomp profiles in the output: each service has a copy. It is enough for 3000
// services with Docker's own profile.
const maxProfiles = 48 << 20

// seccomp returns the profile's text, or its path on the target if it cannot be read here.
func (l *lowering) seccomp(path []string, file string, c *model.Container) string {
	if !filepath.IsAbs(file) {
		file = filepath.Join(l.dir, file)
	}
	c.Seccomp = file
	l.move(&c.Seccomp, path...)
	text, err := input.ReadFile(file, input.Seccomp)
	if refused := (*input.Error)(nil); errors.As(err, &refused) {
		l.find(diag.Error, diag.Unsafe, path, "the seccomp profile "+err.Error(), "name a file with a profile in JSON")
		return c.Seccomp
	}
	if err != nil {
		l.find(diag.Warning, diag.Missing, path, fmt.Sprintf("seccomp profile %s cannot be read here", file), "it must exist on the target")
		return c.Seccomp
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, text); err != nil {
		l.invalid(path, fmt.Sprintf("seccomp profile %s is not JSON: %s", file, err))
		return c.Seccomp
	}
	if l.profiles += compact.Len(); l.profiles > maxProfiles {
		l.find(diag.Error, diag.Limit, path, fmt.Sprintf("the seccomp profiles of all services together exceed %d MiB", maxProfiles>>20), "")
		return c.Seccomp
	}
	return compact.String()
}

// resolver lowers how names are resolved.
func (l *lowering) resolver(w *workload, c *model.Container) {
	c.Host.DNS = slices.Clone(w.DNS)
	c.Host.DNSSearch = slices.Clone(w.DNSSearch)
	c.Host.DNSOptions = slices.Clone(w.DNSOpts)
	if len(w.ExtraHosts) > 0 {
		c.Host.ExtraHosts = w.ExtraHosts.AsList(":")
		slices.Sort(c.Host.ExtraHosts)
	}
}
