package podman

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/docker"
)

// with replaces rules by those of the same attribute; rules of further attributes come first, before the words that
// must be last.
func with[S, T any](rules []runtime.Rule[S, T], changes ...runtime.Rule[S, T]) []runtime.Rule[S, T] {
	out := slices.Clone(rules)
	var further []runtime.Rule[S, T]
	for _, c := range changes {
		if i := slices.IndexFunc(out, func(r runtime.Rule[S, T]) bool { return r.Attr == c.Attr }); i >= 0 {
			out[i] = c
		} else {
			further = append(further, c)
		}
	}
	return append(further, out...)
}

func moot(attr, note string) rule {
	return rule{Row: runtime.Row{Attr: attr, Support: runtime.Moot, Note: note}}
}

func gpuRow(attr string) runtime.Row {
	return runtime.Row{Attr: attr, Support: runtime.Partial,
		Note: "podman finds devices by CDI name, which the target must define (nvidia-ctk cdi generate); a count takes the first ones"}
}

// quietRows are attributes without a flag that podman treats differently from Docker.
var quietRows = []runtime.Row{
	gpuRow("deploy.resources.reservations.devices.**"),
	{Attr: "pull_policy", Support: runtime.Full, Note: "an existing container is started even if its image cannot be pulled; podman does not record when it pulled an image, so the units do"},
	{Attr: "cap_add", Support: runtime.Full, Note: "podman's containers have 11 capabilities; of Docker's other three, AUDIT_WRITE, MKNOD and NET_RAW, those that a program needs are added here, or all with -docker-caps"},
	{Attr: "build.privileged", Support: runtime.None, Note: "podman build has no entitlements"},
	{Attr: "use_api_socket", Support: runtime.Partial,
		Note: "the container gets podman's socket, which speaks Docker's API, and an empty client configuration: the credentials of the user running compose2unit are not included"},
}

// rows are Docker's, except where podman's rules differ.
func rows() []runtime.Row {
	out := slices.Clone(docker.Runtime.Rows())
	table := runtime.NewTable(out)
	put := func(prefix string, row runtime.Row) {
		row.Attr = prefix + row.Attr
		if i := slices.IndexFunc(out, func(r runtime.Row) bool { return r.Attr == row.Attr }); i >= 0 {
			if out[i].Support != runtime.Moot { // what Compose gives no meaning, podman does not either
				out[i] = row
			}
		} else if _, ok := table.Row(strings.TrimSuffix(row.Attr, ".**")); ok {
			out = append(out, row) // an attribute below one of Docker's rows
		}
	}
	for _, prefix := range []string{"services.*.", "jobs.*.", "services.*.pre_start.[]."} {
		for _, r := range usual.containerRules() {
			put(prefix, r.Row)
		}
		for _, r := range quietRows {
			put(prefix, r)
		}
	}
	for _, r := range usual.networkRules() {
		put("networks.*.", r.Row)
	}
	for _, r := range usual.buildRules() {
		put("services.*.build.", r.Row)
		put("jobs.*.build.", r.Row)
	}
	return out
}
