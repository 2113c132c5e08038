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

// builder is one way to build one image. Services that have both in common share it.
type builder struct {
	*workload // the first of those that share it
	// names are the image and the further tags, as [sameImage] writes them.
	names  []string
	image  string
	always bool
	first  model.Pull
	needed bool
	after  []*builder
}

// building finds out which images the project builds, for whom, and in which order.
type building struct {
	*lowering
	builders []*builder
	of       map[string]*builder   // by the name of each service and job
	by       map[string][]*builder // by the names of the images they make
}

// builds gives the model its builds: one for all services that share an image and its build, and none for an image that
// no container and no other build needs. Whoever uses an image that is built waits for it; the
// strictest policy of all users holds for each of them (docker/compose pkg/compose/pull.go pullRequiredImages and
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

// search lists the builders by name: of services, also of those without a container, and of jobs.
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

// sameImage writes the names of one image alike: an engine knows no difference between web and docker.io/library/web:latest.
func sameImage(name string) string {
	named, err := reference.ParseDockerRef(name)
	if err != nil {
		return name
	}
	return named.String()
}

// use notes which builds a container waits for, and when it wants their images to be pulled.
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

// isBuilt reports whether the project builds an image. A build that gives it as a further tag is waited for, too, but an
// image that was pulled instead brings no tags: the container still pulls it then.
func (b *building) isBuilt(c *model.Container, image string, pull model.Pull) bool {
	name, built := sameImage(image), false
	for _, one := range b.by[name] {
		one.needed = true
		c.Builds = append(c.Builds, one.Name)
		if one.names[0] == name {
			if !built { // of several one pulls
				one.first = strictest(one.first, pull)
			}
			built = true
		}
	}
	return built
}

// share gives all containers with an image that is built the policy of its build, so that none runs an older one than
// another has pulled.
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

// pull is when the image of a build is pulled: never where it is built at every start.
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

// strictest is the policy that does what both ask for.
func strictest(a, b model.Pull) model.Pull {
	order := []string{types.PullPolicyNever, types.PullPolicyMissing, types.PullPolicyRefresh, types.PullPolicyAlways}
	rank := func(p model.Pull) int { return slices.Index(order, p.Policy) } // `build` is -1, and pulls nothing
	switch {
	case rank(a) > rank(b), rank(a) == rank(b) && a.Every <= b.Every:
		return a
	}
	return b
}

// lowered is the model of a builder.
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

// taggable finds an image whose build could not give it its name: a digest is known only once the image is there, and
// clients refuse it as a tag (docker/buildx and containers/buildah, --tag). Compose passes it on nevertheless, so that such an
// image can be pulled, but not built.
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
