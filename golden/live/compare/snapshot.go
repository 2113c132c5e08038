// Package compare compares two projects, leaf by leaf, as `docker inspect` shows them.
//
// It does not depend on machines: it reads JSON and reports differences. What may differ is determined by the rules that it is
// given.
package compare

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Snapshot is a project as inspect shows it: leaves by JSON pointer (RFC 6901), such as
// /containers/shop-web-1/Config/User. Objects are identified by name, never by id. Null, an empty list and an empty
// object do not differ: no leaf.
type Snapshot map[string]string

// Inspected is the output of `docker inspect` for all containers, networks and volumes of a project.
type Inspected struct {
	Containers, Networks, Volumes []byte
}

type object = map[string]any

// Identities distinguishes objects from others of the same name: it returns the ids of containers and networks and the
// creation times of volumes, by keys such as "container shop-web-1".
func Identities(in Inspected) (map[string]string, error) {
	found := map[string]string{}
	for _, kind := range []struct {
		name, key string
		data      []byte
	}{{"container", "Id", in.Containers}, {"network", "Id", in.Networks}, {"volume", "CreatedAt", in.Volumes}} {
		list, err := decode(kind.data)
		if err != nil {
			return nil, fmt.Errorf("%ss: %w", kind.name, err)
		}
		for _, thing := range list {
			found[kind.name+" "+strings.TrimPrefix(field(thing, "Name"), "/")] = field(thing, kind.key)
		}
	}
	return found, nil
}

// Read parses inspect's output into a Snapshot.
func Read(in Inspected) (Snapshot, error) {
	containers, err := decode(in.Containers)
	if err != nil {
		return nil, fmt.Errorf("containers: %w", err)
	}
	networks, err := decode(in.Networks)
	if err != nil {
		return nil, fmt.Errorf("networks: %w", err)
	}
	volumes, err := decode(in.Volumes)
	if err != nil {
		return nil, fmt.Errorf("volumes: %w", err)
	}
	rename := names(containers, networks)
	out := Snapshot{}
	for _, kind := range []struct {
		name string
		list []object
	}{{"containers", containers}, {"networks", networks}, {"volumes", volumes}} {
		for _, thing := range kind.list {
			name := field(thing, "Name")
			name = rename.Replace(strings.TrimPrefix(name, "/"))
			flatten(out, Pointer("/"+kind.name, name), canonical(thing, rename))
		}
	}
	return out, nil
}

func decode(data []byte) ([]object, error) {
	if len(data) == 0 {
		return nil, nil
	}
	var list []object
	err := json.Unmarshal(data, &list)
	return list, err
}

// field returns a string of an object. Podman spells some keys of its objects in lower case.
func field(thing object, key string) string {
	if value, ok := thing[key].(string); ok {
		return value
	}
	value, _ := thing[strings.ToLower(key)].(string)
	return value
}

var hexID = regexp.MustCompile(`^[0-9a-f]{64}$`)

// names returns a replacer of generated values by what they stand for: long and short ids of containers and networks, and the
// names of anonymous volumes.
func names(containers, networks []object) *strings.Replacer {
	var pairs []string
	add := func(id, name string) {
		if hexID.MatchString(id) {
			pairs = append(pairs, id, "<"+name+">", id[:12], "<short "+name+">")
		}
	}
	for _, c := range containers {
		name := strings.TrimPrefix(field(c, "Name"), "/")
		add(field(c, "Id"), "container "+name)
		mounts, _ := c["Mounts"].([]any)
		for _, mount := range mounts {
			mount, _ := mount.(object)
			add(field(mount, "Name"), fmt.Sprintf("anonymous volume of %s at %v", name, mount["Destination"]))
		}
	}
	for _, n := range networks {
		add(field(n, "Id"), "network "+field(n, "Name"))
	}
	return strings.NewReplacer(pairs...)
}

// canonical replaces generated names in every string and key, and drops empty values.
func canonical(value any, rename *strings.Replacer) any {
	switch value := value.(type) {
	case string:
		return rename.Replace(value)
	case object:
		out := object{}
		for key, item := range value {
			if item = canonical(item, rename); item != nil {
				out[rename.Replace(key)] = item
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	case []any:
		out := make([]any, len(value))
		for i, item := range value {
			out[i] = canonical(item, rename)
		}
		if len(out) == 0 {
			return nil
		}
		return out
	}
	return value
}

// flatten writes the leaves of a value. Lists whose order has no meaning are sorted first, see unordered; environment
// variables are identified by name, and a mount's options are one leaf.
func flatten(out Snapshot, at string, value any) {
	switch value := value.(type) {
	case nil:
	case object:
		for key, item := range value {
			flatten(out, Pointer(at, key), item)
		}
	case []any:
		switch {
		case strings.HasSuffix(at, "/Config/Env"):
			for _, item := range value {
				name, rest, _ := strings.Cut(fmt.Sprint(item), "=")
				out[Pointer(at, name)] = text(rest)
			}
			return
		case strings.HasSuffix(at, "/Options") && strings.Contains(at, "/Mounts/"):
			words := make([]string, len(value))
			for i := range value {
				words[i] = fmt.Sprint(value[i])
			}
			slices.Sort(words)
			out[at] = text(strings.Join(words, ","))
			return
		case unordered(at):
			slices.SortFunc(value, func(a, b any) int { return cmp.Compare(text(a), text(b)) })
		}
		for i, item := range value {
			flatten(out, Pointer(at, strconv.Itoa(i)), item)
		}
	default:
		out[at] = text(value)
	}
}

// unordered reports whether the order of a list has no meaning, because Compose ranges over a Go map to write it (two
// runs of Compose differ) or docker ranges over one to show it.
func unordered(at string) bool {
	for _, end := range []string{
		"/HostConfig/ExtraHosts", "/HostConfig/Ulimits", "/Mounts", "/HostConfig/Links", "/Aliases",
		"/HostConfig/Binds", "/HostConfig/Mounts", "/HostConfig/VolumesFrom", "/DNSNames", "/Links",
	} {
		if strings.HasSuffix(at, end) {
			return true
		}
	}
	return false
}

// text returns a leaf as readable JSON: `<` stays `<`.
func text(value any) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value)
	return strings.TrimSuffix(b.String(), "\n")
}

// Pointer adds one step to a JSON pointer (RFC 6901).
func Pointer(at, step string) string {
	return at + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(step)
}
