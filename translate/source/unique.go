package source

import (
	"strings"
)

// unique are the lists of a service in which a later item replaces an earlier one with the same key (compose-go
// override.EnforceUnicity).
var unique = map[string]func(*node) string{
	"annotations": nameKey, "build.args": nameKey, "build.additional_contexts": nameKey, "build.labels": nameKey, "build.tags": nameKey,
	"cap_add": nameKey, "cap_drop": nameKey, "configs": configKey, "deploy.labels": nameKey, "devices": targetKey, "dns": nameKey,
	"dns_opt": nameKey, "dns_search": nameKey, "env_file": envFileKey, "environment": nameKey, "expose": (*node).expanded,
	"labels": nameKey, "links": nameKey, "networks.*.aliases": nameKey, "networks.*.link_local_ips": nameKey, "ports": portKey,
	"profiles": nameKey, "secrets": secretKey, "sysctls": nameKey, "tmpfs": nameKey, "volumes": targetKey,
}

// IsUnique reports whether docker compose removes repeated items of the list at a path, before it checks the list.
func IsUnique(path []string) bool {
	if len(path) < 3 || path[0] != "services" {
		return false
	}
	rest := path[2:]
	if len(rest) == 3 && rest[0] == "networks" {
		rest = []string{"networks", "*", rest[2]}
	}
	return unique[strings.Join(rest, ".")] != nil
}

// uniqueItems returns the tree without the items that docker compose ignores, so that the others have the indexes that they have
// in the loaded project.
func uniqueItems(root *node) *node {
	services := root.kid("services")
	if services == nil || services.kind != mapping {
		return root
	}
	out, changed := *services, false
	out.kids = make([]*node, len(services.kids))
	for i, s := range services.kids {
		out.kids[i] = uniqueBelow(s, nil)
		changed = changed || out.kids[i] != s
	}
	if !changed {
		return root
	}
	out.index = nil
	return replace(root, out.seal())
}

// uniqueBelow does so for what is below an attribute of a service.
func uniqueBelow(n *node, path []string) *node {
	if n.kind == sequence {
		key := unique[strings.Join(path, ".")]
		if key == nil {
			return n
		}
		kids := unrepeated(n.kids, key)
		if len(kids) == len(n.kids) {
			return n
		}
		out := *n
		out.kids = kids
		return out.seal()
	}
	if n.kind != mapping || len(path) > 2 || len(path) > 0 && path[0] != "build" && path[0] != "deploy" && path[0] != "networks" {
		return n
	}
	var kids []*node
	for i, k := range n.kids {
		name := k.key
		if len(path) == 1 && path[0] == "networks" {
			name = "*"
		}
		if below := uniqueBelow(k, append(path[:len(path):len(path)], name)); below != k {
			if kids == nil {
				kids = append(kids, n.kids...)
			}
			kids[i] = below
		}
	}
	if kids == nil {
		return n
	}
	out := *n
	out.kids, out.index = kids, nil
	return out.seal()
}

// unrepeated returns the items with one for each key: the last, at the place of the first. An empty key is that of no other item.
func unrepeated(items []*node, key func(*node) string) []*node {
	out := make([]*node, 0, len(items))
	seen := make(map[string]int, len(items))
	for _, k := range items {
		id := key(k)
		if at, ok := seen[id]; ok && id != "" {
			out[at] = k
			continue
		}
		seen[id] = len(out)
		out = append(out, k)
	}
	return out
}

// secretKey returns the target of a secret, configKey that of a config.
func secretKey(n *node) string { return fileKey(n, "/run/secrets/") }
func configKey(n *node) string { return fileKey(n, "/") }

// envFileKey returns the path of an env file.
func envFileKey(n *node) string {
	if n.kind == mapping {
		return valueOf(n, "path")
	}
	return n.expanded()
}

// portKey returns what docker compose compares of a port: the short form as it is written, all of the long form.
func portKey(n *node) string {
	if n.kind != mapping {
		return n.expanded()
	}
	return strings.Join([]string{valueOf(n, "host_ip"), valueOf(n, "published"), valueOf(n, "target"), valueOf(n, "protocol")}, " ")
}
