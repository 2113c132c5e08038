package load

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/compose-spec/compose-go/v2/types"
)

// Hashes are Compose's config-hash of each thing in a project, by key.
type Hashes struct {
	Services, Networks, Volumes map[string]string
	// Jobs has no counterpart in docker compose; it is the service's rule without the triggers.
	Jobs map[string]string
}

// hashes computes them as docker/compose pkg/compose/hash.go does.
func hashes(p *types.Project) Hashes {
	out := Hashes{Services: map[string]string{}, Networks: map[string]string{}, Volumes: map[string]string{}, Jobs: map[string]string{}}
	for name, s := range p.Services {
		out.Services[name] = serviceHash(s)
	}
	for name, n := range p.Networks {
		out.Networks[name] = hash(&n)
	}
	for name, v := range p.Volumes {
		if v.Driver == "" {
			v.Driver = "local"
		}
		out.Volumes[name] = hash(v)
	}
	for name, j := range p.Jobs {
		j.Build, j.PullPolicy, j.DependsOn, j.Profiles, j.Triggers = nil, "", nil, nil, nil
		out.Jobs[name] = hash(j)
	}
	return out
}

// serviceHash leaves out what does not ask for another container (hash.go ServiceHash).
func serviceHash(s types.ServiceConfig) string {
	s.Build, s.PullPolicy, s.Scale, s.DependsOn, s.Profiles = nil, "", nil, nil, nil
	if s.Deploy != nil {
		deploy := *s.Deploy
		deploy.Replicas = nil
		s.Deploy = &deploy
	}
	return hash(s)
}

// hash is the SHA-256 of the JSON form. compose-go's types marshal without an error by construction; should one not,
// the empty hash makes Compose see a change, which is safe.
func hash(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
