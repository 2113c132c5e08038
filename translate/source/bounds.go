package source

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// What is limited here is small in a file, and large in memory or slow to build. All of it is counted before anything is built,
// from the numbers in the Compose file; compose-go has none of these limits.
const (
	// MaxPorts is the maximum number of ports that a project may publish, with ranges expanded, and MaxExposed of those that it
	// may expose. compose-go creates a mapping for every published port. A TURN server publishes 16 384.
	MaxPorts, MaxExposed = 20_000, 1 << 16
	// MaxServices is the maximum number of services and jobs in a project, whatever their profiles: reading 20 000 takes
	// compose-go 7 seconds and half a gigabyte, from a file of 400 kB.
	MaxServices = 5000
	// maxDense is the maximum number of nodes in a project whose files have fewer than [perNode] bytes per node; compose-go
	// spends up to 50 microseconds on one. docker compose accepts no document with more nodes (compose-go
	// loader.defaultMaxNodeVisits); files written by people have 12 bytes per node or more.
	maxDense = 100_000
	perNode  = 10
	// maxMarks limits what may become a YAML node in one file. yaml.v3 builds all nodes of a document, some 300 bytes each,
	// before any of them can be inspected.
	maxMarks = 1_500_000
	// maxPairs limits quadratic work: the keys of a mapping, each compared with every other; likewise the aliases of one
	// anchor, and the items of lists that are merged; !reset and !override times the nodes in which they are searched.
	maxPairs = MaxKeys * MaxKeys * 3 / 2
	// costs of one comparison, in comparisons of keys
	perAlias, perItem, perReset = 8, 16, 8
)

// work counts comparisons.
type work struct {
	done  int64
	m     *Map
	ended bool
}

// add counts n comparisons, and refuses the project if the total is too high.
func (w *work) add(n int64, at diag.Pos, what string) bool {
	if w.done += n; w.done > maxPairs && !w.ended {
		w.ended = true
		diag.ScopeAt(&w.m.Report, at).Error(diag.Limit, "the project takes too long to read: too many "+what,
			"split it, or remove repetition")
	}
	return !w.ended
}

// marks returns the maximum number of nodes in a file: every node but the first begins at a YAML indicator.
func marks(data []byte) int {
	n := 0
	for i, c := range data {
		switch c {
		case ',', '[', '{':
			n++
		case '-', '?':
			if ends(data, i+1) {
				n++
			}
		case ':':
			if ends(data, i+1) || i > 0 && (data[i-1] == '"' || data[i-1] == '\'') {
				n += 2 // a key and its value
			}
		}
	}
	return n
}

// ends reports whether an indicator ends before the i-th byte.
func ends(data []byte, i int) bool {
	return i >= len(data) || bytes.IndexByte([]byte(" \t\r\n,[]{}"), data[i]) >= 0
}

// fit refuses a file with too many nodes before they are built.
func (b *builder) fit(data []byte) bool {
	if len(data) <= maxMarks/2 || marks(data) <= maxMarks {
		return true
	}
	b.fail(diag.Pos{File: b.m.files[b.file], Line: 1}, diag.Limit, fmt.Sprintf("the file has more than %d keys and items", maxMarks),
		"split it, and move long texts to separate files")
	return false
}

// aliased counts an alias: compose-go compares its path with those of all earlier aliases of the same anchor.
func (b *builder) aliased(y *yaml.Node) {
	b.refs[y.Alias]++
	if !b.work.add(b.refs[y.Alias]*perAlias, b.at(y), "aliases of one anchor") {
		b.failed = true
	}
}

