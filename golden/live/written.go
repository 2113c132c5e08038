//go:build live

package live

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// Inspect does not show what was written into a container since it was created, such as configs and secrets with content. That
// is in the upper layer of the container's overlay and is read from there: `docker diff` and `docker cp` would show the same,
// but need a process for every file.

// inspected is the part of a container's inspect output that leads to its files.
type inspected struct {
	ID          string `json:"Id"`
	Name        string
	State       struct{ Pid int }
	GraphDriver struct{ Data struct{ UpperDir string } }
}

// stubsMountPoint belongs to the stub runtime, not to either side.
const stubsMountPoint = "/busybox-stub"

// lookInside adds a leaf for every path that was written into a container: its mode, owner, size and checksum.
func lookInside(h *host, containers []byte, found compare.Snapshot) error {
	var all []inspected
	if len(containers) == 0 {
		return nil
	}
	if err := json.Unmarshal(containers, &all); err != nil {
		return err
	}
	for _, c := range all {
		written, err := c.written(h)
		if err != nil {
			return fmt.Errorf("reading what was written into %s: %w", c.Name, err)
		}
		at := compare.Pointer("/containers", strings.TrimPrefix(c.Name, "/")) + "/Written"
		for path, entry := range written {
			found[compare.Pointer(at, path)] = entry
		}
	}
	return nil
}

// written returns the paths of the upper layer, overlaid with what podman mounted as secrets: with Quadlet a config is one.
func (c inspected) written(h *host) (map[string]string, error) {
	dir, err := c.upper(h)
	if err != nil {
		return nil, err
	}
	written := map[string]string{}
	upper := h.Path(dir)
	err = filepath.WalkDir(upper, func(path string, _ fs.DirEntry, err error) error {
		inside := strings.TrimPrefix(path, upper)
		if err != nil || inside == "" || inside == stubsMountPoint {
			return err
		}
		written[inside], err = describe(path)
		return err
	})
	if err != nil {
		return nil, err
	}
	mounts, err := c.secrets(h)
	if err != nil {
		return nil, err
	}
	for _, inside := range mounts {
		if written[inside], err = describe(h.Path(fmt.Sprintf("/proc/%d/root%s", c.State.Pid, inside))); err != nil {
			return nil, err
		}
	}
	return written, nil
}

// upper returns the folder of the machine in which the engine keeps what was written. With containerd's store Docker does not
// show it, but containerd does: `mount -t overlay overlay /mnt -o …,upperdir=…,…`.
func (c inspected) upper(h *host) (string, error) {
	if dir := c.GraphDriver.Data.UpperDir; dir != "" {
		return dir, nil
	}
	if !h.column.containerd {
		return "", errors.New("its storage is not an overlay")
	}
	r := h.Run("ctr", "--namespace", "moby", "snapshots", "--snapshotter", "overlayfs", "mounts", "/mnt", c.ID)
	_, options, ok := strings.Cut(r.Out, "upperdir=")
	if r.Code != 0 || !ok {
		return "", fmt.Errorf("containerd shows no overlay: %s", r)
	}
	dir, _, _ := strings.Cut(strings.TrimSpace(options), ",")
	return dir, nil
}

// secrets returns the mount points of podman's secrets in a running container.
func (c inspected) secrets(h *host) (points []string, err error) {
	if c.State.Pid == 0 {
		return nil, nil
	}
	table, err := os.ReadFile(h.Path(fmt.Sprintf("/proc/%d/mountinfo", c.State.Pid)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // it has exited since
	}
	for lines := bufio.NewScanner(bytes.NewReader(table)); lines.Scan(); {
		// proc_pid_mountinfo(5): the fourth field is the root of the mount, the fifth its mount point.
		if field := strings.Fields(lines.Text()); strings.Contains(field[3], "/userdata/secrets/") {
			points = append(points, field[4])
		}
	}
	return points, err
}

// describe returns a path's mode and owner, and for a file also its size and the beginning of its checksum.
func describe(path string) (string, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return "", err
	}
	owner := info.Sys().(*syscall.Stat_t)
	text := fmt.Sprintf("%s %d/%d", info.Mode(), owner.Uid, owner.Gid)
	if !info.Mode().IsRegular() {
		return text, nil
	}
	content, err := os.ReadFile(path)
	sum := sha256.Sum256(content)
	return fmt.Sprintf("%s %d %x", text, len(content), sum[:6]), err
}
