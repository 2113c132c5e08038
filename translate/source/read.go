package source

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/input"
)

// File is one input, already read.
type File struct {
	// Name is the name that the user gave it; Path is absolute (also for standard input, which has no file).
	Name, Path string
	Data       []byte
}

// Env is the interpolation environment of a file.
type Env interface {
	// Expand interpolates one string; with an error, the reference is not followed.
	Expand(string) (string, error)
	// Expansion returns the result of interpolating a string, or nil if it contains no value of the environment.
	Expansion(string) *Expansion
	// ID is the same for environments with the same variables.
	ID() string
	// With adds the variables of the env files of an include, or returns what is wrong with one.
	With(files []string) (Env, *diag.Finding)
}

// Options specify what to read.
type Options struct {
	Files []File
	// Dir is the project directory: the base of the relative paths in the inputs.
	Dir string
	Env Env
	// DotEnv reports whether an include's .env that the include does not name may be read; nil means always.
	DotEnv func(path string) bool
	// MaxNodes limits the nodes of all files together, and of each document with its aliases expanded.
	MaxNodes int64
	// Without are nodes that are left out.
	Without Without
}

// reader follows the files of a project.
type reader struct {
	opts     Options
	m        *Map
	left     int64
	included map[string]*node // by everything that determines the result: the paths and directory
	bases    map[string]*node // files that are extended, by path
	extended map[*node]*node  // services with their extends applied
	referred map[string]bool  // references that are recorded
	work     work
	marked   bool  // there is a !reset or !override
	bytes    int64 // of all files
	siblings Siblings
}

// context is how paths inside a file are resolved.
type context struct {
	name, path string // of the file: in the user's terms, and absolute
	// dir is the project directory, base of include; extends is the base of extends.file.
	dir, extends string
	env          Env
	stack        []string // the files that include this one
}

// Read reads the files and everything they include and extend. It always returns a Map; its Report contains the errors.
func Read(opts Options) *Map {
	r := &reader{opts: opts, m: &Map{names: map[string]string{}, via: map[string][]diag.Pos{}}, left: opts.MaxNodes,
		included: map[string]*node{}, referred: map[string]bool{}, bases: map[string]*node{}, extended: map[*node]*node{}}
	r.work.m = r.m
	var root *node
	for _, f := range opts.Files {
		id := r.file(f.Name)
		ctx := context{name: f.Name, path: f.Path, dir: opts.Dir, extends: opts.Dir, env: opts.Env}
		root = r.documents(root, id, f.Data, ctx)
	}
	r.m.root = root
	r.expanded()
	r.m.root = uniqueItems(root)
	return r.m
}

func (r *reader) file(name string) int32 {
	r.m.files, r.m.texts = append(r.m.files, name), append(r.m.texts, nil)
	return int32(len(r.m.files) - 1)
}

// documents merges the documents of one file over base, each with its includes and extends applied (compose-go
// loader.loadYamlFile).
func (r *reader) documents(base *node, id int32, data []byte, ctx context) *node {
	for _, d := range r.parse(id, data, ctx.env) {
		r.m.docs = append(r.m.docs, doc{file: id, root: d, env: ctx.env, whole: true})
		d = promote(d)
		d = r.includes(d, ctx)
		d = r.extends(d, ctx)
		base = r.lay(base, d, nil)
	}
	return base
}

// include is one entry of the top-level include.
type include struct {
	at         *node
	paths      []*node
	dir        *node
	env        []*node
	envWritten bool
}

func includeOf(n *node) include {
	if n.kind == scalar {
		return include{at: n, paths: []*node{n}}
	}
	inc := include{at: n, paths: items(n.kid("path")), dir: n.kid("project_directory")}
	if e := n.kid("env_file"); e != nil {
		inc.env, inc.envWritten = items(e), true
	}
	return inc
}

