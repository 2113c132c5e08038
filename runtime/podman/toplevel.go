package podman

import (
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/docker"
	"github.com/compose2unit/compose2unit/translate/model"
)

func top[S any](attr string, emit func(*S) []flag, inexact func(*S) []runtime.Loss) runtime.Rule[S, flag] {
	return runtime.Rule[S, flag]{Row: runtime.Row{Attr: attr, Support: runtime.Full}, Emit: emit, Inexact: inexact}
}

func declared[S any](row runtime.Row, emit func(*S) []flag) runtime.Rule[S, flag] {
	return runtime.Rule[S, flag]{Row: row, Emit: emit}
}

const attested = "podman build does not create attestations; they do not affect containers"

// buildRules are the flags of `podman build`.
func (v version) buildRules() []cli.BuildRule {
	part := func(attr, note string) runtime.Row {
		return runtime.Row{Attr: attr, Support: runtime.Partial, Note: note}
	}
	return with(docker.Runtime.Engine.Builds,
		top("cache_from", func(b *model.Build) []flag { return caches("--cache-from", b.CacheFrom) },
			func(b *model.Build) []runtime.Loss { return oddCache("cache_from", b.CacheFrom) }),
		top("cache_to", func(b *model.Build) []flag { return caches("--cache-to", b.CacheTo) },
			func(b *model.Build) []runtime.Loss { return oddCache("cache_to", b.CacheTo) }),
		declared(part("no_cache_filter", "podman can only disable the cache as a whole, which it does"),
			func(b *model.Build) []flag { return cli.Set("--no-cache", len(b.NoCacheFilter) > 0 && !b.NoCache) }),
		declared[model.Build](moot("isolation", "only Windows containers have it").Row, nil),
		top("extra_hosts.**", func(b *model.Build) []flag {
			var words []string
			for _, h := range b.ExtraHosts {
				words = append(words, strings.Replace(h, "=", ":", 1))
			}
			return list("--add-host", words)
		}, nil),
		top("platforms", func(b *model.Build) []flag {
			if len(b.Platforms) == 0 {
				return nil
			}
			return cli.One("--platform", b.Platforms[0])
		}, func(b *model.Build) []runtime.Loss {
			if len(b.Platforms) > 1 {
				return runtime.Lost("more than one platform of an image with a name")
			}
			return nil
		}),
		declared[model.Build](lost("entitlements", "podman build has no entitlements", "").Row, nil),
		declared[model.Build](moot("provenance", attested).Row, nil),
		declared[model.Build](moot("sbom", attested).Row, nil),
	)
}

// caches are repositories: podman finds the layers in it by tags of its own.
func caches(name string, list []string) []flag {
	var out []flag
	for _, c := range list {
		if repository := repository(c); repository != "" {
			out = append(out, flag{name, repository})
		}
	}
	return out
}

// repository is the one that contains a cache, or "" (docker buildx, --cache-from).
func repository(cache string) string {
	if !strings.Contains(cache, "=") {
		cache = "type=registry,ref=" + cache
	}
	rest, ok := strings.CutPrefix(cache, "type=registry,")
	if !ok {
		return ""
	}
	for _, f := range strings.Split(rest, ",") {
		if ref, ok := strings.CutPrefix(f, "ref="); ok {
			ref, _, _ = strings.Cut(ref, "@")
			if i := strings.LastIndexByte(ref, ':'); i > strings.LastIndexByte(ref, '/') {
				ref = ref[:i]
			}
			return qualified(ref, false, "")
		}
	}
	return ""
}

// oddCache lists the caches that are not in a registry.
func oddCache(attr string, list []string) []runtime.Loss {
	var out []runtime.Loss
	for i, c := range list {
		if repository(c) == "" {
			out = append(out, runtime.Loss{What: "the cache " + c, At: []string{attr, strconv.Itoa(i)},
				Text: "podman can keep a build cache only in a registry, so " + c + " is left out: the build is slower, not different"})
		}
	}
	return out
}
