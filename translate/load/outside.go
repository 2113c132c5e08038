package load

import (
	"github.com/compose-spec/compose-go/v2/template"
	"github.com/compose-spec/compose-go/v2/types"
)

// unread are the env files that stay for the target, by owner.
type unread struct {
	services, jobs map[string][]types.EnvFile
}

// setAside takes the env files out of the project, so that resolving the environment does not read them.
func setAside(p *types.Project) *unread {
	u := &unread{map[string][]types.EnvFile{}, map[string][]types.EnvFile{}}
	for name, s := range p.Services {
		u.services[name], s.EnvFiles = s.EnvFiles, nil
		for i := range s.PreStart {
			s.PreStart[i].EnvFiles = nil // a step has its service's
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

// outside compares what a text becomes with and without an environment. A variable without a value takes it from there,
// too.
func (l *loading) outside(path ...string) bool {
	text, ok := l.source.Scalar(path...)
	if !ok {
		return false
	}
	if text == nil {
		_, set := l.env.Resolve(path[len(path)-1])
		return set
	}
	with, err := l.limits.expand(*text, l.env.Resolve, template.WithoutLogging)
	if err != nil {
		return true
	}
	without, err := l.limits.expand(*text, func(string) (string, bool) { return "", false }, template.WithoutLogging)
	return err != nil || with != without
}
