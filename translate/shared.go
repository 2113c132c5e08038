package translate

import (
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/grammar"
)

// checkShared refuses settings of a namespace that belongs to another container or to the host. Docker does not create such a
// container (moby runconfig/hostconfig_unix.go, validateNetMode), and podman refuses it, too, or drops the ports silently.
func (l *lowering) checkShared(w *workload) {
	if w.Uts == "host" && w.Hostname != "" && !l.inherited(w.at("hostname")) {
		l.find(diag.Error, diag.Invalid, w.at("hostname"), "with `uts: host` the container has the host's name", "remove one of the two")
	}
	service, joins := strings.CutPrefix(w.NetworkMode, types.ServicePrefix)
	if !joins && !strings.HasPrefix(w.NetworkMode, types.ContainerPrefix) {
		return
	}
	if mode, _ := grammar.Find("services.*.network_mode", nil); !mode.Kind.Valid(w.NetworkMode) {
		return // reported by checkTexts
	}
	hint := "write it for the container whose network it is"
	if joins {
		hint = "move it to services." + service
	}
	for _, attr := range []struct {
		name string
		set  bool
	}{
		{"ports", len(w.Ports) > 0}, {"expose", len(w.Expose) > 0}, {"hostname", w.Hostname != ""}, {"links", len(w.Links) > 0},
		{"dns", len(w.DNS) > 0}, {"dns_opt", len(w.DNSOpts) > 0}, {"dns_search", len(w.DNSSearch) > 0}, {"extra_hosts", len(w.ExtraHosts) > 0},
	} {
		if attr.set && !l.inherited(w.at(attr.name)) {
			l.find(diag.Error, diag.Invalid, w.at(attr.name), "a container in another one's network cannot set "+attr.name, hint)
		}
	}
}
