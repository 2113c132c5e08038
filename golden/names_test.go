package golden

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/docker"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// A name too long for a unit or a file is reported at its position, and nothing is written.
func TestNamesThatAreTooLong(t *testing.T) {
	long := strings.Repeat("x", 225)
	for path, compose := range map[string]string{
		"name":             "name: " + long + "\nservices: {web: {image: busybox}}",
		"services." + long: "name: shop\nservices: {" + long + ": {image: busybox, environment: {A: b}}}",
		"jobs." + long:     "name: shop\njobs: {" + long + ": {image: busybox, triggers: {manual: true}}}",
		"networks." + long: "name: shop\nservices: {web: {image: busybox, networks: [" + long + "]}}\nnetworks: {" + long + ": {name: front}}",
		"volumes." + long:  "name: shop\nservices: {web: {image: busybox, volumes: ['" + long + ":/x']}}\nvolumes: {" + long + ": {name: data}}",
	} {
		for _, choice := range all.Choices {
			result, report := translated(t, compose)
			files := choice.Runtime.Files(result.Project, runtime.Options{Systemd: 252}, diag.NewScope(&report, result.Where))
			found := slices.ContainsFunc(report.Findings(), func(f diag.Finding) bool {
				return f.Severity == diag.Error && f.Code == diag.Limit && f.Path == path && f.Pos.Line > 0
			})
			if !found || len(files) > 0 {
				t.Errorf("%s, %.20s: %d files, and findings %v", choice.Runtime.Name(), path, len(files), report.Findings())
			}
		}
	}
}

// translated translates a project in a folder of its own.
func translated(t *testing.T, compose string) (*translate.Result, diag.Report) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "compose.yml"), []byte(compose+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	result, report, err := translate.Translate(context.Background(), translate.Options{
		Options: load.Options{Inputs: []string{"compose.yml"}, Dir: dir}})
	if err != nil || result == nil {
		t.Fatal(err, report.Findings())
	}
	return result, report
}

// A unit with a name of systemd's or an engine's would replace theirs, and two with the same name would replace each other.
func TestNamesThatAreTaken(t *testing.T) {
	const one = "services: {web: {image: busybox}}"
	for name, in := range map[string]struct{ compose, want string }{
		"a prefix of systemd's":     {"name: systemd\n" + one, "systemd-web.service belongs to systemd"},
		"a target of systemd's":     {"name: multi-user\n" + one, "multi-user.target belongs to systemd"},
		"a target beside another":   {"name: local-fs-pre\n" + one, "local-fs-pre.target belongs to systemd"},
		"one of systemd's units":    {"name: rc\nservices: {local: {image: busybox}}", "rc-local.service belongs to systemd"},
		"a template of systemd's":   {"name: user\nservices: {runtime-dir: {image: busybox, scale: 2}}", "user-runtime-dir@.service belongs to systemd"},
		"a unit of an engine's":     {"name: podman\nservices: {auto-update: {image: busybox}}", "podman-auto-update.service belongs to systemd or an engine"},
		"a network and a service":   {"name: shop\nservices: {default-network: {image: busybox}}", "shop-default-network.service is taken by networks.default"},
		"down and a service":        {"name: shop\nservices: {down: {image: busybox}}", "shop-down.service is taken by services.down"},
		"a build unit and a sister": {"name: shop\nservices: {web: {build: .}, web-build: {image: busybox}}", "shop-web-build.service is taken by services.web.build"},
	} {
		t.Run(name, func(t *testing.T) {
			result, report := translated(t, in.compose)
			docker.Runtime.Files(result.Project, runtime.Options{Systemd: 252}, diag.NewScope(&report, result.Where))
			var said []string
			for _, f := range report.Findings() {
				said = append(said, f.String())
			}
			if !strings.Contains(strings.Join(said, "\n"), in.want) {
				t.Errorf("nobody says %q: %q", in.want, said)
			}
		})
	}
}
