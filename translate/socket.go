package translate

import (
	"github.com/compose-spec/compose-go/v2/types"
)

// useAPISocket writes use_api_socket out, before anything is hashed (docker/compose pkg/compose/apiSocket.go): the
// engine's socket is bound, and a client configuration is put into the container. Compose writes the credentials of
// the user who runs it; here there are none to write.
func (l *lowering) useAPISocket() {
	for name, s := range l.project.Services {
		if s.UseAPISocket {
			l.giveAPISocket(&s.ContainerSpec)
			l.project.Services[name] = s
		}
	}
	for name, j := range l.project.Jobs { // `docker compose run` makes a service of the job first
		if j.UseAPISocket {
			l.giveAPISocket(&j.ContainerSpec)
			l.project.Jobs[name] = j
		}
	}
}

func (l *lowering) giveAPISocket(s *types.ContainerSpec) {
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
	if l.project.Configs == nil {
		l.project.Configs = types.Configs{}
	}
	l.project.Configs[source] = types.ConfigObjConfig{Content: "{\n\t\"auths\": {}\n}"}
}
