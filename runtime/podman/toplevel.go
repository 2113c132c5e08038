package podman

import (
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/translate/model"
)

const attested = "podman build does not create attestations; they do not affect containers"

// buildRules are the rules for `podman build` that Docker does not share.
func buildRules() []cli.BuildRule {
	return []cli.BuildRule{
		cli.Build.Full("cache_from", func(b *model.Build) []flag { return caches("--cache-from", b.CacheFrom) }).
			Except(func(b *model.Build) []runtime.Loss { return oddCache("cache_from", b.CacheFrom) }),
		cli.Build.Full("cache_to", func(b *model.Build) []flag { return caches("--cache-to", b.CacheTo) }).
			Except(func(b *model.Build) []runtime.Loss { return oddCache("cache_to", b.CacheTo) }),
		cli.Build.Partial("no_cache_filter", "podman can only disable the cache as a whole, which it does",
			func(b *model.Build) []flag { return cli.Set("--no-cache", len(b.NoCacheFilter) > 0 && !b.NoCache) }),
		cli.Build.Moot("isolation", "only Windows containers have it"),
		cli.Build.Full("extra_hosts.**", func(b *model.Build) []flag {
			var words []string
			for _, h := range b.ExtraHosts {
				words = append(words, strings.Replace(h, "=", ":", 1))
			}
			return list("--add-host", words)
		}),
		cli.Build.Full("platforms", func(b *model.Build) []flag {
			if len(b.Platforms) == 0 {
				return nil
			}
			return cli.One("--platform", b.Platforms[0])
		}).Except(func(b *model.Build) []runtime.Loss {
			if len(b.Platforms) > 1 {
				return runtime.Lost("more than one platform of an image with a name")
			}
			return nil
		}),
		cli.Build.None("entitlements", "podman build has no entitlements", ""),
		cli.Build.Moot("provenance", attested),
		cli.Build.Moot("sbom", attested),
	}
}

// caches returns flags with repositories: podman finds the layers in them by its own tags.
func caches(name string, list []string) []flag {
	var out []flag
	for _, c := range list {
		if repository := repository(c); repository != "" {
			out = append(out, cli.Line(name, repository))
		}
	}
	return out
}

// repository returns the repository that contains a cache, or "" (docker buildx, --cache-from).
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
