//go:build !linux

package load

import "os"

// unnamed returns the path of a new temporary file, and a function that removes it. In a browser all files are in memory.
func unnamed(data []byte) (path string, remove func(), err error) {
	if err := os.MkdirAll(os.TempDir(), 0o700); err != nil {
		return "", nil, err
	}
	f, err := os.CreateTemp("", "compose2unit-")
	if err != nil {
		return "", nil, err
	}
	defer f.Close()
	if _, err := f.Write(data); err != nil {
		os.Remove(f.Name())
		return "", nil, err
	}
	return f.Name(), func() { os.Remove(f.Name()) }, nil
}
