package cli

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// The names of private files. They are unique, whatever the names of services, configs and secrets:
//
//	web.env                  a service's environment
//	web.json, web+2.json     the API call that creates its container, or the second of several
//	web+lines.env            other files of the service: its name ends at the plus sign, which cannot occur
//	web+build.env            in a name in a Compose file (compose-spec schema, patternProperties of services)
//	web+hook-start-1.env
//	web+pre-start-1+2.json
//	config-web-httpd         contents have names that translate assigns, each once (model.File.Key)
//	create                   scripts have no dot, and contents all have a dash
//
// A service name that starts like the name of a content, or with a dot, is prefixed with a plus sign: files with a leading
// dot are not copied by a shell's `*`, and some of them are the output folder's own (runtime/folder).

// contentStems are the prefixes of the names of contents.
var contentStems = []string{"config-", "secret-", "build-"}

// fileStem returns the prefix of the names of all private files of a service or job.
func fileStem(service string) string {
	for _, stem := range slices.Concat(contentStems, []string{"."}) {
		if strings.HasPrefix(service, stem) {
			return "+" + service
		}
	}
	return service
}

// envName returns the name of a container's env file.
func envName(c *model.Container) string { return fileStem(c.Service) + ".env" }

// bodyName returns the file name of the API call that creates a container. For replicas, one file each, it contains
// [model.Instance].
func bodyName(c *model.Container) string { return fileStem(c.Service) + replicaPart(c) + ".json" }

// partName returns the name of a further file of a service: `web+lines.env`.
func partName(service, format string, values ...any) string {
	return fileStem(service) + "+" + fmt.Sprintf(format, values...)
}

// stepName returns the name of a file of a pre_start step, counted from 0.
func stepName(c *model.Container, number int, suffix string) string {
	return partName(c.Service, "pre-start-%d%s", number+1, suffix)
}

// replicaPart returns the part of a file name that distinguishes the replicas.
func replicaPart(c *model.Container) string {
	if c.Replicas > 1 {
		return "+" + model.Instance
	}
	return ""
}

// private adds a file to the project's private folder for the object at a path of the Compose file. Two files with the same
// name, which the scheme above rules out, are an error that shows both places.
func (r *Rendering) private(at []string, name string, data []byte) *runtime.File {
	file := runtime.File{Path: path.Join(r.project.Name, name), Mode: 0o600, Data: data}
	if other, taken := r.taken[file.Path]; taken {
		r.scope.At(at...).Error(diag.Collision, "the private file "+name+" is taken by "+strings.Join(other, ".")+" at "+r.scope.At(other...).Pos().String(),
			"rename one of them")
	}
	r.fits(at, name)
	r.taken[file.Path] = slices.Clone(at)
	r.files = append(r.files, file)
	return &r.files[len(r.files)-1]
}

// privateWord returns the path of a private file in a unit: beside the unit, wherever it is installed, or in -config-dir.
func (r *Rendering) privateWord(name string) unit.Value {
	if r.options.ConfigDir != "" {
		return unit.Word(path.Join(r.options.ConfigDir, name))
	}
	return unit.Concat(r.folder(), unit.Word(r.project.Name+"/"+name))
}

// privatePath is privateWord for directives whose value is the rest of the line.
func (r *Rendering) privatePath(name string) unit.Value {
	if r.options.ConfigDir != "" {
		return unit.Path(r.options.ConfigDir + "/" + name)
	}
	return unit.Concat(r.folder(), unit.Path(r.project.Name+"/"+name))
}
