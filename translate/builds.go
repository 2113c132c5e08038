package translate

import (
	"reflect"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/distribution/reference"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/grammar"
	"github.com/compose2unit/compose2unit/translate/model"
)

// builder is one way to build one image. Services with the same image and build share it.
type builder struct {
	*workload // the first that shares it
	// names are the image and the additional tags, normalized by [sameImage].
	names  []string
	image  string
	always bool
	first  model.Pull
	needed bool
	after  []*builder
}

// building determines which images the project builds, for which containers, and in which order.
type building struct {
	*lowering
	builders []*builder
	of       map[string]*builder   // by the name of the service or job
	by       map[string][]*builder // by the names of the images they build
}

// builds adds the builds to the model: one for all services that share an image and its build, and none for an image
// that no container and no other build needs. Every user of an image that is built waits for the build; the strictest
// pull policy of all users applies to each of them (docker/compose pkg/compose/pull.go pullRequiredImages and
// isServiceImageToBuild, pkg/compose/build.go build).
func (l *lowering) builds() {
	b := &building{lowering: l, of: map[string]*builder{}, by: map[string][]*builder{}}
	b.search()
	for i := range l.out.Containers {
		b.use(&l.out.Containers[i])
	}
	for i := range l.out.Containers {
		b.share(&l.out.Containers[i])
	}
	for _, one := range b.builders {
		b.contexts(one)
	}
	for _, one := range b.builders {
		if one.reaches(one) {
			l.invalid(one.at("build", "additional_contexts"), "the build depends on the image it produces, directly or through other builds")
			return
		}
	}
	for _, one := range b.builders {
		b.ambiguous(one)
	}
	for _, one := range b.builders {
		if one.needed {
			l.out.Builds = append(l.out.Builds, b.lowered(one))
		}
	}
}

// search lists the builders by name: those of services, including services without a container, and those of jobs.
func (b *building) search() {
	var all []*workload
	for name, s := range b.project.Services {
		if s.Name = name; s.Provider == nil {
			all = append(all, &workload{ServiceConfig: s, kind: model.Service, path: []string{"services", name}})
		}
	}
	for name, j := range b.project.Jobs {
		s := types.ServiceConfig{Name: name, ContainerSpec: j.ContainerSpec, WorkloadSpec: j.WorkloadSpec}
		all = append(all, &workload{ServiceConfig: s, kind: model.Job, path: []string{"jobs", name}})
	}
	slices.SortFunc(all, func(a, b *workload) int { return strings.Compare(a.Name, b.Name) })
	for _, w := range all {
		if w.Build != nil {
			b.defaultPlatform(w)
			b.add(w)
		}
	}
}

func (b *building) add(w *workload) {
	image := b.imageOf(w.ServiceConfig)
	known := b.by[sameImage(image)]
	at := slices.IndexFunc(known, func(o *builder) bool {
		return o.names[0] == sameImage(image) && o.Platform == w.Platform && reflect.DeepEqual(o.Build, w.Build)
	})
	var one *builder
	if at >= 0 {
		one = known[at]
	} else {
		one = &builder{workload: w, image: image, first: model.Pull{Policy: types.PullPolicyNever}}
		b.builders = append(b.builders, one)
		for _, name := range append([]string{image}, w.Build.Tags...) {
			if name = sameImage(name); !slices.Contains(one.names, name) {
				one.names = append(one.names, name)
				b.by[name] = append(b.by[name], one)
			}
		}
	}
	one.always = one.always || w.PullPolicy == types.PullPolicyBuild
	b.of[w.Name] = one
}

// sameImage normalizes the name of an image: to an engine, web and docker.io/library/web:latest are the same.
func sameImage(name string) string {
	named, err := reference.ParseDockerRef(name)
	if err != nil {
		return name
	}
	return named.String()
}

