package translate

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// build lowers a build (docker/compose pkg/compose/build_bake.go prepareBakeBuild).
func (l *lowering) build(w *workload, image string, always bool) model.Build {
	in := w.Build
	b := model.Build{
		Service: w.Name, At: slices.Clip(w.at("build")), Tags: append([]string{image}, in.Tags...), Always: always,
		Context: in.Context, Dockerfile: dockerfile(in.Context, in.Dockerfile),
		NoCache: in.NoCache, NoCacheFilter: slices.Clone(in.NoCacheFilter),
		Network: in.Network, Pull: in.Pull, Target: in.Target, ShmSize: int64(in.ShmSize), Isolation: in.Isolation,
		Provenance: attestation(in.Provenance), SBOM: attestation(in.SBOM), Ulimits: ulimits(in.Ulimits),
		Privileged: in.Privileged, Entitlements: slices.Clone(in.Entitlements), Platforms: l.platforms(w),
	}
	if in.DockerfileInline != "" {
		b.Dockerfile = ""
		b.Inline = &model.File{Key: l.fileKey("build", "Dockerfile", w.path), Kind: "build", Content: in.DockerfileInline}
	}
	for _, v := range variables(in.Args) {
		if !v.Unset {
			b.Args = append(b.Args, v)
		}
	}
	for _, key := range in.SSH {
		b.SSH.Set(key.ID, key.Path)
	}
	b.Labels = model.Sorted(in.Labels)
	l.ownLabels(w, &b.Labels)
	if len(in.ExtraHosts) > 0 {
		b.ExtraHosts = in.ExtraHosts.AsList(":")
		slices.Sort(b.ExtraHosts)
	}
	if b.Privileged && !slices.Contains(b.Entitlements, "security.insecure") {
		b.Entitlements = append(b.Entitlements, "security.insecure")
	}
	l.checkUlimits(w.at("build", "ulimits"), b.Ulimits)
	b.CacheFrom, b.CacheTo = l.localCaches(&b, in.CacheFrom), l.localCaches(&b, in.CacheTo)
	l.buildContexts(w, &b)
	l.buildSecrets(w, &b)
	l.buildPaths(&b)
	return b
}

// attestation returns the attestation that is requested, if any: in Compose, "false" adds nothing.
func attestation(s string) string {
	if s == "false" {
		return ""
	}
	return s
}

// dockerfile mirrors dockerFilePath: relative to a local context, and as written in a remote one.
func dockerfile(context, file string) string {
	if file == "" || filepath.IsAbs(file) || !filepath.IsAbs(context) {
		return file
	}
	return filepath.Join(context, file)
}

// defaultPlatform gives a service with a build the project's platform, before it is hashed (docker/compose
// cmd/compose/options.go applyPlatforms).
func (l *lowering) defaultPlatform(w *workload) {
	if w.Build != nil && w.Platform == "" {
		w.Platform = l.project.Environment["DOCKER_DEFAULT_PLATFORM"]
	}
}

// platforms mirrors docker/compose cmd/compose/options.go applyPlatforms: `up` builds for the platform it runs on.
// Package load has checked the platform that the service itself sets.
func (l *lowering) platforms(w *workload) []string {
	platform := w.Platform
	listed := w.Build.Platforms
	switch {
	case platform != "" && len(listed) > 0 && !slices.Contains(listed, platform):
		l.find(diag.Error, diag.Invalid, w.at("build", "platforms"), "the list lacks the service's platform "+platform, "add it")
		return nil
	case platform != "":
		return []string{platform}
	case len(listed) == 1:
		return slices.Clone(listed)
	}
	return nil
}

// buildContexts replaces `service:NAME` by the image of that service, which is built first.
func (l *lowering) buildContexts(w *workload, b *model.Build) {
	for _, name := range sortedKeys(w.Build.AdditionalContexts) {
		value := w.Build.AdditionalContexts[name]
		if service, ok := strings.CutPrefix(value, types.ServicePrefix); ok {
			s, known := l.project.Services[service]
			if !known {
				l.undefined(w.at("build", "additional_contexts", name), "service", service)
				continue
			}
			s.Name = service
			value = "docker-image://" + l.imageOf(s)
		}
		b.Contexts.Set(name, value)
	}
}

// buildSecrets mirrors toBakeSecrets: owner and mode are ignored.
func (l *lowering) buildSecrets(w *workload, b *model.Build) {
	for i, ref := range w.Build.Secrets {
		object, ok := l.project.Secrets[ref.Source]
		g := grant{types.FileReferenceConfig(ref), types.FileObjectConfig(object), "secret", i + 1, w.at("build", "secrets", itoa(i)), ok, nil}
		id := ref.Target
		if id == "" {
			id = ref.Source
		}
		switch {
		case !ok:
			l.undefined(g.path, "secret", ref.Source)
		case g.copied():
			b.Secrets = append(b.Secrets, model.BuildSecret{ID: id, File: &model.File{
				Key: l.fileKey("build-secret", ref.Source, w.path), Kind: "secret", Content: l.buildSecret(g),
			}})
		case g.object.File != "":
			b.Secrets = append(b.Secrets, model.BuildSecret{ID: id, Source: g.object.File})
		}
	}
}

// buildSecret returns the content of a secret. As in Compose's builds, a variable that is not set counts as empty.
func (l *lowering) buildSecret(g grant) string {
	if g.object.Content != "" {
		return g.object.Content
	}
	value, ok := l.project.Environment[g.object.Environment]
	if !ok {
		l.find(diag.Warning, diag.Unresolved, []string{"secrets", g.Source, "environment"},
			fmt.Sprintf("environment variable %s is not set, so the build gets an empty secret", g.object.Environment), "")
	}
	return value
}
