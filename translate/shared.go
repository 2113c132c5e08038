package translate

import (
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/grammar"
)

// checkShared refuses settings of a namespace that belongs to another container or to the host. Docker does not create such a
// container (moby daemon/internal/runconfig, validateNetMode), and podman refuses it, too, or drops the ports silently.
func (l *lowering) checkShared(w *workload) {
	l.clash(w, "uts", "hostname", w.Uts == "host" && w.Hostname != "", "with `uts: host` the container has the host's name", "remove one of the two")
	service, joins := strings.CutPrefix(w.NetworkMode, types.ServicePrefix)
	joined := joins || strings.HasPrefix(w.NetworkMode, types.ContainerPrefix)
	if mode, _ := grammar.Find("services.*.network_mode", nil); joined && !mode.Kind.Valid(w.NetworkMode) {
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
		{"external_links", len(w.ExternalLinks) > 0}, {"dns", len(w.DNS) > 0}, {"extra_hosts", len(w.ExtraHosts) > 0},
	} {
		l.clash(w, "network_mode", attr.name, joined && attr.set, "a container in another one's network cannot set "+attr.name, hint)
	}
	l.unlinked(w, "links", len(w.Links) > 0)
	l.unlinked(w, "external_links", len(w.ExternalLinks) > 0)
	if joined { // Docker accepts them, and the container has the resolv.conf of the other one
		l.unresolved(w, "dns_opt", len(w.DNSOpts) > 0)
		l.unresolved(w, "dns_search", len(w.DNSSearch) > 0)
	}
}

// clash reports an attribute that contradicts another one, unless a step inherits both.
func (l *lowering) clash(w *workload, other, attr string, is bool, text, hint string) {
	at := w.at(attr)
	if l.inherited(at) {
		at = w.at(other)
	}
	if is && !l.inherited(at) {
		l.find(diag.Error, diag.Invalid, at, text, hint)
	}
}

// unlinked reports links of a container in the host's network.
func (l *lowering) unlinked(w *workload, attr string, set bool) {
	l.clash(w, "network_mode", attr, w.NetworkMode == "host" && set, "a container in the host's network cannot have "+attr, "use localhost and the ports of the others")
}

// unresolved reports a setting of the resolver of a container in another one's network.
func (l *lowering) unresolved(w *workload, attr string, set bool) {
	if set && !l.inherited(w.at(attr)) {
		l.find(diag.Warning, diag.NoEffect, w.at(attr), "a container in another one's network has that one's resolver; Docker ignores "+attr+" as well", "")
	}
}
