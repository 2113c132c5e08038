package load

import (
	"context"
	"errors"
	"path/filepath"
	"slices"

	"github.com/compose2unit/compose2unit/translate/source"
)

// rewritten are files without the parts that have errors. compose-go itself reads a file that is included or extended, by its path,
// so such a file is replaced by one in memory, and everything that names it names that one instead.
type rewritten struct {
	rest  *Rest
	links *links
	// files are the names of the files that are replaced.
	files map[string]bool
	// begun are those that are being rewritten.
	begun map[string]bool
	// paths are the paths of files in memory by the names of the original ones, bases the base of the relative paths in them.
	paths, bases map[string]string
	close        []func()
}

// errNotRewritten ends the search for further errors.
var errNotRewritten = errors.New("a file cannot be rewritten")

// rewritten returns the files that are replaced: with parts that are left out, and, up to the inputs, those that name one.
func (r *Rest) rewritten() *rewritten {
	w := &rewritten{rest: r, links: &links{}, files: map[string]bool{}, begun: map[string]bool{}, paths: map[string]string{}, bases: map[string]string{}}
	if r == nil || r.source == nil {
		return w
	}
	w.links = r.links
	for at := range r.without {
		if r.input(at.File) < 0 {
			w.files[at.File] = true
		}
	}
	for grown := true; grown; {
		grown = false
		for _, ref := range slices.Backward(r.source.References()) { // what a file names is read after it
			if in := ref.At.File; !w.files[in] && r.input(in) < 0 && !r.without[ref.At] && slices.ContainsFunc(ref.Files, w.changed) {
				w.files[in], grown = true, true
			}
		}
	}
	return w
}

// text returns the text of a file in which the rewritten ones are named.
func (w *rewritten) text(file string, data []byte) ([]byte, error) {
	var to []source.Reference
	for _, ref := range w.links.in[file] {
		if w.rest.without[ref.At] || !slices.ContainsFunc(ref.Files, w.changed) {
			continue
		}
		ref.Paths = slices.Clone(ref.Paths)
		for i, name := range ref.Files {
			if !w.changed(name) {
				continue
			}
			var err error
			if ref.Paths[i], err = w.memory(name, ref.Paths[i]); err != nil {
				return nil, err
			}
		}
		to = append(to, ref)
	}
	out, found := source.Redirect(file, data, w.rest.places(), to)
	if len(found) < len(to) {
		return nil, errNotRewritten
	}
	return out, nil
}

// changed reports whether a file is replaced.
func (w *rewritten) changed(file string) bool { return w.files[file] }

// memory returns the path of a file in memory with the rewritten text of a file.
func (w *rewritten) memory(file, path string) (string, error) {
	if at := w.paths[file]; at != "" {
		return at, nil
	}
	if w.begun[file] { // the files name each other
		return "", errNotRewritten
	}
	w.begun[file] = true
	data, err := w.text(file, w.rest.source.TextOf(file))
	if err != nil {
		return "", err
	}
	at, done, err := unnamed(data)
	if err != nil {
		return "", err
	}
	w.paths[file], w.bases[at], w.close = at, filepath.Dir(path), append(w.close, done)
	return at, nil
}

// inMemory returns the files in memory, under the names of the original ones.
func (w *rewritten) inMemory() (out []source.File) {
	for name, path := range w.paths {
		out = append(out, source.File{Name: name, Path: path})
	}
	return out
}

// remove removes the files in memory.
func (w *rewritten) remove() {
	if w != nil {
		for _, one := range w.close {
			one()
		}
	}
}

// Accept, Load and Dir implement loader.ResourceLoader: relative paths in the rewritten text are relative to the folder of the
// original one.
func (w *rewritten) Accept(path string) bool { return w.bases[path] != "" }

// Load returns the path itself.
func (w *rewritten) Load(_ context.Context, path string) (string, error) { return path, nil }

// Dir returns the folder of the original file.
func (w *rewritten) Dir(path string) string { return w.bases[path] }
