package golden

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/docker"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/load"
)

// A unit of ours by a name of systemd's or an engine's would replace theirs, and two of ours by one name each other.
func TestNamesThatAreTaken(t *testing.T) {
	const one = "services: {web: {image: busybox}}"
	for name, in := range map[string]struct{ compose, want string }{
		"a prefix of systemd's":     {"name: systemd\n" + one, "systemd-web.service belongs to systemd"},
		"a target of systemd's":     {"name: multi-user\n" + one, "multi-user.target belongs to systemd"},
		"a target beside another":   {"name: local-fs-pre\n" + one, "local-fs-pre.target belongs to systemd"},
		"a unit of systemd's":       {"name: rc\nservices: {local: {image: busybox}}", "rc-local.service belongs to systemd"},
		"a template of systemd's":   {"name: user\nservices: {runtime-dir: {image: busybox, scale: 2}}", "user-runtime-dir@.service belongs to systemd"},
		"a unit of an engine's":     {"name: podman\nservices: {auto-update: {image: busybox}}", "podman-auto-update.service belongs to systemd or an engine"},
		"a network and a service":   {"name: shop\nservices: {default-network: {image: busybox}}", "shop-default-network.service is taken by networks.default"},
		"down and a service":        {"name: shop\nservices: {down: {image: busybox}}", "shop-down.service is taken by services.down"},
		"a build unit and a sister": {"name: shop\nservices: {web: {build: .}, web-build: {image: busybox}}", "shop-web-build.service is taken by services.web.build"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "compose.yml"), []byte(in.compose+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			result, report, err := translate.Translate(context.Background(), translate.Options{
				Options: load.Options{Inputs: []string{"compose.yml"}, Dir: dir}})
			if err != nil || result == nil {
				t.Fatal(err, report.Findings())
			}
			docker.Runtime.Files(result.Project, runtime.Options{Systemd: 252}, result.Where, &report)
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
