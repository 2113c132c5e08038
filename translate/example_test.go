package translate_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// write writes a Compose file into a new directory, in place of a project on disk.
func write(text string) (dir string) {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "compose.yml"), []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
	return dir
}

// Translate loads a project and returns the model of what must exist on the target.
func ExampleTranslate() {
	dir := write(`
name: shop
services:
  web:
    image: nginx:1.27
    depends_on: [db]
  db:
    image: postgres:17
    volumes: ["data:/var/lib/postgresql/data"]
volumes:
  data: {}
`)
	defer os.RemoveAll(dir)

	result, report, err := translate.Translate(context.Background(), translate.Options{
		Options:  load.Options{Inputs: []string{"compose.yml"}, Dir: dir},
		RootPath: "/srv/shop", // the project's directory on the target
	})
	if err != nil {
		log.Fatal(err) // a file cannot be read, for instance
	}
	if report.Worst() == diag.Error {
		log.Fatal("the project cannot be translated")
	}
	for _, c := range result.Project.Containers {
		fmt.Println("container", c.Name, "of", c.Image)
	}
	for _, v := range result.Project.Volumes {
		fmt.Println("volume", v.Name)
	}
	for _, n := range result.Project.Networks {
		fmt.Println("network", n.Name)
	}
	// Output:
	// container shop-db-1 of postgres:17
	// container shop-web-1 of nginx:1.27
	// volume shop_data
	// network shop_default
}

// A mistake in a Compose file is not an error of Translate but a finding in the report, with its position and a hint.
func ExampleTranslate_findings() {
	dir := write(`
services:
  web:
    imagee: nginx:1.27
`)
	defer os.RemoveAll(dir)

	_, report, err := translate.Translate(context.Background(), translate.Options{
		Options: load.Options{Inputs: []string{"compose.yml"}, Dir: dir, Project: "shop"},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range report.Findings() {
		fmt.Println(f)
	}
	// Output:
	// compose.yml:4:5: error: services.web.imagee: unknown attribute [invalid]
	//   hint: did you mean image?
}
