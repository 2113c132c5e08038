//go:build live

package machine

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

//go:embed make.sh
var recipe []byte

//go:embed make-program.sh
var programRecipe []byte

// Suite names a Debian release that the recipe can build.
type Suite string

// The suites.
const (
	Trixie   Suite = "trixie"   // Debian 13
	Bookworm Suite = "bookworm" // Debian 12
	Forky    Suite = "forky"    // what becomes Debian 14
)

// cacheDir returns where roots and runs are kept. It is outside the checkout: a root is 700 MB, too large for a clone.
func cacheDir() string {
	if dir := os.Getenv("COMPOSE2UNIT_CACHE"); dir != "" {
		return dir
	}
	return "/var/cache/compose2unit-live"
}

// Needs lists what this host lacks to build and boot a machine, and how to get it. It is empty if nothing is missing.
func Needs() []string {
	var missing []string
	if runtime.GOOS != "linux" {
		return []string{"Linux (this is " + runtime.GOOS + ")"}
	}
	if os.Getuid() != 0 {
		missing = append(missing, "root (the machine needs namespaces and mounts of its own)")
	}
	for _, tool := range []struct{ name, pkg string }{
		{"go", "golang (or https://go.dev/dl)"},
		{"debootstrap", "debootstrap"},
		{"systemd-nspawn", "systemd-container"},
		{"nsenter", "util-linux"},
		{"unshare", "util-linux"},
	} {
		if _, err := exec.LookPath(tool.name); err != nil {
			missing = append(missing, fmt.Sprintf("%s (on Debian: %s)", tool.name, tool.pkg))
		}
	}
	if filesystems, err := os.ReadFile("/proc/filesystems"); err == nil && !strings.Contains(string(filesystems), "\toverlay\n") {
		missing = append(missing, "overlayfs in the kernel (modprobe overlay)")
	}
	return missing
}

// Root returns the folder of a root. If the cache has none of this recipe, it is built, which takes about two minutes and
// needs Debian's packages; progress goes to log.
func Root(ctx context.Context, suite Suite, log io.Writer) (string, error) {
	return made(ctx, log, string(suite), recipe, string(suite))
}

// Compose returns a docker compose (v5.6.0, say), built from source and cached like a root.
func Compose(ctx context.Context, version string, log io.Writer) (string, error) {
	const module = "github.com/docker/compose/v5"
	return made(ctx, log, "docker-compose-"+version, programRecipe, module, version, "./cmd", "", "-X "+module+"/internal.Version="+version)
}

// quadletVersion is the newest podman whose source a module proxy has.
const quadletVersion = "v6.0.0"

// Quadlet returns podman's newest generator, built in the same way. Debian does not have a podman that new.
func Quadlet(ctx context.Context, log io.Writer) (string, error) {
	return made(ctx, log, "quadlet-"+quadletVersion, programRecipe, "go.podman.io/podman/v6", quadletVersion, "./cmd/quadlet",
		"remote containers_image_openpgp exclude_graphdriver_btrfs", "")
}

// made returns what a recipe builds, from the cache if it is there. Its name contains the recipe's hash.
func made(ctx context.Context, log io.Writer, name string, recipe []byte, args ...string) (string, error) {
	sum := sha256.Sum256([]byte(strings.Join(args, " ") + "\n" + string(recipe)))
	path := filepath.Join(cacheDir(), name+"-"+hex.EncodeToString(sum[:6]))
	unlock, err := lock(path + ".lock")
	if err != nil {
		return "", err
	}
	defer unlock()
	if _, err := os.Stat(path); err == nil {
		return path, nil
	} else if !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	fmt.Fprintf(log, "building %s (about two minutes, once)\n", path)
	make := exec.CommandContext(ctx, "sh", append(append([]string{"-s", "--"}, args...), path)...)
	make.Stdin = strings.NewReader(string(recipe))
	if out, err := make.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building %s: %w\n%s", path, err, lastLines(string(out), 30))
	}
	return path, nil
}

// lock takes an exclusive lock, so that two runs do not build the same root.
func lock(path string) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		file.Close()
		return nil, err
	}
	return func() { file.Close() }, nil
}

// lastLines returns the end of a long output, where the reason is.
func lastLines(text string, count int) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-count):], "\n")
}