// expanded limits the size of the merged project after compose-go has expanded everything.
func (r *reader) expanded() {
	if r.m.root == nil || r.m.Report.Worst() > 0 {
		return
	}
	r.services(r.m.root)
	r.ports(r.m.root)
	for _, d := range r.m.docs {
		r.ports(d.root)
		if r.marked {
			r.work.add(resets(d.root, map[*node]int64{})*r.m.root.size*perReset, r.m.pos(d.root), "!reset and !override")
		}
	}
	size, largest := r.m.root.size, (*node)(nil)
	for _, section := range []string{"services", "jobs"} {
		s := r.m.root.kid(section)
		if s == nil {
			continue
		}
		for _, c := range s.kids {
			size += r.steps(c)
			if largest == nil || c.size > largest.size {
				largest = c
			}
		}
	}
	size = max(size, r.opts.MaxNodes-r.left)
	if most := max(maxDense, r.bytes/perNode); size > most && size <= r.opts.MaxNodes {
		r.m.at(largest).Error(diag.Limit, fmt.Sprintf("the project has more than %d YAML nodes, extends, aliases and steps expanded, and fewer than %d bytes for each", maxDense, perNode),
			"split the project")
	}
	if size > r.opts.MaxNodes {
		r.m.at(largest).Error(diag.Limit, fmt.Sprintf("the project has more than %d YAML nodes once extends, includes and steps are expanded", r.opts.MaxNodes),
			"split the project")
	}
}

// services limits the total number of services and jobs.
func (r *reader) services(root *node) {
	left := MaxServices
	for _, section := range []string{"services", "jobs"} {
		s := root.kid(section)
		if s == nil || s.kind != mapping {
			continue
		}
		if left < len(s.kids) {
			r.m.at(s.kids[left]).At(section, s.kids[left].key).Error(diag.Limit, fmt.Sprintf("the project has more than %d containers", MaxServices),
				"split the project")
			return
		}
		left -= len(s.kids)
	}
}

// steps returns what the steps of a service add: each has a copy of nearly everything in the service (compose-go
// loader.Normalize), with its own lists merged into the service's.
func (r *reader) steps(service *node) int64 {
	list := service.kid("pre_start")
	if list == nil || list.kind != sequence {
		return 0
	}
	for _, step := range list.kids {
		for _, k := range step.kids {
			if base := service.kid(k.key); base != nil && k.kind == sequence {
				r.work.add(int64(len(k.kids))*int64(len(base.kids))*perItem, r.m.pos(k), "items in lists that are merged")
			}
		}
	}
	return int64(len(list.kids)) * (service.size - list.size)
}

// resets returns how often compose-go encounters !reset and !override when it follows every alias.
func resets(n *node, seen map[*node]int64) int64 {
	if count, ok := seen[n]; ok {
		return count
	}
	var count int64
	if n.mark != plain {
		count = 1
	}
	for _, k := range n.kids {
		count = min(count+resets(k, seen), maxPairs)
	}
	seen[n] = count
	return count
}

// ports limits the ports of all services and jobs together.
func (r *reader) ports(root *node) {
	total := map[string]int{}
	most := map[string]int{"ports": MaxPorts, "expose": MaxExposed}
	defer func() { r.m.ports += total["ports"] + total["expose"] }()
	for _, section := range []string{"services", "jobs"} {
		s := root.kid(section)
		if s == nil {
			continue
		}
		for _, c := range s.kids {
			for _, attr := range []string{"ports", "expose"} {
				list := c.kid(attr)
				if list == nil {
					continue
				}
				for _, item := range list.kids {
					if total[attr] += portsOf(item.value()); total[attr] > most[attr] {
						r.m.at(item).At(section, c.key, attr).Error(diag.Limit, fmt.Sprintf("the project has more than %d ports once ranges are expanded", most[attr]),
							"publish fewer ports, or use network_mode: host")
						return
					}
				}
			}
		}
	}
}

// value returns the text of a scalar after interpolation.
func (n *node) value() string {
	if n.became != nil {
		return n.became.Text
	}
	return n.text
}

// portsOf returns the number of ports in `[[IP:]HOST:]FIRST-LAST[/PROTOCOL]`.
func portsOf(spec string) int {
	spec, _, _ = strings.Cut(spec[strings.LastIndexByte(spec, ':')+1:], "/")
	first, last, isRange := strings.Cut(spec, "-")
	from, err1 := strconv.ParseUint(first, 10, 16)
	to, err2 := strconv.ParseUint(last, 10, 16)
	if !isRange || err1 != nil || err2 != nil || from > to {
		return 1
	}
	return int(to-from) + 1
}