// use records which builds a container waits for, and when it wants their images pulled.
func (b *building) use(c *model.Container) {
	if own := b.of[c.Service]; own != nil {
		own.needed = true
	}
	c.Build = b.isBuilt(c, c.Image, c.Pull)
	for i := range c.PreStart {
		step := &c.PreStart[i]
		step.Build = b.isBuilt(c, step.Image, step.Pull)
		for j := range step.ImageVolumes {
			step.ImageVolumes[j].Build = b.isBuilt(c, step.ImageVolumes[j].Image, model.Pull{Policy: types.PullPolicyMissing})
		}
	}
	for i := range c.ImageVolumes {
		c.ImageVolumes[i].Build = b.isBuilt(c, c.ImageVolumes[i].Image, model.Pull{Policy: types.PullPolicyMissing})
	}
	sortedUnique(&c.Builds)
}

// isBuilt reports whether the project builds an image. A build that adds it as a further tag is waited for, too, but an
// image that was pulled instead does not bring its tags: the container still pulls it in that case.
func (b *building) isBuilt(c *model.Container, image string, pull model.Pull) bool {
	name, built := sameImage(image), false
	for _, one := range b.by[name] {
		one.needed = true
		c.Builds = append(c.Builds, one.Name)
		if one.names[0] == name {
			if !built { // one of them pulls
				one.first = strictest(one.first, pull)
			}
			built = true
		}
	}
	return built
}

// share gives all containers that use an image that is built the pull policy of its build, so that none runs an older
// image than another has pulled.
func (b *building) share(c *model.Container) {
	if c.Build && c.Pull.Policy != types.PullPolicyBuild {
		c.Pull = b.pull(c.Image)
	}
	for i := range c.PreStart {
		if step := &c.PreStart[i]; step.Build && step.Pull.Policy != types.PullPolicyNever {
			step.Pull = b.pull(step.Image)
		}
	}
}

// pull returns when the image of a build is pulled: never if it is built at every start.
func (b *building) pull(image string) model.Pull {
	name := sameImage(image)
	first := model.Pull{Policy: types.PullPolicyNever}
	for _, one := range b.by[name] {
		if one.names[0] != name {
			continue
		}
		if one.always {
			return model.Pull{Policy: types.PullPolicyNever}
		}
		first = strictest(first, one.first)
	}
	return first
}

// strictest returns the policy that satisfies both.
func strictest(a, b model.Pull) model.Pull {
	order := []string{types.PullPolicyNever, types.PullPolicyMissing, types.PullPolicyRefresh, types.PullPolicyAlways}
	rank := func(p model.Pull) int { return slices.Index(order, p.Policy) } // `build` is -1: it pulls nothing
	switch {
	case rank(a) > rank(b), rank(a) == rank(b) && a.Every <= b.Every:
		return a
	}
	return b
}

// lowered returns a builder as the model has it.
func (b *building) lowered(one *builder) model.Build {
	b.taggable(one)
	out := b.build(one.workload, one.image, one.always)
	out.First, out.PullPlatform = one.first, one.Platform
	if one.always {
		out.First = model.Pull{Policy: types.PullPolicyNever}
	}
	for _, other := range one.after {
		out.After = append(out.After, other.Name)
	}
	sortedUnique(&out.After)
	return out
}

// taggable finds an image that its build cannot tag: a digest is known only once the image exists, and clients refuse
// it as a tag (docker/buildx and containers/buildah, --tag). Compose passes it on regardless, so such an image can be
// pulled, but not built.
func (b *building) taggable(one *builder) {
	if !grammar.Image.Valid(one.image) || grammar.Tag.Valid(one.image) {
		return
	}
	severity, text := diag.Warning, "a build cannot give its image a digest: this one is pulled, and not built where that fails"
	if one.always || one.first.Policy == types.PullPolicyNever {
		severity, text = diag.Error, "a build cannot give its image a digest, so Compose cannot start this either"
	}
	b.find(severity, diag.Invalid, one.at("image"), text, "leave the digest out, or the build")
}
