package cli

import "io/fs"

// ReadScripts returns the contents of an engine's embedded folder `scripts`, by name. It panics if the folder cannot be
// read, which is a programming error.
func ReadScripts(embedded fs.FS) map[string][]byte {
	out := map[string][]byte{}
	entries, err := fs.ReadDir(embedded, "scripts")
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		data, err := fs.ReadFile(embedded, "scripts/"+e.Name())
		if err != nil {
			panic(err)
		}
		out[e.Name()] = data
	}
	return out
}
