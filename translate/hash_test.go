package translate

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/types"
)

// A key that compose-go adds must be placed where docker compose places it: otherwise `up` would recreate the
// container.
func TestEveryKeyOfAServiceHasItsPlaceInTheHash(t *testing.T) {
	for _, key := range jsonKeys(reflect.TypeFor[types.ServiceConfig]()) {
		if !slices.Contains(hashOrder, key) {
			t.Errorf("services.*.%s: add it to hashOrder in translate/hash.go, where serviceHashKeyOrder of docker compose (pkg/compose/hash.go) has it", key)
		}
	}
}

// The service and the values are those of docker compose's own test (pkg/compose/hash_test.go TestHashGoldenValues).
func TestHashesAreDockerComposes(t *testing.T) {
	replicas, one := 3, "1"
	var s types.ServiceConfig
	s.Name, s.Image, s.User, s.Restart = "web", "nginx:latest", "nobody", types.RestartPolicyAlways
	s.Command = types.ShellCommand{"nginx", "-g", "daemon off;"}
	s.Tty, s.StdinOpen = true, true
	s.Environment = types.MappingWithEquals{"A": &one, "B": nil}
	s.Labels, s.Annotations = types.Labels{"com.example": "v"}, types.Mapping{"note": "x"}
	s.CapAdd, s.ExtraHosts = []string{"NET_ADMIN"}, types.HostsList{"alpha": {"10.0.0.1"}}
	s.Deploy = &types.DeployConfig{Replicas: &replicas}
	s.Ports = []types.ServicePortConfig{{Target: 80, Published: "8080", Protocol: "tcp"}}
	s.HealthCheck = &types.HealthCheckConfig{Test: types.HealthCheckTest{"CMD", "true"}}
	s.Volumes = []types.ServiceVolumeConfig{{Type: types.VolumeTypeVolume, Source: "data", Target: "/data"}}
	s.Networks = map[string]*types.ServiceNetworkConfig{"default": nil}
	same(t, "service", configHash(s), "75bc312132c71fac4971d123202631b6978ac9d796336621af744d46611b42a2")
	same(t, "network", networkHash(types.NetworkConfig{Name: "proj_default", Driver: "bridge"}),
		"eeef29d8955b1d4e9382986e213c80789065d989d7a6d035163e0180159aaac0")
	same(t, "volume", volumeHash(types.VolumeConfig{Name: "proj_data"}),
		"dd3953f0ff20e0f9044086b0483690f2cc2b4653e57aaaa5fa8ea2735da61000")
}

func jsonKeys(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous:
			keys = append(keys, jsonKeys(f.Type)...)
		case name != "-":
			keys = append(keys, name)
		}
	}
	return keys
}

func TestOrderedKeepsTheMembersAsTheyAre(t *testing.T) {
	got := ordered(members([]byte(`{"b":{"y":1,"x":2},"z":3,"a":"\u0026","c":null}`)), []string{"b", "missing", "a"})
	same(t, "object", string(got), `{"b":{"y":1,"x":2},"a":"\u0026","c":null,"z":3}`)
	same(t, "none", string(ordered(nil, nil)), "{}")
}
