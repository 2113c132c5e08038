// Package translate turns a Compose project into the model of what must exist on the target.
//
// The reference is docker compose [ComposeVersion]: names, labels, order and defaults are those of its create calls,
// one file for each family of attributes. The package refuses what Compose itself refuses at `up`, and reports with a
// position what Compose only warns about. It depends on no engine and no unit, writes nothing and prints nothing.
package translate

import (
	"context"
	"path/filepath"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
	"github.com/compose2unit/compose2unit/translate/model"
	"github.com/compose2unit/compose2unit/translate/source"
)

// Options specify what to translate, and for which target.
type Options struct {
	load.Options
	// RootPath is the project folder on the target. If it is empty, it is the folder of the project here.
	RootPath string
	// IncludeUnused keeps networks and volumes that no service uses; Compose does not create them.
	IncludeUnused bool
	// AddressPools provide subnets for networks that have none in the file: at most one IPv4 and one IPv6 pool.
	AddressPools []Pool
	// Lock gives every image that is pulled its digest. Nil leaves the images as they are written.
	Lock Lock
}

// Result is a project that can be rendered.
type Result struct {
	Project *model.Project
	// Written lists every attribute that the files set.
	Written []source.Attribute
	// Exposures are values from outside the Compose files that are not in a private file.
	Exposures []Exposure
	// Where returns the position of an attribute, or of its deepest written parent.
	Where func(path ...string) diag.Pos
}

// Translate loads and lowers a project. A non-nil error is an I/O or environment failure. If the report contains an
// Error, the Result is nil or must not be rendered.
func Translate(ctx context.Context, o Options) (*Result, diag.Report, error) {
	o.KeepUnused = o.KeepUnused || o.IncludeUnused
	loaded, report, err := load.Load(ctx, o.Options)
	if err != nil || loaded == nil {
		return nil, report, err
	}
	where := func(path ...string) diag.Pos {
		pos, _ := loaded.Source.Find(path...)
		return pos
	}
	written := func(path ...string) bool {
		_, depth := loaded.Source.Find(path...)
		return depth == len(path)
	}
	root := o.RootPath
	if root != "" {
		root = filepath.Clean(root)
	}
	project := lower(loaded.Project, inputs{
		dir: loaded.Dir, root: root, files: loaded.Files, envFiles: loaded.EnvFilesGiven, unused: o.IncludeUnused, pools: o.AddressPools, digest: o.digest(ctx), where: where, written: written,
		valuesOnTarget: o.EnvFilesOnly, outside: loaded.Outside, filesOf: loaded.FilesOf, text: loaded.Text,
	}, &report)
	stale(o.Lock, &report)
	return &Result{Project: project, Written: loaded.Written, Where: where, Exposures: exposures(loaded.Outside)}, report, nil
}

// digest returns the lock's lookup function, or nil without a lock.
func (o *Options) digest(ctx context.Context) func(name, platform string) (string, error) {
	if o.Lock == nil {
		return nil
	}
	return func(name, platform string) (string, error) { return o.Lock.Digest(ctx, name, platform) }
}
