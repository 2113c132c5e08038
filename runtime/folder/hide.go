package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/runtime/unit"
)

// hides rejects new files of which systemd would read only one, ours or a foreign one with the same name in another of its
// folders, a package's for example. A source file is checked under the name of its unit, too.
func (h *held) hides(p *Plan) error {
	var errs []error
	for _, file := range p.Write {
		if strings.Contains(file.Path, "/") || !p.Fresh(file.Path) {
			continue
		}
		name, folders := names.OfFile(file.Path), h.Others
		if name != file.Path {
			errs = append(errs, h.meets(file.Path, file.Path, h.OtherSources))
			folders = append([]string{h.Root}, folders...)
		}
		errs = append(errs, h.meets(file.Path, name, folders))
		for _, alias := range unit.Aliases(file.Data) { // a link in this folder, once the unit is enabled
			err := h.meets(file.Path, alias, h.Others)
			if over := (hidden{}); errors.As(err, &over) {
				err = fmt.Errorf("%s belongs to something else, and the alias %s of %s would replace it: use another alias", over.theirs, alias, over.ours)
			}
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// meets returns an error if one of the folders contains a foreign file with the name.
func (h *held) meets(ours, name string, folders []string) error {
	for _, dir := range folders {
		t, err := openTree(dir)
		if errors.Is(err, fs.ErrPermission) {
			continue // nor does this user's manager read it
		}
		if err != nil {
			return err
		}
		at := spot{t, name}
		theirs, err := at.isForeign(h.Project)
		t.close()
		if err != nil {
			return err
		}
		if theirs {
			return hidden{h.At(ours), at.String()}
		}
	}
	return nil
}

// isForeign reports whether a unit exists that does not belong to the project. A link is foreign.
func (s spot) isForeign(project string) (bool, error) {
	info, err := s.lstat()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return true, nil
	}
	data, err := s.read()
	if errors.Is(err, fs.ErrPermission) {
		return true, nil
	}
	return markOf(data) != project, err
}

// hidden is the error for a foreign file with the name of one of ours in another folder.
type hidden struct{ ours, theirs string }

func (e hidden) Error() string {
	return fmt.Sprintf("%s belongs to something else, and systemd would read only one of it and %s: use -unit-prefix or rename the project",
		e.theirs, e.ours)
}
