package translate

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/compose-spec/compose-go/v2/types"
)

// configHash is docker/compose pkg/compose/hash.go ServiceHash. It is taken after the paths are the target's, so that
// docker compose run there computes the same.
func configHash(s types.ServiceConfig) string {
	s.Build = nil
	s.PullPolicy = ""
	s.Scale = nil
	if s.Deploy != nil {
		deploy := *s.Deploy
		deploy.Replicas = nil
		s.Deploy = &deploy
	}
	s.DependsOn = nil
	s.Profiles = nil
	return jsonHash(s)
}

// networkHash is NetworkHash of the same file.
func networkHash(n types.NetworkConfig) string { return jsonHash(&n) }

// volumeHash is VolumeHash of the same file.
func volumeHash(v types.VolumeConfig) string {
	if v.Driver == "" {
		v.Driver = "local"
	}
	return jsonHash(v)
}

func jsonHash(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic("translate: compose-go's types have no JSON: " + err.Error())
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