// items returns the scalars of a string or list.
func items(n *node) []*node {
	switch {
	case n == nil:
		return nil
	case n.kind == scalar:
		return []*node{n}
	}
	var out []*node
	for _, k := range n.kids {
		if k.kind == scalar {
			out = append(out, k)
		}
	}
	return out
}

// includes merges the document over what it includes (compose-go loader.ApplyInclude).
func (r *reader) includes(d *node, ctx context) *node {
	list := d.kid("include")
	if list == nil || list.kind != sequence {
		return d
	}
	ctx.stack = append(ctx.stack[:len(ctx.stack):len(ctx.stack)], ctx.path)
	for _, entry := range list.kids {
		if base := r.include(includeOf(entry), ctx); base != nil {
			d = r.lay(base, d, nil)
		}
	}
	return d
}

func (r *reader) include(inc include, ctx context) *node {
	var paths []string
	for _, p := range inc.paths {
		path, ok := r.resolve(p, ctx.dir, ctx, "include")
		if !ok {
			return nil
		}
		paths = append(paths, path)
		r.named(shown(ctx, path), inc.at)
	}
	if len(paths) == 0 {
		return nil
	}
	for i, seen := range ctx.stack {
		if seen == paths[0] {
			r.reason(inc.at, diag.Invalid, "the files include each other: "+r.chain(ctx.stack[i:], paths[0]), "")
			return nil
		}
	}
	next := ctx
	next.dir = filepath.Dir(paths[0])
	if inc.dir != nil {
		next.dir = r.expand(inc.dir, ctx.env)
		if !filepath.IsAbs(next.dir) {
			next.dir = filepath.Join(ctx.dir, next.dir)
		}
	}
	next.extends, next.env = next.dir, r.includeEnv(inc, ctx, next.dir)
	ref := Reference{At: r.m.pos(inc.at), Paths: paths, Dir: next.dir}
	for _, path := range paths {
		ref.Files = append(ref.Files, shown(ctx, path))
	}
	r.refer(ref)
	key := strings.Join(append(paths, next.dir, envID(next.env)), "\x00")
	if done, ok := r.included[key]; ok {
		return done
	}
	base := r.includeFiles(inc, paths, ctx, next)
	r.included[key] = base
	return base
}

// named notes that a file is named at a node.
func (r *reader) named(file string, at *node) { r.m.via[file] = append(r.m.via[file], r.m.pos(at)) }

func (r *reader) includeFiles(inc include, paths []string, ctx, next context) *node {
	var base *node
	for i, path := range paths {
		data, ok := r.follow(inc.paths[i], path, "include", ctx)
		if !ok {
			return nil
		}
		next.name, next.path = shown(ctx, path), path
		base = r.documents(base, r.file(next.name), data, next)
	}
	if base == nil {
		return nil
	}
	// only these sections are imported (compose-go loader.importResources)
	out := *base
	out.kids, out.index = nil, nil
	for _, name := range []string{"services", "jobs", "volumes", "networks", "secrets", "configs", "models"} {
		if k := base.kid(name); k != nil {
			out.kids = append(out.kids, k)
		}
	}
	return out.seal()
}

