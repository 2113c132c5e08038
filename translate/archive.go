package translate

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/distribution/reference"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// archive sets the path of the image's archive on the target. The file replaces the registry, so anything that asks for a
// registry contradicts it.
func (l *lowering) archive(w *workload, c *model.Container, file string) {
	at := w.at(extensionKey, archiveKey)
	policy := c.Pull.Policy
	switch {
	case w.Build != nil:
		l.invalid(at, "the image is built, so it cannot come from an archive")
	case strings.Contains(w.Image, "@"):
		l.find(diag.Error, diag.Invalid, at, "an archive gives an image a name and a tag, not a digest", "remove the digest from `image:`")
	case policy != types.PullPolicyMissing && policy != types.PullPolicyNever:
		l.invalid(w.at("pull_policy"), "the image comes from an archive when it is missing, and is never pulled")
	}
	if strings.ContainsAny(file, "\n\r") {
		l.find(diag.Error, diag.Unsafe, at, "the name of an archive must be one line", "")
	}
	c.Pull = model.Pull{Policy: types.PullPolicyNever}
	file = l.archivePath(file)
	c.Archive = l.onTarget(file)
	c.ArchiveImages = slices.DeleteFunc(l.archived(file), func(image string) bool { return sameImage(image) == sameImage(c.Image) })
}

func (l *lowering) archivePath(file string) string {
	if !filepath.IsAbs(file) {
		file = filepath.Join(l.project.WorkingDir, file)
	}
	return filepath.Clean(file)
}

// archived returns the images that the project takes from a file, sorted: the names in the file that its loading may replace on
// the engine. Services without a unit, because of their profiles or of -services, count too: the file is the same for them.
func (l *lowering) archived(file string) []string {
	var out []string
	take := func(image string, extensions types.Extensions) {
		if text, ok := archiveOf(extensions); ok && l.archivePath(text) == file {
			if _, err := reference.ParseDockerRef(image); err == nil {
				out = append(out, image)
			}
		}
	}
	for _, services := range []types.Services{l.project.Services, l.project.DisabledServices} {
		for _, s := range services {
			take(s.Image, s.Extensions)
			for _, step := range s.PreStart {
				image := step.Image
				if image == "" {
					image = s.Image
				}
				take(image, step.Extensions)
			}
		}
	}
	for _, jobs := range []types.Jobs{l.project.Jobs, l.project.DisabledJobs} {
		for _, j := range jobs {
			take(j.Image, j.Extensions)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// archiveOf returns the text of image-archive.
func archiveOf(extensions types.Extensions) (file string, ok bool) {
	members, _ := extensions[extensionKey].(map[string]any)
	file, ok = members[archiveKey].(string)
	return file, ok
}
