package load

import (
	"slices"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

// Rest is what is left of a refused project without the parts that are wrong. It is loaded to see what else is wrong; nothing
// is ever made of it. compose-go stops at its first error, and each step of a run needs the result of the step before, so that
// otherwise the errors of a file would be reported in layers.
//
// What is left out is missing elsewhere: see [Rest.Follows].
type Rest struct {
	files   []source.File
	source  *source.Map
	without source.Without
	removed [][]string         // paths that were left out
	touched map[[2]string]bool // sections and names of entries of which something was left out, and of what extends them
	words   map[string]bool    // their names
	lost    map[string]bool    // what may be names in lines that are no YAML
	// blurred is set where a whole file was left out: nobody knows what was in it.
	blurred bool
	weight  int64
}

// The zero of all of these is a project that nothing is left out of.

func (r *Rest) places() source.Without {
	if r == nil {
		return nil
	}
	return r.without
}

func (r *Rest) inputs() []source.File {
	if r == nil {
		return nil
	}
	return slices.Clone(r.files)
}

// take keeps what a load has read.
func (r *Rest) take(l *loading) {
	if r == nil {
		return
	}
	r.files, r.source = l.inputs, l.source
	r.weight += l.source.Weight()
}

// Weight is what all loads together have cost, in nodes of YAML.
func (r *Rest) Weight() int64 { return r.weight }

// Remove leaves out what errors are about. It reports whether there was anything, and what is wrong with the syntax of
// further parts of a file.
func (r *Rest) Remove(findings []diag.Finding) (more []diag.Finding, removed bool) {
	if r.source == nil {
		return nil, false
	}
	if r.without == nil {
		r.without, r.touched, r.words, r.lost = source.Without{}, map[[2]string]bool{}, map[string]bool{}, map[string]bool{}
	}
	before := len(r.without)
	for _, f := range findings {
		switch {
		case f.Severity < diag.Error:
		case f.Code == diag.Syntax && r.salvage(f, &more):
			removed = true
		default:
			r.remove(f.Pos)
			if f.Pos.Line == 0 || !r.known(f.Pos.File) {
				if at, deep := r.source.Find(r.source.Split(f.Path)...); f.Path != "" && deep > 0 {
					r.remove(at)
				}
			}
		}
	}
	r.extended()
	for entry := range r.touched {
		r.words[entry[1]] = true
	}
	return more, removed || len(r.without) > before
}

func (r *Rest) known(file string) bool { return slices.Contains(r.source.Files(), file) }

func (r *Rest) input(file string) int {
	return slices.IndexFunc(r.files, func(f source.File) bool { return f.Name == file })
}

// remove leaves out what is written at a place. compose-go reads a file that is included or extended itself, so what
// names the file is left out instead.
func (r *Rest) remove(at diag.Pos) {
	if at.Line == 0 && r.input(at.File) >= 0 || r.without[at] {
		return
	}
	if r.input(at.File) < 0 {
		for _, entry := range r.source.Names(at.File) {
			r.touched[entry] = slices.Contains(sections, entry[0])
		}
		for _, via := range r.source.Via(at.File) {
			if via != at {
				r.without[at] = true // ends a circle
				r.remove(via)
			}
		}
		return
	}
	paths, ok := r.source.PathsAt(at)
	if !ok || len(paths) == 0 {
		return
	}
	r.without[at] = true
	for _, path := range paths {
		r.removed = append(r.removed, path)
		if len(path) >= 2 && slices.Contains(sections, path[0]) {
			r.touched[[2]string{path[0], path[1]}] = true
		}
		if len(path) >= 3 && slices.Contains(wholly, path[2]) {
			for _, place := range r.source.Places(path[:2]...) {
				r.remove(place)
			}
		}
	}
}

// sections are those whose entries refer to each other by name.
var sections = []string{"services", "jobs", "networks", "volumes", "secrets", "configs", "models"}

// wholly are attributes without which a service or job is another one: nothing can be said about what is left of it.
var wholly = []string{"extends", "profiles"}

// extended takes what extends a service, whose parts were left out, as left out in part as well.
func (r *Rest) extended() {
	for grown := true; grown; {
		grown = false
		for _, section := range []string{"services", "jobs"} {
			for _, file := range r.source.Files() {
				for _, entry := range r.source.Names(file) {
					if entry[0] != section || r.touched[entry] {
						continue
					}
					for _, base := range r.source.Extended(section, entry[1]) {
						if r.touched[[2]string{section, base}] {
							r.touched[entry], grown = true, true
						}
					}
				}
			}
		}
	}
}

// salvage blanks what is wrong with the syntax of an input, or leaves out what names the file. It adds further syntax errors
// of the file to more.
func (r *Rest) salvage(f diag.Finding, more *[]diag.Finding) bool {
	if f.Pos.Col > 0 && r.input(f.Pos.File) >= 0 && !r.without[f.Pos] { // the parser has no columns: a key that is there twice
		r.without[f.Pos] = true
		return true
	}
	at := r.input(f.Pos.File)
	if at < 0 {
		r.blurred = r.blurred || r.known(f.Pos.File) // and not an env file
		return false
	}
	file := &r.files[at]
	left, ok := source.Salvage(file.Name, file.Data)
	if !ok {
		r.blurred = true
		if len(r.files) == 1 || string(file.Data) == "{}" {
			return false
		}
		file.Data = []byte("{}") // the other files go on
		return true
	}
	for i, found := range left.Findings {
		path := left.Parts[i]
		r.removed = append(r.removed, path)
		if len(path) > 1 {
			r.touched[[2]string{path[0], path[1]}] = true
		}
		if i > 0 { // the parser has stopped at the first
			*more = append(*more, found)
		}
	}
	for _, name := range left.Keys {
		r.lost[name] = true
	}
	file.Data = left.Text
	return true
}
