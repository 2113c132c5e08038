package registry

import (
	"context"
	"io"
	"log"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	fake "github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// started starts a registry on the loopback interface and returns its address.
func started(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(fake.New(fake.Logger(log.New(io.Discard, "", 0))))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func image(t *testing.T, architecture string) v1.Image {
	t.Helper()
	made := must[v1.Image](t)(random.Image(64, 1))
	config := must[*v1.ConfigFile](t)(made.ConfigFile())
	config.OS, config.Architecture = "linux", architecture
	return must[v1.Image](t)(mutate.ConfigFile(made, config))
}

// An image for one platform has that platform; one for several has all of them, without its attestations.
func TestResolve(t *testing.T) {
	host := started(t)
	one := image(t, "riscv64")
	single := must[name.Reference](t)(name.ParseReference(host + "/one:1"))
	if err := remote.Write(single, one); err != nil {
		t.Fatal(err)
	}
	amd, arm, proof := image(t, "amd64"), image(t, "arm64"), image(t, "unknown")
	index := mutate.AppendManifests(empty.Index,
		mutate.IndexAddendum{Add: arm, Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: "arm64", Variant: "v8"}}},
		mutate.IndexAddendum{Add: amd, Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "linux", Architecture: "amd64"}}},
		mutate.IndexAddendum{Add: proof, Descriptor: v1.Descriptor{Platform: &v1.Platform{OS: "unknown", Architecture: "unknown"}}})
	several := must[name.Reference](t)(name.ParseReference(host + "/several:1"))
	if err := remote.WriteIndex(several, index); err != nil {
		t.Fatal(err)
	}
	digest := func(of interface{ Digest() (v1.Hash, error) }) string { return must[v1.Hash](t)(of.Digest()).String() }

	got, err := Resolve(context.Background(), host+"/one:1")
	if err != nil || got.Digest != digest(one) || len(got.Platforms) != 1 || got.Platforms["linux/riscv64"] != digest(one) {
		t.Errorf("one: %v, %v", got, err)
	}
	got, err = Resolve(context.Background(), host+"/several:1")
	if err != nil || got.Digest != digest(index) || len(got.Platforms) != 2 || got.Platforms["linux/amd64"] != digest(amd) || got.Platforms["linux/arm64/v8"] != digest(arm) {
		t.Errorf("several: %v, %v", got, err)
	}
	if _, err = Resolve(context.Background(), host+"/none:1"); err == nil || !strings.Contains(err.Error(), "the registry does not give "+host+"/none:1") {
		t.Errorf("none: %v", err)
	}
}
