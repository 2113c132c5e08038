package load

import "github.com/compose-spec/compose-go/v2/types"

// unread are the env files that are left to the target, by owner.
type unread struct {
	services, jobs map[string][]types.EnvFile
}

// setAside removes the env files from the project, so that resolving the environment does not read them.
func setAside(p *types.Project) *unread {
	u := &unread{map[string][]types.EnvFile{}, map[string][]types.EnvFile{}}
	for name, s := range p.Services {
		u.services[name], s.EnvFiles = s.EnvFiles, nil
		for i := range s.PreStart {
			s.PreStart[i].EnvFiles = nil // a step has its service's files
		}
		p.Services[name] = s
	}
	for name, j := range p.Jobs {
		u.jobs[name], j.EnvFiles = j.EnvFiles, nil
		p.Jobs[name] = j
	}
	return u
}

// restore puts them back.
func (u *unread) restore(p *types.Project) {
	if u == nil {
		return
	}
	for name, s := range p.Services {
		s.EnvFiles = u.services[name]
		p.Services[name] = s
	}
	for name, j := range p.Jobs {
		j.EnvFiles = u.jobs[name]
		p.Jobs[name] = j
	}
}
