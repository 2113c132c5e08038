package host

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/compose2unit/compose2unit/runtime/folder"
)

// kept returns the folder in which the units of a project are kept.
func (g Generated) kept(project string) string { return filepath.Join(g.Kept, project) }

// output returns the project as it was last applied, or as it is loaded if nothing is kept.
func (g Generated) output(project string) folder.Output {
	out := g.loaded(project)
	if _, err := os.Stat(g.kept(project)); err == nil {
		out.Root = g.kept(project)
	}
	return out
}

// present returns the loaded units of a project, or the kept ones if none are loaded.
func (g Generated) present(project string) folder.Output {
	if owned, err := g.loaded(project).Owned(); err == nil && len(owned) > 0 {
		return g.loaded(project)
	}
	return g.output(project)
}

// reloads copies the loaded units of every project except one, unless units of that project are kept already.
func (g Generated) reloads(but string) error {
	projects, err := folder.Projects(g.Loaded)
	if err != nil {
		return err
	}
	for _, project := range projects {
		if project == but {
			continue
		}
		texts, err := g.loaded(project).Texts()
		if err == nil {
			err = g.copy(project, texts)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// reloaded creates an empty folder for each project that was loaded for the first time: no apply has started it.
func (g Generated) reloaded(but string) error {
	projects, err := folder.Projects(g.Loaded)
	if err != nil {
		return err
	}
	for _, project := range projects {
		if project != but {
			err = errors.Join(err, g.copy(project, nil))
		}
	}
	return err
}

// applied replaces the kept units of a project with the loaded ones.
func (g Generated) applied(project string) error {
	texts, err := g.loaded(project).Texts()
	if err == nil {
		err = g.forget(project)
	}
	if err == nil {
		err = g.copy(project, texts)
	}
	return err
}

// forget removes the kept units of a project.
func (g Generated) forget(project string) error { return os.RemoveAll(g.kept(project)) }

// copy writes the files of a project into its folder of kept units, all or none. An existing folder is left unchanged.
func (g Generated) copy(project string, texts map[string][]byte) error {
	if _, err := os.Lstat(g.kept(project)); err == nil {
		return nil
	}
	if _, err := folder.MakeFolders(g.Kept, 0o700); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(g.Kept, ".new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp) // no effect after the rename
	for name, text := range texts {
		at := filepath.Join(temp, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(at, text, 0o600); err != nil {
			return err
		}
	}
	err = os.Rename(temp, g.kept(project))
	if _, there := os.Lstat(g.kept(project)); there == nil {
		return nil // a run for another project was faster
	}
	return err
}