// includeEnv returns the environment of an include: its env_file, or else the .env of its directory.
func (r *reader) includeEnv(inc include, ctx context, dir string) Env {
	files := []string{filepath.Join(dir, ".env")}
	if info, err := os.Stat(files[0]); err == nil && !info.IsDir() && len(inc.env) == 0 && r.opts.DotEnv != nil && !r.opts.DotEnv(files[0]) {
		r.m.at(inc.at).At("include").Error(diag.Unsafe, shown(ctx, files[0])+" would be read for the include (-ignore-dot-env)",
			"set env_file next to its path: that file, or /dev/null for none")
	}
	if inc.envWritten && len(inc.env) > 0 {
		files = nil
		for _, e := range inc.env {
			if f := r.expand(e, ctx.env); f == "" {
				r.m.at(e).At("include", "env_file").Error(diag.Invalid, "the name of an env file is empty",
					"write the file, or remove env_file; /dev/null is none")
				return ctx.env
			} else if f == "/dev/null" {
				continue
			} else if filepath.IsAbs(f) {
				files = append(files, f)
			} else {
				files = append(files, filepath.Join(ctx.dir, f))
			}
		}
	} else if info, err := os.Stat(files[0]); err != nil || info.IsDir() {
		files = nil
	}
	if ctx.env == nil {
		return nil
	}
	env, wrong := ctx.env.With(files)
	switch {
	case wrong == nil:
	case wrong.Code == diag.Missing:
		r.reason(inc.at, diag.Missing, "the env file of the include cannot be read: "+wrong.Text, "")
	default:
		if wrong.Pos.Line == 0 {
			wrong.Pos = r.m.pos(inc.at)
		}
		r.m.Report.Add(*wrong)
	}
	return env
}

// envID distinguishes environments; a file may have another meaning in another one.
func envID(env Env) string {
	if env == nil {
		return ""
	}
	return env.ID()
}

// expand interpolates; what cannot be interpolated is returned unchanged.
func (r *reader) expand(n *node, env Env) string {
	if env != nil {
		if s, err := env.Expand(n.text); err == nil {
			return s
		}
	}
	return n.text
}

// resolve makes a reference an absolute path, and refuses what is not on this machine.
func (r *reader) resolve(n *node, dir string, ctx context, attr string) (string, bool) {
	path := r.expand(n, ctx.env)
	if remote(path) {
		r.m.at(n).At(attr).Error(diag.Unsupported, fmt.Sprintf("%s is not a local file, and nothing is fetched from the network", path),
			"download it and name the local copy")
		return "", false
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	return path, true
}

// remote reports whether docker compose would fetch the path by git or as an OCI artifact (docker/compose
// pkg/remote/git.go and oci.go).
func remote(path string) bool {
	for _, prefix := range []string{"oci:", "git@", "git:", "http:", "https:", "ssh:", "github.com/"} {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}

// follow reads a file that include or extends names.
func (r *reader) follow(at *node, path, attr string, ctx context) ([]byte, bool) {
	data, err := input.ReadFile(path, input.Compose)
	if err == nil {
		return data, true
	}
	if _, gone := os.Stat(path); errors.Is(gone, os.ErrNotExist) {
		r.reason(at, diag.Missing, fmt.Sprintf("the file %s does not exist", shown(ctx, path)), cmp.Or(r.siblings.Near(shown(ctx, path), path, false), "correct the path, or create the file"))
	} else if gone != nil {
		r.reason(at, diag.Missing, fmt.Sprintf("the file %s cannot be read: %s", shown(ctx, path), plainError(gone)), "")
	} else {
		r.m.at(at).At(attr).Error(diag.Invalid, err.Error())
	}
	return nil, false
}

// plainError removes the name of the system call: "open x: no such file" becomes "x: no such file".
func plainError(err error) string {
	s := err.Error()
	for _, call := range []string{"open ", "stat ", "read ", "lstat "} {
		s = strings.TrimPrefix(s, call)
	}
	return s
}

func (r *reader) reason(at *node, code diag.Code, text, hint string) {
	diag.ScopeAt(&r.m.Reasons, r.m.pos(at)).Error(code, text, hint)
}

func (r *reader) chain(stack []string, last string) string {
	var names []string
	for _, s := range append(stack[:len(stack):len(stack)], last) {
		names = append(names, filepath.Base(s))
	}
	return strings.Join(names, " -> ")
}

// shown returns the path of a file that another one refers to in the user's terms: relative to the name of that one.
func shown(from context, path string) string {
	if filepath.IsAbs(from.name) {
		return path
	}
	if rel, err := filepath.Rel(filepath.Dir(from.path), path); err == nil {
		return filepath.Join(filepath.Dir(from.name), rel)
	}
	return path
}
