package world

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Options parses leading flags. The flags in valued have a value.
func Options(args []string, valued ...string) (map[string][]string, []string) {
	out := map[string][]string{}
	for len(args) > 0 && strings.HasPrefix(args[0], "--") {
		flag := args[0]
		args = args[1:]
		out[flag] = append(out[flag], "")
		if slices.Contains(valued, flag) && len(args) > 0 {
			out[flag][len(out[flag])-1] = args[0]
			args = args[1:]
		}
	}
	return out, args
}

// boolean are the flags of `create` without a value.
var boolean = map[string]bool{"--init": true, "--interactive": true, "--no-healthcheck": true, "--privileged": true, "--read-only": true, "--tty": true}

// Create emulates the create command of an engine's client. It returns an empty id and no error if there is no image among
// the arguments.
func (w *World) Create(args []string) (id string, err error) {
	var name string
	var targets, sources, networks []string
	labels := map[string]string{}
	for len(args) > 0 && strings.HasPrefix(args[0], "-") {
		flag := args[0]
		args = args[1:]
		if boolean[flag] || strings.Contains(flag, "=") || len(args) == 0 {
			continue
		}
		value := args[0]
		args = args[1:]
		switch flag {
		case "--name":
			name = value
		case "--label":
			key, v, _ := strings.Cut(value, "=")
			labels[key] = v
		case "--network":
			networks = append(networks, value)
		case "--volume":
			parts := strings.Split(value, ":")
			targets, sources = append(targets, parts[1]), append(sources, parts[0])
		case "--tmpfs":
			target, _, _ := strings.Cut(value, ":")
			targets, sources = append(targets, target), append(sources, "tmpfs")
		case "--mount":
			source, target := w.mountOf(value)
			targets, sources = append(targets, target), append(sources, source)
		}
	}
	if len(args) == 0 {
		return "", nil
	}
	if id, err = w.Make(name, args[0], labels, targets, sources); err == nil {
		w.connect(w.Find(id), networks)
	}
	return id, err
}

// connect connects a container to existing networks; the first is its network mode.
func (w *World) connect(c *Container, networks []string) {
	for i, network := range networks {
		network, _, _ = strings.Cut(network, ":") // podman's includes options
		if i == 0 {
			c.NetworkMode = network
		}
		if w.Resource("network", network) != nil {
			c.Networks[network] = network + "-id"
		}
	}
}

// mountOf parses --mount as the clients do, one line of CSV (docker/cli opts/mount.go, podman pkg/specgenutil/volumes.go);
// of two fields with the same key the later one applies.
func (w *World) mountOf(value string) (source, target string) {
	fields, err := csv.NewReader(strings.NewReader(value)).Read()
	if err != nil {
		w.Complain("--mount %q: %v", value, err)
	}
	for _, field := range fields {
		switch key, v, _ := strings.Cut(field, "="); key {
		case "src":
			source = v
		case "dst":
			target = v
		}
	}
	return source, target
}

// Refused is the engine's own error message.
type Refused string

// Error returns the message.
func (r Refused) Error() string { return string(r) }

// ErrConflict is the error for a second container with the same name.
const ErrConflict = Refused("Conflict. The container name is already in use")

// Make emulates an engine's create call.
func (w *World) Make(name, image string, labels map[string]string, targets, sources []string) (string, error) {
	i := w.Image(image)
	if w.Refusal != "" {
		return "", Refused(w.Refusal)
	}
	if i == nil {
		return "", Refused("No such image: " + image)
	}
	if w.Find(name) != nil {
		return "", ErrConflict
	}
	w.made++
	if name == "" {
		name = fmt.Sprintf("unnamed%d", w.made)
	}
	targets, sources = slices.Clone(targets), slices.Clone(sources)
	for _, v := range i.Volumes {
		if !slices.Contains(targets, v) {
			targets, sources = append(targets, v), append(sources, "")
		}
	}
	c := w.Add(name, fmt.Sprintf("ade%09x", w.made))
	c.Status = "created"
	maps.Copy(c.Labels, labels)
	for i, target := range targets {
		if slices.Contains(targets[:i], target) {
			_ = w.apply("gone " + name)
			return "", Refused("Duplicate mount point: " + target)
		}
		m := Mount{"volume", sources[i], target}
		switch {
		case m.Name == "tmpfs":
			m.Type = "tmpfs"
		case strings.HasPrefix(m.Name, "/"):
			m.Type = "bind"
		case m.Name == "":
			m.Name = strings.Repeat("f", 64)
		}
		c.Mounts = append(c.Mounts, m)
	}
	return c.ID, nil
}

