package load

import (
	"slices"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/source"
)

// Rest is a refused project without the parts that have errors. It is loaded only to find further errors, and is never written.
// compose-go stops at its first error, and each step of a run needs the result of the previous one, so without this each run
// would report only the errors of one step.
//
// Leaving parts out may cause errors elsewhere, which are not reported: see [Rest.Follows].
type Rest struct {
	files   []source.File
	source  *source.Map
	links   *links
	without source.Without
	removed [][]string         // paths that were left out
	touched map[[2]string]bool // sections and names of incomplete entries, and of those that extend them
	words   map[string]bool    // their names
	lost    map[string]bool    // possible names in lines that are not YAML
	// blurred is set if a whole file was left out, whose content is unknown.
	blurred bool
	weight  int64
}

// A nil Rest leaves nothing out.

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

// take stores what a load has read.
func (r *Rest) take(l *loading) {
	if r == nil {
		return
	}
	r.files, r.source, r.links = l.inputs, l.source, newLinks(l.source)
	r.weight += l.source.Weight()
}

// Weight returns the cost of all loads together, in YAML nodes.
func (r *Rest) Weight() int64 { return r.weight }

// Remove leaves out the parts that the errors among the findings are about. It reports whether there were any, and returns the
// syntax errors of further parts of a file.
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

// rewritable reports whether parts of a file can be left out.
func (r *Rest) rewritable(file string) bool {
	return r.links.rewritable(file, func(name string) bool { return r.input(name) >= 0 })
}

func (r *Rest) known(file string) bool { return slices.Contains(r.source.Files(), file) }

func (r *Rest) input(file string) int {
	return slices.IndexFunc(r.files, func(f source.File) bool { return f.Name == file })
}

// remove leaves out the node at a position.
func (r *Rest) remove(at diag.Pos) {
	if at.Line == 0 && r.input(at.File) >= 0 || r.without[at] {
		return
	}
	paths, ok := r.source.PathsAt(at)
	if !ok || len(paths) == 0 || !r.rewritable(at.File) {
		r.removeFile(at)
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

// removeFile leaves out a file that is included or extended, with an error at a position: the nodes that name it.
func (r *Rest) removeFile(at diag.Pos) {
	if r.input(at.File) >= 0 {
		return
	}
	for _, entry := range r.source.Names(at.File) {
		r.touched[entry] = slices.Contains(sections, entry[0])
	}
	for _, via := range r.source.Via(at.File) {
		if via != at {
			r.without[at] = true // ends a cycle
			r.remove(via)
		}
	}
}

// sections lists the sections whose entries refer to each other by name.
var sections = []string{"services", "jobs", "networks", "volumes", "secrets", "configs", "models"}

// wholly lists attributes that determine all others of a service or job: without one of them, the whole entry is left out.
var wholly = []string{"extends", "profiles"}

// extended marks entries that extend an incomplete one as incomplete too.
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

// salvage blanks the parts of an input that have syntax errors, or leaves out the whole file. It adds further syntax errors of the
// file to more.
func (r *Rest) salvage(f diag.Finding, more *[]diag.Finding) bool {
	if f.Pos.Col > 0 && r.rewritable(f.Pos.File) && !r.without[f.Pos] { // a duplicate key: syntax errors of the parser have no column
		r.without[f.Pos] = true
		return true
	}
	at := r.input(f.Pos.File)
	if at < 0 {
		r.blurred = r.blurred || r.known(f.Pos.File) // unless it is an env file
		return false
	}
	file := &r.files[at]
	left, ok := source.Salvage(file.Name, file.Data)
	if !ok {
		r.blurred = true
		if len(r.files) == 1 || string(file.Data) == "{}" {
			return false
		}
		file.Data = []byte("{}") // only the other files are checked further
		return true
	}
	for i, found := range left.Findings {
		path := left.Parts[i]
		r.removed = append(r.removed, path)
		if len(path) > 1 {
			r.touched[[2]string{path[0], path[1]}] = true
		}
		if i > 0 { // the first one has been reported
			*more = append(*more, found)
		}
	}
	for _, name := range left.Keys {
		r.lost[name] = true
	}
	file.Data = left.Text
	return true
}
