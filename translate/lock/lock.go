// Package lock reads and writes the lock file of a project: a digest for every image that the project pulls, so that the
// committed units name exact images. It makes no requests; the digests of a new file come from a [Resolver].
package lock

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/opencontainers/go-digest"

	"github.com/compose2unit/compose2unit/translate/input"
)

// Image is what a name refers to.
type Image struct {
	// Digest is the digest that the name is locked to: for an image with several platforms, that of the index, so that one file
	// serves all machines.
	Digest string `json:"digest"`
	// Platforms are the digests of the image of each platform (linux/arm64/v8), for people and for audits.
	Platforms map[string]string `json:"platforms,omitempty"`
}

// File is the lock file: the images by their full names (docker.io/library/nginx:1.27), as the engine would pull them.
type File struct {
	// Path is the name of the file in messages.
	Path string

	images map[string]Image
	used   map[string]bool
	lines  map[string]int
}

// content is the format of the file.
type content struct {
	Images map[string]Image `json:"images"`
}

// Open reads a file; a relative path is below dir. Its errors name the file.
func Open(dir, path string) (*File, error) {
	at := path
	if !filepath.IsAbs(at) {
		at = filepath.Join(dir, at)
	}
	data, err := input.ReadFile(at, input.Lock)
	if err != nil {
		return nil, err
	}
	f, err := Read(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	f.Path = path
	return f, nil
}

// Read parses a file. The error names the line, if it is known.
func Read(data []byte) (*File, error) {
	var in content
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&in); err != nil {
		return nil, fmt.Errorf("line %d: %w", line(data, offset(err, data)), err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("line %d: unexpected text after the end", line(data, decoder.InputOffset()))
	}
	f := &File{images: in.Images, used: map[string]bool{}, lines: map[string]int{}}
	for _, name := range slices.Sorted(maps.Keys(in.Images)) {
		quoted, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		f.lines[name] = line(data, int64(bytes.Index(data, quoted)))
		if err := digest.Digest(in.Images[name].Digest).Validate(); err != nil {
			return nil, fmt.Errorf("line %d: the digest of %s: %w", f.lines[name], name, err)
		}
	}
	return f, nil
}

// offset returns the offset of a decoder's error. For an unknown field, the error contains only the name.
func offset(err error, data []byte) int64 {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return syntax.Offset
	case errors.As(err, &kind):
		return kind.Offset
	}
	_, field, _ := strings.Cut(err.Error(), "unknown field ")
	return int64(bytes.Index(data, []byte(field)))
}

// line returns the number of the line at an offset, from 1.
func line(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:max(0, min(int(offset), len(data)))], []byte("\n"))
}

// Digest returns the digest that an image is locked to. The error says why there is none, or none for this platform; an empty
// platform matches any.
func (f *File) Digest(_ context.Context, name, platform string) (string, error) {
	image, ok := f.images[name]
	if !ok {
		return "", fmt.Errorf("%s is not in the lock file; -lock rewrites it", name)
	}
	f.used[name] = true
	return image.Digest, image.has(name, platform)
}

// has returns an error if the image is not built for a platform. A variant that only one side specifies matches.
func (i Image) has(name, platform string) error {
	if !strings.Contains(platform, "/") || len(i.Platforms) == 0 {
		return nil
	}
	for has := range i.Platforms {
		if has == platform || strings.HasPrefix(has, platform+"/") || strings.HasPrefix(platform, has+"/") {
			return nil
		}
	}
	return fmt.Errorf("%s is not made for %s; there are %s", name, platform, strings.Join(slices.Sorted(maps.Keys(i.Platforms)), ", "))
}

// Stale returns the images that were not looked up, with their lines, sorted by name.
func (f *File) Stale() []Entry {
	var out []Entry
	for _, name := range slices.Sorted(maps.Keys(f.images)) {
		if !f.used[name] {
			out = append(out, Entry{name, f.lines[name]})
		}
	}
	return out
}

// Entry is an image in the file and its line.
type Entry struct {
	Name string
	Line int
}

// Resolver asks a registry what the name of an image currently refers to.
type Resolver func(ctx context.Context, name string) (Image, error)

// Record builds a new file from the images that are looked up.
type Record struct {
	resolve Resolver
	file    *File
	failed  map[string]error
}

// NewRecord returns a record without images.
func NewRecord(resolve Resolver) *Record {
	return &Record{resolve, &File{images: map[string]Image{}, used: map[string]bool{}}, map[string]error{}}
}

// Digest resolves an image once and remembers it.
func (r *Record) Digest(ctx context.Context, name, platform string) (string, error) {
	if err, is := r.failed[name]; is {
		return "", err
	}
	if _, is := r.file.images[name]; !is {
		image, err := r.resolve(ctx, name)
		if err != nil {
			r.failed[name] = err
			return "", err
		}
		r.file.images[name] = image
	}
	return r.file.Digest(ctx, name, platform)
}

// Bytes returns the file to be written: indented JSON, sorted, so that diffs are short.
func (r *Record) Bytes() []byte {
	text, err := json.MarshalIndent(content{r.file.images}, "", "  ")
	if err != nil {
		panic("lock: strings have no JSON: " + err.Error())
	}
	return append(text, '\n')
}
