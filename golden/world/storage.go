package world

import (
	"os"
	"path/filepath"
	"slices"
)

// podmanStorage returns the folder of podman's default storage of a user.
func (w *World) podmanStorage() string {
	return filepath.Join(w.dir, "home/.local/share/containers/storage")
}

// store gives each network a file and each volume a folder where podman has them by default, and removes those of others, in cases
// with `given storage`.
func (w *World) store() {
	if !w.storage {
		return
	}
	root := w.podmanStorage()
	var kept []string
	for _, r := range w.Resources {
		switch r.Kind {
		case "network":
			kept = append(kept, filepath.Join(root, "networks", r.Name+".json"))
		case "volume":
			kept = append(kept, filepath.Join(root, "volumes", r.Name))
		}
	}
	there, _ := filepath.Glob(root + "/*/*")
	for _, path := range there {
		if !slices.Contains(kept, path) {
			_ = os.Remove(path)
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
			_ = os.Mkdir(path, 0o700)
		}
	}
}
