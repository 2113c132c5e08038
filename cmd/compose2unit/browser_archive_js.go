package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io/fs"
	"os"
	"path"
	"syscall/js"
	"time"
)

// archives packs a directory as a .tar.gz. It returns null if that fails.
func archives(request js.Value) any {
	data, err := archive(request.Get("dir").String(), request.Get("name").String())
	if err != nil {
		return js.Null()
	}
	out := js.Global().Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(out, data)
	return out
}

// packed is the modification time of every entry, so that equal files give equal bytes. GNU tar warns about 1970.
var packed = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// archive packs the content of a directory below a name. Modes are kept, and root is the owner.
func archive(dir, name string) ([]byte, error) {
	var out bytes.Buffer
	zip, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // fails for invalid levels only
	pack := tar.NewWriter(zip)
	files := os.DirFS(dir)
	err := fs.WalkDir(files, ".", func(at string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		header := &tar.Header{Name: path.Join(name, at), Mode: int64(info.Mode().Perm()), ModTime: packed, Uname: "root", Gname: "root"}
		if entry.IsDir() {
			header.Typeflag, header.Name = tar.TypeDir, header.Name+"/"
			return pack.WriteHeader(header)
		}
		data, err := fs.ReadFile(files, at)
		if err != nil {
			return err
		}
		header.Typeflag, header.Size = tar.TypeReg, int64(len(data))
		if err := pack.WriteHeader(header); err != nil {
			return err
		}
		_, err = pack.Write(data)
		return err
	})
	if err == nil {
		err = pack.Close()
	}
	if err == nil {
		err = zip.Close()
	}
	return out.Bytes(), err
}