// Gone removes a container, or an object of another kind.
func (w *World) Gone(kind, name string) {
	verb := "gone"
	if kind != "container" {
		verb += "-" + kind
	}
	_ = w.Engine.Apply(verb, []string{name})
}

// Unpack logs the contents of an archive that was sent.
func (w *World) Unpack(input []byte) Answer {
	return w.entries(input, func(h *tar.Header, data string) {
		w.Log("sent %s %s %d:%d %s", PrintWords([]string{h.Name}), h.FileInfo().Mode(), h.Uid, h.Gid, strconv.Quote(data))
	})
}

// Load logs the entries of an archive that an engine loads, if one was sent.
func (w *World) Load(input []byte) Answer {
	return w.entries(input, func(h *tar.Header, data string) {
		w.Log("sent %s %c %s%s", PrintWords([]string{h.Name}), h.Typeflag, PrintWords([]string{data}), h.Linkname)
	})
}

func (w *World) entries(input []byte, each func(*tar.Header, string)) Answer {
	r := tar.NewReader(bytes.NewReader(input))
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return Answer{}
		}
		if err != nil {
			return Fail("%v", err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			return Fail("%v", err)
		}
		each(h, string(data))
	}
}

// archive returns a tar archive of NAME=TEXT, links NAME->TARGET and pipes NAME|.
func archive(members []string) ([]byte, error) {
	var b bytes.Buffer
	out := tar.NewWriter(&b)
	for _, member := range members {
		h := &tar.Header{Mode: 0o644}
		var text string
		var isText, isLink bool
		if h.Name, text, isText = strings.Cut(member, "="); isText {
			h.Size = int64(len(text))
		} else if h.Name, h.Linkname, isLink = strings.Cut(member, "->"); isLink {
			h.Typeflag = tar.TypeSymlink
		} else {
			h.Name, h.Typeflag = strings.TrimSuffix(member, "|"), tar.TypeFifo
		}
		h.Name = strings.ReplaceAll(h.Name, "sha256:", "sha256/")
		if err := out.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := io.WriteString(out, text); err != nil {
			return nil, err
		}
	}
	err := out.Close()
	return b.Bytes(), err
}

// archiveNamed returns the archive, compressed if the name of its file ends in .gz.
func archiveNamed(name string, members []string) ([]byte, error) {
	data, err := archive(members)
	if err != nil || !strings.HasSuffix(name, ".gz") {
		return data, err
	}
	var b bytes.Buffer
	out := gzip.NewWriter(&b)
	_, err = out.Write(data)
	err = errors.Join(err, out.Close())
	return b.Bytes(), err
}

// Pack returns an archive of one file of a container, as `cp CONTAINER:PATH -` prints it. It is not ok if the file does not
// exist.
func (c *Container) Pack(path string) (archive string, ok bool) {
	text, ok := c.Files[path]
	var b bytes.Buffer
	out := tar.NewWriter(&b)
	err := out.WriteHeader(&tar.Header{Name: path[strings.LastIndex(path, "/")+1:], Mode: 0o644, Size: int64(len(text))})
	_, err2 := io.WriteString(out, text)
	err = errors.Join(err, err2, out.Close())
	return b.String(), ok && err == nil
}
