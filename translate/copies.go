package translate

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// copies lowers the secrets and configs whose content is in the file or the environment (docker/compose
// pkg/compose/secrets.go injectFileReferences). Empty content creates no file.
func (l *lowering) copies(w *workload, c *model.Container) {
	for _, g := range l.grants(w) {
		if !g.copied() || bool(g.object.External) || g.object.Driver != "" || g.object.TemplateDriver != "" {
			continue
		}
		if w.kind == model.PreStart {
			l.notInStep(g)
			continue
		}
		content, ok := l.content(g)
		if !ok || content == "" && g.credential == nil {
			continue
		}
		if w.ReadOnly {
			l.find(diag.Error, diag.Unsupported, g.path, fmt.Sprintf("%s %s cannot be written into a read_only container", g.kind, g.Source), "give it as `file:`")
			continue
		}
		if strings.Contains(g.target()+"/", "/../") {
			l.find(diag.Error, diag.Unsafe, append(g.path, "target"), fmt.Sprintf("target %s leaves its directory, where docker refuses to write", g.target()), "write the path without ..")
			continue
		}
		l.checkCopy(g, c)
		f := model.File{Key: l.fileKey(g.kind, g.Source, w.path), Kind: g.kind, Entry: g.entry, Content: content, Credential: g.credential, Target: g.target(), Mode: 0o444}
		if g.Mode != nil {
			f.Mode = uint32(*g.Mode)
		}
		f.UID = l.owner(g, "uid", g.UID)
		f.GID = l.owner(g, "gid", g.GID)
		f.AsUser = w.User != "" && (g.UID != "" || g.GID != "")
		c.Copies = append(c.Copies, f)
	}
}

// checkCopy warns of a file that replaces another one.
func (l *lowering) checkCopy(g grant, c *model.Container) {
	file := path.Clean(g.target())
	for _, f := range c.Copies {
		if file != "/" && path.Clean(f.Target) == file {
			l.find(diag.Warning, diag.Collision, g.path,
				fmt.Sprintf("the %s replaces the %s with the same target %s", g.kind, f.Kind, file), "give it another target")
		}
	}
}

// notInStep warns about a file that a step does not get: Compose writes such files only into a service's containers
// (docker/compose pkg/compose/service_containers.go startService). A step that merely inherits one from its service
// lacks it, too.
func (l *lowering) notInStep(g grant) {
	if at := g.path[:len(g.path)-1]; l.written(at...) {
		l.find(diag.Warning, diag.NoEffect, at, "a step does not get "+g.kind+" "+g.Source+", which is not a file: it does not in docker compose either", "give it as `file:`, or to the service")
	}
}

func (l *lowering) content(g grant) (string, bool) {
	if g.credential != nil {
		return "", true
	}
	if g.object.Content != "" {
		return g.object.Content, true
	}
	value, ok := l.project.Environment[g.object.Environment]
	if !ok {
		l.find(diag.Error, diag.Unresolved, []string{g.kind + "s", g.Source, "environment"},
			fmt.Sprintf("environment variable %s is not set", g.object.Environment), "set it, or put it into the .env file")
	}
	return value, ok
}

func (l *lowering) owner(g grant, leaf, id string) int {
	if id == "" {
		return 0
	}
	n, err := strconv.Atoi(id)
	if err != nil || n < 0 {
		l.invalid(append(g.path, leaf), fmt.Sprintf("%q is not a number", id))
	}
	return n
}
