package folder

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/compose2unit/compose2unit/runtime/names"
)

// held is an Output whose folders are kept open.
type held struct {
	Output
	units, sources *tree
}

func (w Output) hold() (*held, error) {
	h := &held{Output: w}
	var err error
	if h.units, err = openTree(filepath.Clean(w.Root)); err != nil {
		return nil, err
	}
	h.sources = h.units
	if w.Sources != "" {
		if h.sources, err = openTree(filepath.Clean(w.Sources)); err != nil {
			h.units.close()
			return nil, err
		}
	}
	return h, nil
}

func (h *held) close() {
	for _, t := range h.trees() {
		t.close()
	}
}

// trees returns the folders of units and of sources, which may be the same.
func (h *held) trees() []*tree { return slices.Compact([]*tree{h.units, h.sources}) }

// spot returns the location of a file of the output.
func (h *held) spot(name string) spot {
	if !strings.Contains(name, "/") && names.IsSource(name) {
		return spot{h.sources, name}
	}
	return spot{h.units, name}
}

// folder returns a folder of the output: the private folder, or one of drop-ins.
func (h *held) folder(name string) spot { return spot{h.units, name} }

// Read reads a file of the output. It follows no link and waits for no pipe.
func (w Output) Read(name string) ([]byte, error) {
	h, err := w.hold()
	if err != nil {
		return nil, err
	}
	defer h.close()
	return h.spot(name).read()
}

// MakeFolders creates a folder with a mode, and its parents, and returns the ones it created, outermost first.
func MakeFolders(dir string, mode fs.FileMode) (made []string, err error) {
	if info, err := os.Stat(dir); err == nil {
		if !info.IsDir() {
			return nil, &fs.PathError{Op: "mkdir", Path: dir, Err: syscall.ENOTDIR}
		}
		return nil, nil
	}
	if parent := filepath.Dir(dir); parent != dir {
		if made, err = MakeFolders(parent, 0o755); err != nil {
			return made, err
		}
	}
	if err := os.Mkdir(dir, mode); err != nil {
		removeFolders(made)
		return made, err
	}
	return append(made, dir), nil
}

// removeFolders removes the empty ones, innermost first.
func removeFolders(made []string) {
	for _, dir := range slices.Backward(made) {
		_ = os.Remove(dir)
	}
}
