package host

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/compose2unit/compose2unit/runtime/folder"
)

// kept is where the units of a project are kept.
func (g Generated) kept(project string) string { return filepath.Join(g.Kept, project) }

// output is the project as it was when it was last applied, as far as that is known.
func (g Generated) output(project string) folder.Output {
	out := g.loaded(project)
	if _, err := os.Stat(g.kept(project)); err == nil {
		out.Root = g.kept(project)
	}
	return out
}

// present is what systemd has of a project, or what is kept of one that it no longer has.
func (g Generated) present(project string) folder.Output {
	if owned, err := g.loaded(project).Owned(); err == nil && len(owned) > 0 {
		return g.loaded(project)
	}
	return g.output(project)
}

// keep keeps what systemd has of every project but one, unless something of it is kept already.
func (g Generated) keep(but string) error {
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

// found makes an empty folder for each project that systemd has now read for the first time: no apply has started it.
func (g Generated) found(but string) error {
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

// renew keeps what systemd has of a project now.
func (g Generated) renew(project string) error {
	texts, err := g.loaded(project).Texts()
	if err == nil {
		err = g.forget(project)
	}
	if err == nil {
		err = g.copy(project, texts)
	}
	return err
}

// forget removes what is kept of a project.
func (g Generated) forget(project string) error { return os.RemoveAll(g.kept(project)) }

// copy writes the files of a project into its folder of what is kept, all of them or none. What is kept there already stays.
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
	defer os.RemoveAll(temp) // unless it has its name
	for name, text := range texts {
		at := filepath.Join(temp, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(at, text, 0o600); err != nil {
			return err
		}
	}
	return os.Rename(temp, g.kept(project))
}
