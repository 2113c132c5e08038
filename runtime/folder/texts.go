package folder

import (
	"path/filepath"
	"slices"

	"github.com/compose2unit/compose2unit/runtime/names"
)

// Projects returns the names of the projects that have a target in a folder of units, sorted. A folder that does not exist has
// none. It fails if the folder or a target cannot be read.
func Projects(root string) ([]string, error) {
	t, err := openTree(filepath.Clean(root))
	if err != nil {
		return nil, err
	}
	defer t.close()
	entries, err := spot{t, "."}.entries()
	if err != nil {
		return nil, err
	}
	var found []string
	for _, entry := range entries {
		if !entry.Type().IsRegular() || !names.IsTarget(entry.Name()) {
			continue
		}
		data, err := (spot{t, entry.Name()}).read()
		if err != nil {
			return nil, err
		}
		if project := markOf(data); names.CheckProject(project) == nil {
			found = append(found, project)
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// Texts returns the contents of the project's files in the folder, by their paths in it. It fails if a file cannot be read.
func (w Output) Texts() (map[string][]byte, error) {
	h, err := w.hold()
	if err != nil {
		return nil, err
	}
	defer h.close()
	f, err := h.scan()
	if err != nil {
		return nil, err
	}
	texts := map[string][]byte{}
	for name := range f.owned {
		if texts[name], err = h.spot(name).read(); err != nil {
			return nil, err
		}
	}
	return texts, nil
}
