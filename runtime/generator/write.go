package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/runtime/unit"
)

// output is the folder that systemd gives to a generator, the target that projects are started with, and who has units that the
// generator's would replace.
type output struct {
	folder, target string
	takenBy        func(unit string) string
}

// isUnit reports whether a file of the output folder is one that systemd reads; the others are private.
func isUnit(name string) bool { return !strings.Contains(name, "/") }

// write writes a project. Where that fails, what was written of it is removed.
func (o output) write(p Project, made Translated) error {
	files := made.Files
	if made.Refused {
		var err error
		if files, err = refused(p, made.Findings, o.target); err == nil {
			files, err = o.spared(files)
		}
		if err != nil {
			return err
		}
	}
	var written []string
	for _, file := range ordered(files) {
		done, err := o.file(file)
		written = append(written, done...)
		if err != nil {
			for _, name := range written {
				err = errors.Join(err, os.RemoveAll(name))
			}
			return err
		}
	}
	return nil
}

// spared leaves out the target of a refused project where it would replace someone else's, such as network.target for a project
// called network; the unit that says what is wrong is then started by the target that projects are started with.
func (o output) spared(files []runtime.File) ([]runtime.File, error) {
	var out []runtime.File
	for _, file := range files {
		switch {
		case !isUnit(file.Path) || !o.foreign(file.Path):
			out = append(out, file)
		case !names.IsTarget(file.Path):
			return nil, fmt.Errorf("the unit %s would replace %s", file.Path, o.takenBy(file.Path))
		}
	}
	if len(out) == len(files) {
		return out, nil
	}
	for i, file := range out {
		if isUnit(file.Path) {
			out[i].Data = slices.Concat(file.Data, []byte("\n[Install]\nWantedBy="+o.target+"\n"))
		}
	}
	return out, nil
}

// foreign reports whether a package has a unit of that name, or systemd a target.
func (o output) foreign(unit string) bool {
	return o.takenBy(unit) != "" || names.IsTarget(unit) && names.Foreign(unit)
}

// file writes one file, which must not exist, and the links of its [Install] section. A folder is the owner's alone: what
// is in it may be secret. It returns what it made.
func (o output) file(file runtime.File) (written []string, err error) {
	at := filepath.Join(o.folder, filepath.FromSlash(file.Path))
	if !isUnit(file.Path) {
		dir := filepath.Join(o.folder, path.Dir(file.Path))
		if err := os.Mkdir(dir, 0o700); err == nil {
			written = append(written, dir)
		} else if !errors.Is(err, fs.ErrExist) {
			return written, err
		}
	}
	out, err := os.OpenFile(at, os.O_WRONLY|os.O_CREATE|os.O_EXCL, file.Mode)
	if err != nil {
		return written, err
	}
	written = append(written, at)
	_, err = out.Write(file.Data)
	if err = errors.Join(err, out.Chmod(file.Mode), out.Close()); err != nil || !isUnit(file.Path) {
		return written, err
	}
	links, err := o.install(file)
	return append(written, links...), err
}

// installs are the keys of [Install] that become a link in a folder beside the unit that is named, by the folder's suffix
// (systemd.unit(5), "[Install] Section Options"). A generator makes these links itself: systemctl enable is for files.
var installs = map[string]string{"WantedBy": ".wants", "RequiredBy": ".requires", "UpheldBy": ".upholds"}

// install makes the links of a unit's [Install] section. Those of a template are for instances, which whoever needs them names.
func (o output) install(file runtime.File) (links []string, err error) {
	if names.IsTemplate(file.Path) {
		return nil, nil
	}
	entries, err := unit.Check(file.Data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file.Path, err)
	}
	for _, entry := range entries {
		if entry.Section != "Install" {
			continue
		}
		for _, name := range strings.Fields(entry.Value) {
			link := ""
			switch suffix := installs[entry.Key]; {
			case strings.ContainsAny(name, "/%"): // no unit's name, and a specifier is not resolved
				continue
			case suffix != "":
				link = filepath.Join(name+suffix, file.Path)
			case entry.Key == "Alias":
				link = name
			default:
				continue
			}
			made, err := o.link(link, file.Path)
			if links = append(links, made...); err != nil {
				return links, err
			}
		}
	}
	return links, nil
}

// link makes a link to a unit, relative as systemctl enable does it in a folder of its own.
func (o output) link(name, to string) ([]string, error) {
	at := filepath.Join(o.folder, name)
	if dir := filepath.Dir(at); dir != o.folder {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
		to = filepath.Join("..", to)
	}
	if err := os.Symlink(to, at); err != nil {
		return nil, err
	}
	return []string{at}, nil
}
