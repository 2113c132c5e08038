package translate

import (
	"crypto/sha256"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/model"
)

// grant is one entry of a service's secrets or configs, with the object it refers to.
type grant struct {
	types.FileReferenceConfig
	object types.FileObjectConfig
	kind   string // secret or config
	entry  int    // its number in the list, from 1
	path   []string
	// defined is false if the object does not exist.
	defined bool
	// credential is the source of a secret that systemd provides.
	credential *model.Credential
}

// grants lists secrets before configs, in the order of the file.
func (l *lowering) grants(w *workload) []grant {
	var out []grant
	for i, s := range w.Secrets {
		object, ok := l.project.Secrets[s.Source]
		out = append(out, grant{types.FileReferenceConfig(s), types.FileObjectConfig(object), "secret", i + 1, w.at("secrets", itoa(i)), ok, l.credential(s.Source)})
	}
	for i, s := range w.Configs {
		object, ok := l.project.Configs[s.Source]
		out = append(out, grant{types.FileReferenceConfig(s), types.FileObjectConfig(object), "config", i + 1, w.at("configs", itoa(i)), ok, nil})
	}
	return out
}

// target returns the path of the file in the container (docker/compose pkg/compose/create.go
// buildContainerSecretMounts, buildContainerConfigMounts).
func (g grant) target() string {
	dir := "/"
	if g.kind == "secret" {
		dir = "/run/secrets/"
	}
	switch {
	case g.Target == "":
		return dir + g.Source
	case strings.HasPrefix(g.Target, "/"):
		return g.Target
	}
	return dir + g.Target
}

// copied reports whether the content is written into the container rather than mounted.
func (g grant) copied() bool {
	return g.object.Environment != "" || g.object.Content != "" || g.credential != nil
}

// fileMounts binds secrets and configs that are files, read-only. The mount of a secret does not create the file.
func (l *lowering) fileMounts(w *workload, c *model.Container, taken map[string]bool) {
	for _, g := range l.grants(w) {
		if !l.supported(g) || g.copied() {
			continue
		}
		target := inside(g.target())
		if target == "/" {
			if at := join(g.path, "target"); !l.report.About(l.where(at...), strings.Join(at, ".")) {
				l.find(diag.Error, diag.Invalid, at, "target "+g.target()+" is the container's root", "write the path of a file")
			}
			continue
		}
		if taken[target] {
			if !l.inherited(g.path) {
				l.find(diag.Warning, diag.Collision, g.path,
					fmt.Sprintf("another mount has the target %s, so docker compose leaves the %s out, and so does this", target, g.kind), "give it another target")
			}
			continue
		}
		taken[target] = true
		if g.UID != "" || g.GID != "" || g.Mode != nil {
			l.find(diag.Warning, diag.NoEffect, g.path, "a "+g.kind+" from a file keeps the file's owner and mode; uid, gid and mode are ignored, as in Compose", "")
		}
		if g.object.File == "" {
			g.object.File = l.project.WorkingDir // as docker compose makes the empty path absolute; checkFiles has warned
		}
		m := model.Mount{Type: types.VolumeTypeBind, Source: g.object.File, Target: target, ReadOnly: true}
		if g.kind == "secret" {
			m.Bind = &model.BindOptions{}
		}
		c.Host.Mounts = append(c.Host.Mounts, m)
		if strings.HasPrefix(g.object.File, "/") {
			c.HostPaths = append(c.HostPaths, g.object.File)
		}
	}
}

// supported reports whether Compose accepts the object when a service uses it. The runtimes' rows report external,
// driver and template_driver; with -allow, the file is left out.
func (l *lowering) supported(g grant) bool {
	if !g.defined {
		l.undefined(g.path, g.kind, g.Source)
		return false
	}
	return !bool(g.object.External) && g.object.Driver == "" && g.object.TemplateDriver == ""
}

var notInFileName = lazyregexp.New(`[^A-Za-z0-9._-]+`)

// keyMax leaves room in a file's name for a number and, in the name of a podman secret, for the project.
const keyMax = 180

// fileKey returns a unique file name: `secret-web-token`, with a number appended if it is taken. A long name is cut,
// and a digest replaces the rest.
func (l *lowering) fileKey(kind, name string, owner []string) string {
	base := notInFileName.ReplaceAllString(kind+"-"+strings.Join(owner[1:], "-")+"-"+name, "_")
	if len(base) > keyMax {
		base = fmt.Sprintf("%s-%x", base[:keyMax-17], sha256.Sum256([]byte(name)))[:keyMax]
	}
	key := base
	for n := 2; l.keys[key]; n++ {
		key = base + "." + strconv.Itoa(n)
	}
	l.keys[key] = true
	return key
}

// checkFiles reports the files of secrets and configs that do not exist, and those that are named by an empty text. Compose only
// warns of the former, and so does this: secrets often exist only on the target.
func (l *lowering) checkFiles(p *types.Project) {
	for _, name := range sortedKeys(p.Secrets) {
		if l.credentials[name] == nil {
			l.checkFile("secrets", name, p.WorkingDir, types.FileObjectConfig(p.Secrets[name]))
		}
	}
	for _, name := range sortedKeys(p.Configs) {
		l.checkFile("configs", name, p.WorkingDir, types.FileObjectConfig(p.Configs[name]))
	}
}

func (l *lowering) checkFile(kind, name, dir string, object types.FileObjectConfig) {
	if object.Content != "" || object.Environment != "" || bool(object.External) ||
		object.Driver != "" || object.TemplateDriver != "" {
		return
	}
	for _, leaf := range []string{"content", "environment", "file"} {
		at := []string{kind, name, leaf}
		if text, _ := l.text(at...); l.written(at...) && text == "" && (object.File == "" || object.File == dir) {
			l.find(diag.Warning, diag.Invalid, at, "the "+leaf+" is empty, so containers get the project directory in its place, as in docker compose",
				"give the variable a value, or remove the "+strings.TrimSuffix(kind, "s"))
			return
		}
	}
	if object.File == "" {
		return
	}
	if _, err := os.Stat(object.File); os.IsNotExist(err) {
		l.find(diag.Warning, diag.Missing, []string{kind, name, "file"},
			fmt.Sprintf("%s does not exist here", object.File), l.absent(object.File, false, "before the service starts"))
	}
}
