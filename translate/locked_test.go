package translate

import (
	"errors"
	"testing"

	"github.com/distribution/reference"
	"github.com/opencontainers/go-digest"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

const lockedProject = `
services:
  web:
    image: nginx:1.27
    volumes: [{type: image, source: "assets:3", target: /assets}, {type: image, source: db, target: /db}]
    pre_start: [{image: "migrate:1", command: [up]}, {command: [check]}]
  db: {image: "registry.example:5000/db"}
  exact: {image: "nginx@sha256:` + oneDigest + `"}
`

// digestOf returns a digest for any name.
func digestOf(name, _ string) (string, error) { return string(digest.FromString(name)), nil }

// locked lowers a project with a lock.
func locked(t *testing.T, compose string, of func(name, platform string) (string, error)) (*model.Project, diag.Report) {
	t.Helper()
	project, in := loaded(t, compose)
	in.digest = of
	var report diag.Report
	return lower(project, in, &report), report
}

// The images that are locked are those that compose-go locks for `docker compose config --resolve-image-digests`, so
// the hashes are the same, too.
func TestLockedLikeCompose(t *testing.T) {
	ours, report := locked(t, lockedProject, digestOf)
	if found := report.Findings(); len(found) > 0 {
		t.Fatal(found)
	}
	project, in := loaded(t, lockedProject)
	// compose-go takes the name of a service for an image here; Compose resolves it at `up`.
	db := project.Services["web"].Volumes[1]
	project.Services["web"].Volumes[1].Type = "tmpfs"
	resolved, err := project.WithImagesResolved(func(named reference.Named) (digest.Digest, error) {
		return digest.FromString(named.String()), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	resolved.Services["web"].Volumes[1] = db
	var none diag.Report
	theirs := lower(resolved, in, &none)
	for _, want := range theirs.Containers {
		got := containerOf(t, ours, want.Service)
		same(t, want.Service+"'s image", got.Image, want.Image)
		same(t, want.Service+"'s hash", got.Hash, want.Hash)
		same(t, want.Service+"'s image volumes", got.ImageVolumes, want.ImageVolumes)
		for i := range want.PreStart {
			same(t, want.Service+"'s step", got.PreStart[i].Image, want.PreStart[i].Image)
		}
	}
	same(t, "web", containerOf(t, ours, "web").Image, "docker.io/library/nginx:1.27@"+string(digest.FromString("docker.io/library/nginx:1.27")))
}

// No digest is requested for images that do not come from a registry.
func TestNotLocked(t *testing.T) {
	p, report := locked(t, `
services:
  built: {image: "mine:1", build: {context: ., tags: ["mine:extra"]}}
  named: {build: .}
  same: {image: "mine:1"}
  tagged: {image: "mine:extra"}
  archived: {image: "saved:1", x-compose2unit: {image-archive: saved.tar}}
  never: {image: "local:1", pull_policy: never}
`, func(string, string) (string, error) { return "", errors.New("asked") })
	if found := report.Findings(); len(found) > 0 {
		t.Fatal(found)
	}
	for service, image := range map[string]string{"built": "mine:1", "named": "shop-named", "same": "mine:1", "tagged": "mine:extra", "archived": "saved:1", "never": "local:1"} {
		same(t, service, containerOf(t, p, service).Image, image)
	}
}

func TestLocksThatFail(t *testing.T) {
	missing := func(name, platform string) (string, error) {
		return "", errors.New(name + " for " + platform + " is not there")
	}
	_, report := locked(t, web("platform: linux/arm64"), missing)
	wantFinding(t, report, diag.Error, diag.Missing, "services.web.image")
	same(t, "text", report.Findings()[0].Text, "docker.io/library/nginx:latest for linux/arm64 is not there")
	_, report = locked(t, "services: {web: {image: 'Not A Name'}}", digestOf)
	wantFinding(t, report, diag.Error, diag.Invalid, "services.web.image")
}
