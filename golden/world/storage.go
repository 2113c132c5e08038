package world

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// share returns the folder in which the engines keep a user's objects by default.
func (w *World) share() string { return filepath.Join(w.dir, "home/.local/share") }

// Volume returns the directory of a volume in docker's default storage.
func (w *World) Volume(name string) string {
	return filepath.Join(w.share(), "docker/volumes", name, "_data")
}

// stored reports whether a path belongs to an engine's default storage.
func (w *World) stored(path string) bool {
	return strings.HasPrefix(path, filepath.Join(w.share(), "containers")) || strings.HasPrefix(path, filepath.Join(w.share(), "docker"))
}

// keep makes the engines keep networks and volumes in files. Docker's engine has a process, which is the test's.
func (w *World) keep() error {
	w.storage = true
	return os.WriteFile(filepath.Join(w.runtimeDir, "docker.pid"), strconv.AppendInt(nil, int64(os.Getpid()), 10), 0o600)
}

// store gives each network a file where podman has it by default, and each volume a folder where podman and docker have it, and
// removes those of others, in cases with `given storage`.
func (w *World) store() {
	if !w.storage {
		return
	}
	podman, docker := filepath.Join(w.share(), "containers/storage"), filepath.Join(w.share(), "docker")
	var kept []string
	for _, r := range w.Resources {
		switch r.Kind {
		case "network":
			kept = append(kept, filepath.Join(podman, "networks", r.Name+".json"))
		case "volume":
			kept = append(kept, filepath.Join(podman, "volumes", r.Name), filepath.Join(docker, "volumes", r.Name))
		}
	}
	there, _ := filepath.Glob(podman + "/*/*")
	volumes, _ := filepath.Glob(docker + "/*/*")
	there = append(there, volumes...)
	for _, path := range there {
		if !slices.Contains(kept, path) {
			_ = os.RemoveAll(path)
		}
	}
	for _, path := range kept {
		if slices.Contains(there, path) {
			continue
		}
		_ = os.MkdirAll(filepath.Dir(path), 0o700)
		if filepath.Ext(path) == ".json" {
			_ = os.WriteFile(path, nil, 0o600)
		} else {
			_ = os.MkdirAll(filepath.Join(path, "_data"), 0o700)
		}
	}
}
