package translate

import (
	"context"
	"slices"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/distribution/reference"
	"github.com/opencontainers/go-digest"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/grammar"
	"github.com/compose2unit/compose2unit/translate/lock"
)

// Lock knows which image a name refers to.
type Lock interface {
	// Digest returns the digest of an image by its full name (docker.io/library/nginx:1.27). The platform is the
	// service's, or empty. The error is meant for the user.
	Digest(ctx context.Context, name, platform string) (string, error)
}

// stale reports images in a lock file that the project, or this selection of its services, no longer uses.
func stale(l Lock, report *diag.Report) {
	file, is := l.(*lock.File)
	if !is {
		return
	}
	for _, e := range file.Stale() {
		diag.ScopeAt(report, diag.Pos{File: file.Path, Line: e.Line, Col: 1}).At(e.Name).Note(diag.Stale, "locked but no longer used by the project")
	}
}

// lockImages gives every image that is pulled its digest, as `docker compose config --resolve-image-digests` does
// (compose-go, Project.WithImagesResolved): the name becomes the full name, and the locked project is what is hashed.
// Jobs are locked, too. Images that are built or loaded from an archive here have no digest in a registry, and for one
// with `pull_policy: never` no registry is asked.
func (l *lowering) lockImages(p *types.Project) *types.Project {
	if l.digest == nil {
		return p
	}
	p = copied(p)
	k := &locking{lowering: l, local: map[string]bool{}}
	for _, name := range sortedKeys(p.Services) {
		s := p.Services[name]
		s.Name = name
		if s.Build != nil || loadsArchive(s.Extensions) || s.PullPolicy == types.PullPolicyNever {
			k.local[sameImage(l.imageOf(s))] = true
		}
		if s.Build != nil {
			for _, tag := range s.Build.Tags {
				k.local[sameImage(tag)] = true
			}
		}
	}
	for _, name := range sortedKeys(p.Services) {
		s := p.Services[name]
		path := []string{"services", name}
		k.spec(path, &s.ContainerSpec)
		for i := range s.PreStart {
			if !loadsArchive(s.PreStart[i].Extensions) {
				k.spec(append(slices.Clone(path), "pre_start", itoa(i)), &s.PreStart[i].ContainerSpec)
			}
		}
		p.Services[name] = s
	}
	for _, name := range sortedKeys(p.Jobs) {
		j := p.Jobs[name]
		if j.Build == nil && !loadsArchive(j.Extensions) {
			k.spec([]string{"jobs", name}, &j.ContainerSpec)
		}
		p.Jobs[name] = j
	}
	return p
}

// locking is the state of lockImages.
type locking struct {
	*lowering
	// local are the names of images that do not come from a registry.
	local map[string]bool
}

func loadsArchive(extensions types.Extensions) bool {
	members, _ := extensions[extensionKey].(map[string]any)
	_, is := members[archiveKey]
	return is
}

// spec locks a container's image and the images that it mounts.
func (k *locking) spec(path []string, s *types.ContainerSpec) {
	platform := s.Platform
	if platform == "" {
		platform = k.project.Environment["DOCKER_DEFAULT_PLATFORM"]
	}
	s.Image = k.image(append(slices.Clone(path), "image"), s.Image, platform)
	for i, v := range s.Volumes {
		if _, service := k.project.Services[v.Source]; v.Type == types.VolumeTypeImage && !service {
			s.Volumes[i].Source = k.image(append(slices.Clone(path), "volumes", itoa(i), "source"), v.Source, "")
		}
	}
}

// image mirrors resolveImageDigest of compose-go: a name with a digest is only expanded to the full name.
func (k *locking) image(path []string, image, platform string) string {
	if image == "" || k.local[sameImage(image)] {
		return image
	}
	named, err := reference.ParseDockerRef(image)
	if err != nil {
		if grammar.Image.Valid(image) { // otherwise reported by checkTexts
			k.invalid(path, err.Error())
		}
		return image
	}
	if _, is := named.(reference.Canonical); is {
		return named.String()
	}
	found, err := k.digest(named.String(), platform)
	if err != nil {
		k.find(diag.Error, diag.Missing, path, err.Error(), "")
		return image
	}
	locked, err := reference.WithDigest(named, digest.Digest(found))
	if err != nil {
		k.invalid(path, err.Error())
		return image
	}
	return locked.String()
}
