package translate

import (
	"slices"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/load"
)

// Exposure is a value from outside the Compose files that may end up where everyone can read it: in a unit, and in the
// command lines that it runs.
type Exposure struct {
	load.Outside
	// Secret reports that the value is plausibly a secret, by the variable's name or by what precedes it.
	Secret bool
	// Hint says where such a value belongs.
	Hint string
}

// exposures returns the values from outside that are not in a private file.
func exposures(outside []load.Outside) []Exposure {
	var out []Exposure
	for _, o := range outside {
		if p := placeOf(o.Path); p == readable || p == naming {
			out = append(out, Exposure{o, secret(o), exposedHint(o.Path)})
		}
	}
	return out
}

// checkOutside refuses every value from outside that would be copied, if values are left to the target. A value that
// only identifies an object to the engine, and whose name does not suggest a secret, is a note.
func (l *lowering) checkOutside(p *types.Project) {
	l.checkMountOptions(p)
	if !l.valuesOnTarget {
		return
	}
	for _, o := range l.outside {
		switch place := placeOf(o.Path); {
		case place == nowhere:
		case place == closed:
			diag.ScopeAt(l.report, o.Pos).At(o.Path...).Error(diag.Unsafe, "the value comes from the environment or an env file, and would be in the output folder",
				"put it into an env_file or a secret, or write it here; without -env-files-only it is copied")
		case place == readable || secret(o):
			l.findOutside(diag.Error, diag.Unsafe, o, "would be in the unit, where everyone can read it", exposedHint(o.Path))
		default:
			l.findOutside(diag.Note, diag.Outside, o, "is in the unit, so the units differ wherever the variable differs", "write it here")
		}
	}
	l.checkCopied(p)
}

func (l *lowering) findOutside(severity diag.Severity, code diag.Code, o load.Outside, what, hint string) {
	diag.ScopeAt(l.report, o.Pos).At(o.Path...).Add(severity, code, "the value comes from "+o.Names()+" and "+what, hint)
}

// exposedHint returns where to put a secret that is in an attribute that everyone can read.
func exposedHint(path []string) string {
	switch {
	case slices.Contains(path, "healthcheck") || slices.Contains(path, "command") || slices.Contains(path, "entrypoint"):
		return "set the variable with env_file or environment, and expand it with a shell in the container: $$NAME"
	case path[0] == "volumes":
		return "name a file of the host that holds it, as credentials=FILE for CIFS (mount.cifs(8))"
	case slices.Contains(path, "logging"):
		return "set it in the engine's own configuration"
	}
	return "write it here, or put it into an env_file or a secret"
}

// checkCopied refuses values that contain no variable but are copied.
func (l *lowering) checkCopied(p *types.Project) {
	for _, name := range sortedKeys(p.Services) {
		s := p.Services[name]
		if s.Build != nil {
			l.noBuildSecrets([]string{"services", name}, s.Build)
		}
		for i := range s.PreStart {
			if len(s.EnvFiles) > 0 {
				l.find(diag.Error, diag.Unsupported, []string{"services", name, "pre_start", itoa(i)},
					"a step has its service's env_file, and with -env-files-only only the service can be given it", "leave out -env-files-only")
			}
		}
		l.noLabelFiles([]string{"services", name}, s.LabelFiles)
	}
	for _, name := range sortedKeys(p.Jobs) {
		if b := p.Jobs[name].Build; b != nil {
			l.noBuildSecrets([]string{"jobs", name}, b)
		}
		l.noLabelFiles([]string{"jobs", name}, p.Jobs[name].LabelFiles)
	}
	for _, name := range sortedKeys(p.Configs) {
		if p.Configs[name].Environment != "" {
			l.find(diag.Error, diag.Unsafe, []string{"configs", name, "environment"}, "the content comes from the environment and would be copied into the output folder", "make it a secret, or give it as `file:`")
		}
	}
}

// noLabelFiles refuses labels that are not in a Compose file.
func (l *lowering) noLabelFiles(owner, files []string) {
	if len(files) > 0 {
		l.find(diag.Error, diag.Unsafe, append(slices.Clone(owner), "label_file"), "the labels of a file would be in the unit, where everyone can read them", "write them under labels")
	}
}

var mountPassword = lazyregexp.New(`(?i)(^|,)pass(word)?=`)

// checkMountOptions warns about a password in the options of a mount: it is in the unit, wherever it comes from.
func (l *lowering) checkMountOptions(p *types.Project) {
	for _, name := range sortedKeys(p.Volumes) {
		path := []string{"volumes", name, "driver_opts", "o"}
		if !mountPassword.MatchString(p.Volumes[name].DriverOpts["o"]) || slices.ContainsFunc(l.outside, func(o load.Outside) bool { return slices.Equal(o.Path, path) }) {
			continue
		}
		l.find(diag.Warning, diag.Outside, path, "the options contain a password, which is in the unit, where everyone can read it", exposedHint(path))
	}
}
