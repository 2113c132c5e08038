//go:build live

// Registry is an in-memory image registry for a live machine, which cannot reach any other. It listens on 127.0.0.1:5000.
package main

import (
	"fmt"
	"net/http"
	"os"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	if err := http.ListenAndServe("127.0.0.1:5000", registry.New()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
