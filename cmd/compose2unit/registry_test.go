package main

import (
	"io"
	"log"
	"net/http/httptest"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/rogpeppe/go-internal/testscript"
)

// withRegistry starts a registry on the loopback interface and passes its address to the script as $REGISTRY. It has db:latest,
// for one platform, and web:1 for two; their digests are $DB_DIGEST, $WEB_DIGEST, $WEB_AMD64 and $WEB_ARM64.
func withRegistry(env *testscript.Env) error {
	server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	env.Defer(server.Close)
	host := strings.TrimPrefix(server.URL, "http://")
	env.Setenv("REGISTRY", host)
	amd, err := imageFor(v1.Platform{OS: "linux", Architecture: "amd64"})
	if err != nil {
		return err
	}
	arm, err := imageFor(v1.Platform{OS: "linux", Architecture: "arm64", Variant: "v8"})
	if err != nil {
		return err
	}
	db, err := name.ParseReference(host + "/db")
	if err != nil {
		return err
	}
	web, err := name.ParseReference(host + "/web:1")
	if err != nil {
		return err
	}
	index := mutate.AppendManifests(empty.Index, amd, arm)
	if err := remote.Write(db, amd.Add.(v1.Image)); err != nil {
		return err
	}
	if err := remote.WriteIndex(web, index); err != nil {
		return err
	}
	for variable, of := range map[string]interface{ Digest() (v1.Hash, error) }{
		"DB_DIGEST": amd.Add, "WEB_DIGEST": index, "WEB_AMD64": amd.Add, "WEB_ARM64": arm.Add,
	} {
		digest, err := of.Digest()
		if err != nil {
			return err
		}
		env.Setenv(variable, digest.String())
	}
	return nil
}

// imageFor returns an image for one platform, as an index lists it.
func imageFor(platform v1.Platform) (mutate.IndexAddendum, error) {
	image, err := random.Image(64, 1)
	if err != nil {
		return mutate.IndexAddendum{}, err
	}
	config, err := image.ConfigFile()
	if err != nil {
		return mutate.IndexAddendum{}, err
	}
	config.OS, config.Architecture, config.Variant = platform.OS, platform.Architecture, platform.Variant
	image, err = mutate.ConfigFile(image, config)
	return mutate.IndexAddendum{Add: image, Descriptor: v1.Descriptor{Platform: &platform}}, err
}
