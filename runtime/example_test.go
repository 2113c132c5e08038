package runtime_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// From a Compose file to the files of a unit directory, as `compose2unit -runtime podman -format quadlet` does it:
// translate, check what was written against the runtime's rows, render. Nothing is written to the disk.
func Example() {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	const text = `
name: shop
services:
  web:
    image: nginx:1.27
    ports: ["8080:80"]
    restart: unless-stopped
`
	if err := os.WriteFile(filepath.Join(dir, "compose.yml"), []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}

	// A runtime is chosen by engine and format.
	rt, err := all.Find("podman", "quadlet")
	if err != nil {
		log.Fatal(err)
	}
	result, report, err := translate.Translate(context.Background(), translate.Options{
		Options:  load.Options{Inputs: []string{"compose.yml"}, Dir: dir},
		RootPath: "/srv/shop",
	})
	if err != nil {
		log.Fatal(err)
	}
	if report.Worst() == diag.Error {
		log.Fatal("the project cannot be translated") // there may be no result, or one that must not be rendered
	}

	// Check comes before Files: it reports every attribute that this runtime does not translate in full.
	runtime.Check(rt, result.Written, nil, &report)
	options := runtime.Options{
		Systemd: 257, // the oldest version that must read the units
		Engine:  504, // the oldest Podman, as major*100+minor
	}
	files := rt.Files(result.Project, options, diag.NewScope(&report, result.Where))
	if report.Worst() == diag.Error {
		log.Fatal("the project cannot be rendered for this runtime")
	}

	for _, f := range files {
		if !f.Script {
			fmt.Println(f.Path)
		}
		if f.Path == "shop-web.container" {
			for _, line := range strings.Split(string(f.Data), "\n") {
				if strings.HasPrefix(line, "Image=") || strings.HasPrefix(line, "PublishPort=") || strings.HasPrefix(line, "Restart=") {
					fmt.Println("  " + line)
				}
			}
		}
	}
	// Output:
	// shop-default.network
	// shop-down.service
	// shop-web.container
	//   Image=docker.io/library/nginx:1.27
	//   PublishPort=8080:80/tcp
	//   Restart=always
	// shop.target
}
