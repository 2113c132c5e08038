package translate

import (
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
	"github.com/compose2unit/compose2unit/translate/model"
	"github.com/compose2unit/compose2unit/translate/source"
)

// inputs are what a translation knows besides the project itself.
type inputs struct {
	// dir is the project's folder on this machine, root that on the target.
	dir, root string
	// files are the Compose files, envFiles the files given on the command line, both as Compose labels them.
	files, envFiles []string
	// unused keeps networks and volumes that no container uses.
	unused bool
	// pools are the ranges that networks without a subnet get theirs from.
	pools []Pool
	// digest returns the digest that an image is locked to, by its full name and its platform. Nil leaves images as
	// they are.
	digest func(name, platform string) (string, error)
	// valuesOnTarget leaves values to the target: env_file is not read here, secrets are systemd credentials, and a
	// value from outside the Compose files is an error.
	valuesOnTarget bool
	outside        []load.Outside
	// filesOf returns the files that set something at a path; nil if that is not known.
	filesOf func(path ...string) []string
	where   func(path ...string) diag.Pos
	// text returns the string that a file has at a path, interpolated; false if it is not a string.
	text func(path ...string) (string, bool)
	// written reports whether a file contains exactly this path.
	written func(path ...string) bool
}

// lowering is the state of one translation.
type lowering struct {
	inputs
	// project is the result of the passes.
	project *types.Project
	report  *diag.Report
	out     *model.Project
	// keys are the names of private files in use.
	keys map[string]bool
	// credentials are the secrets that systemd provides.
	credentials map[string]*model.Credential
	// unhealthy is the project's value of on-unhealthy.
	unhealthy string
	// profiles is the total size of the seccomp profiles in bytes.
	profiles int
	// siblings finds the files that were meant by those that do not exist.
	siblings source.Siblings
}

// workload is what becomes one container. Services, jobs and pre_start steps share their attributes, so all three are
// lowered as a service; path is its place in the file.
type workload struct {
	types.ServiceConfig
	kind     model.Kind
	path     []string
	name     string
	replicas int
}

// at returns the path of one of the workload's attributes.
func (w *workload) at(path ...string) []string { return append(slices.Clone(w.path), path...) }

// lower turns a loaded project into the model. It does not change the project: each pass returns its own.
func lower(project *types.Project, in inputs, report *diag.Report) *model.Project {
	if in.root == "" {
		in.root = in.dir
	}
	l := &lowering{inputs: in, project: project, report: report, keys: map[string]bool{}}
	for _, pass := range passes {
		l.project = pass.run(l, l.project)
	}
	l.files, l.envFiles = l.moved(l.files), l.moved(l.envFiles)
	l.out = &model.Project{Name: l.project.Name, Dir: l.project.WorkingDir, Sources: l.files}
	l.out.Systemd = l.unitKeys([]string{"x-systemd"}, l.project.Extensions["x-systemd"], projectSections)
	l.projectExtension()
	for _, w := range l.workloads() {
		c := l.container(w)
		l.preStart(w, &c)
		l.out.Containers = append(l.out.Containers, c)
	}
	l.checkUnhealthy()
	l.joined()
	l.builds()
	l.restartWith()
	l.checkContainerNames()
	l.networks()
	l.volumes()
	l.overlaps()
	l.clashes()
	l.from()
	return l.out
}

// from records which files define each object that becomes a unit, unless all of them do.
func (l *lowering) from() {
	l.out.From = map[string][]string{}
	if l.filesOf == nil {
		return
	}
	take := func(path ...string) {
		if files := l.moved(l.filesOf(path...)); len(files) > 0 && !slices.Equal(files, l.files) {
			l.out.From[strings.Join(path, ".")] = files
		}
	}
	for i := range l.out.Containers {
		take(l.out.Containers[i].At...)
	}
	for i := range l.out.Networks {
		take(l.out.Networks[i].At...)
	}
	for i := range l.out.Volumes {
		take(l.out.Volumes[i].At...)
	}
}

// workloads returns the services and jobs that become containers, sorted by name. A service with scale 0 has no
// container, and one with a provider is not run by the engine.
func (l *lowering) workloads() []*workload {
	var out []*workload
	for _, name := range sortedKeys(l.project.Services) {
		service := l.project.Services[name]
		if service.Provider != nil || service.GetScale() == 0 {
			continue
		}
		service.Name = name
		w := &workload{ServiceConfig: service, kind: model.Service, path: []string{"services", name}, replicas: l.scale(service)}
		w.name = l.containerName(service, instance(w.replicas))
		l.checkImage(w)
		out = append(out, w)
	}
	out = append(out, l.jobs()...)
	slices.SortStableFunc(out, func(a, b *workload) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// container lowers one workload. The families below fill in their part.
func (l *lowering) container(w *workload) model.Container {
	l.defaultPlatform(w)
	c := model.Container{Service: w.Name, At: slices.Clip(w.path), Kind: w.kind, Name: w.name, Replicas: w.replicas}
	l.image(w, &c)
	l.process(w, &c)
	l.environment(w, &c)
	l.labels(w, &c)
	l.health(w, &c)
	l.ports(w, &c)
	l.namespaces(w, &c)
	l.checkShared(w)
	l.security(w, &c)
	l.limits(w, &c)
	l.devices(w, &c)
	l.endpoints(w, &c)
	l.resolver(w, &c)
	l.logging(w, &c)
	l.mounts(w, &c)
	l.copies(w, &c)
	l.restart(w, &c)
	l.extension(w, &c)
	l.order(w, &c)
	l.hooks(w, &c)
	l.systemd(w, &c)
	l.scheduledOnly(w, &c)
	return c
}

// find records a finding about an attribute.
func (l *lowering) find(severity diag.Severity, code diag.Code, path []string, text, hint string) {
	diag.NewScope(l.report, l.where).At(path...).Add(severity, code, text, hint)
}

// undefined records a reference to an object that does not exist, in the words of package load, which checks everything
// compose-go checks: not steps, nor the builds of jobs.
func (l *lowering) undefined(path []string, kind, name string) {
	l.find(diag.Error, diag.Missing, path, "the "+kind+" "+quoted(name)+" is not defined", "declare it under the top-level "+kind+"s")
}

// invalid records a value that Compose or the engine refuses at `up`, once the file has loaded.
func (l *lowering) invalid(path []string, text string) {
	l.find(diag.Error, diag.Invalid, path, text, "")
}
