//go:build !js

// Package registry asks image registries what a name refers to. It is the only package that uses the network, and only on
// request (-lock). Credentials are those of docker and podman on this machine.
package registry

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/compose2unit/compose2unit/translate/lock"
)

// timeout limits the requests for one image.
const timeout = time.Minute

// Resolve is a lock.Resolver. Like docker, it uses plain HTTP for a registry on this machine.
func Resolve(ctx context.Context, image string) (lock.Image, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	ref, err := name.ParseReference(image)
	if err != nil {
		return lock.Image{}, err
	}
	found, err := remote.Get(ref, remote.WithContext(ctx), remote.WithAuthFromKeychain(authn.DefaultKeychain), remote.WithUserAgent("compose2unit"))
	if err != nil {
		return lock.Image{}, fmt.Errorf("the registry does not give %s: %s", image, strings.Join(strings.Fields(err.Error()), " "))
	}
	out := lock.Image{Digest: found.Digest.String(), Platforms: map[string]string{}}
	if !found.MediaType.IsIndex() {
		return out, single(found, out.Platforms)
	}
	index, err := found.ImageIndex()
	if err != nil {
		return lock.Image{}, err
	}
	manifest, err := index.IndexManifest()
	if err != nil {
		return lock.Image{}, err
	}
	for _, m := range manifest.Manifests {
		if m.MediaType.IsImage() {
			add(out.Platforms, m.Platform, m.Digest.String())
		}
	}
	return out, nil
}

// single adds the platform of a single-platform image, which is in the configuration of the image.
func single(found *remote.Descriptor, platforms map[string]string) error {
	image, err := found.Image()
	if err != nil {
		return err
	}
	config, err := image.ConfigFile()
	if err != nil {
		return err
	}
	add(platforms, config.Platform(), found.Digest.String())
	return nil
}

// add ignores attestations, whose platform is unknown.
func add(platforms map[string]string, p *v1.Platform, digest string) {
	if p != nil && p.OS != "" && p.OS != "unknown" {
		platforms[p.String()] = digest
	}
}
