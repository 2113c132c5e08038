package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/names"
)

// hides refuses new files of which systemd would read only one, ours or someone else's of the same name in another of
// its folders, a package's for example. A source counts for the unit that is made of it, too.
func (h *held) hides(p *Plan) error {
	var errs []error
	for _, file := range p.Write {
		if strings.Contains(file.Path, "/") || !p.Fresh(file.Path) {
			continue
		}
		unit, folders := names.OfFile(file.Path), h.Others
		if unit != file.Path {
			errs = append(errs, h.meets(file.Path, file.Path, h.OtherSources))
			folders = append([]string{h.Root}, folders...)
		}
		errs = append(errs, h.meets(file.Path, unit, folders))
	}
	return errors.Join(errs...)
}

// meets looks for a file of someone else's in some folders.
func (h *held) meets(ours, name string, folders []string) error {
	for _, dir := range folders {
		t, err := openTree(dir)
		if errors.Is(err, fs.ErrPermission) {
			continue // nor does a manager of this user read it
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

// isForeign reports whether there is a unit that does not belong to a project. A link belongs to someone else.
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

// hidden belongs to something else that has the name of one of ours, in another folder.
type hidden struct{ ours, theirs string }

func (e hidden) Error() string {
	return fmt.Sprintf("%s belongs to something else, and systemd would read only one of it and %s: use -unit-prefix or rename the project",
		e.theirs, e.ours)
}
