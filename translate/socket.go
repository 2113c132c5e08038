package translate

import (
	"github.com/compose-spec/compose-go/v2/types"
)

// useAPISocket expands use_api_socket, before anything is hashed (docker/compose pkg/compose/apiSocket.go): the
// engine's socket is bound, and a client configuration is added to the container. Compose writes the credentials of the
// user who runs it; here there are none.
func (l *lowering) useAPISocket(p *types.Project) *types.Project {
	if !wantsAPISocket(p) {
		return p
	}
	p = copied(p)
	for name, s := range p.Services {
		if s.UseAPISocket {
			giveAPISocket(p, &s.ContainerSpec)
			p.Services[name] = s
		}
	}
	for name, j := range p.Jobs { // `docker compose run` first turns the job into a service
		if j.UseAPISocket {
			giveAPISocket(p, &j.ContainerSpec)
			p.Jobs[name] = j
		}
	}
	return p
}

func wantsAPISocket(p *types.Project) bool {
	for _, s := range p.Services {
		if s.UseAPISocket {
			return true
		}
	}
	for _, j := range p.Jobs {
		if j.UseAPISocket {
			return true
		}
	}
	return false
}

func giveAPISocket(p *types.Project, s *types.ContainerSpec) {
	const source = "#apisocket"
	s.Volumes = append(s.Volumes, types.ServiceVolumeConfig{
		Type: types.VolumeTypeBind, Source: "/var/run/docker.sock", Target: "/var/run/docker.sock",
	})
	if _, set := s.Environment["DOCKER_CONFIG"]; !set {
		if s.Environment == nil {
			s.Environment = types.MappingWithEquals{}
		}
		s.Environment["DOCKER_CONFIG"] = pointer("/run/secrets/docker")
	}
	s.Configs = append(s.Configs, types.ServiceConfigObjConfig{Source: source, Target: "/run/secrets/docker/config.json"})
	if p.Configs == nil {
		p.Configs = types.Configs{}
	}
	p.Configs[source] = types.ConfigObjConfig{Content: "{\n\t\"auths\": {}\n}"}
}
