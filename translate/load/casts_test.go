package load

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/compose-spec/compose-go/v2/interpolation"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/tree"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/google/go-cmp/cmp"

	"github.com/compose2unit/compose2unit/translate/source"
)

// A string becomes a boolean or number wherever compose-go converts it, however the key is written and whichever file it is in.
func TestTextsGetTheirTypes(t *testing.T) {
	for name, archive := range map[string]string{
		"a variable":       "-- compose.yaml --\nservices:\n  web: {image: x, init: \"${YES}\", ulimits: {nproc: \"${N}\"}}\n",
		"JSON":             "-- compose.yaml --\n{\"services\": {\"web\": {\"image\": \"x\", \"\\u0069nit\": \"${YES}\", \"ulimits\": {\"nproc\": \"${N}\"}}}}\n",
		"an alias":         "-- compose.yaml --\nx-a: [&key init, &limits {nproc: \"${N}\"}]\nservices:\n  web: {image: x, *key : \"${YES}\", ulimits: *limits}\n",
		"a tag":            "-- compose.yaml --\nservices:\n  web: {image: x, !!str init: \"${YES}\", !!binary dWxpbWl0cw==: {nproc: \"${N}\"}}\n",
		"a merge key":      "-- compose.yaml --\nx-a: &all {init: \"${YES}\", ulimits: {nproc: \"${N}\"}}\nservices:\n  web: {image: x, <<: *all}\n",
		"two documents":    "-- compose.yaml --\nservices:\n  web: {image: x, init: \"${YES}\"}\n---\nservices:\n  web: {ulimits: {nproc: \"${N}\"}}\n",
		"an override file": "-- compose.yaml --\nservices:\n  web: {image: x}\n-- compose.override.yaml --\nservices:\n  web: {init: \"${YES}\", ulimits: {nproc: \"${N}\"}}\n",
		"an include":       "-- compose.yaml --\ninclude: [other.yaml]\n-- other.yaml --\nservices:\n  web: {image: x, init: \"${YES}\", ulimits: {nproc: \"${N}\"}}\n",
		"an extended file": "-- compose.yaml --\nservices:\n  web: {extends: {file: other.yaml, service: base}}\n-- other.yaml --\nservices:\n  base: {image: x, init: \"${YES}\", ulimits: {nproc: \"${N}\"}}\n",
		"an extended service": "-- compose.yaml --\nservices:\n  web: {extends: base}\n" +
			"  base: {image: x, init: \"${YES}\", ulimits: {nproc: \"${N}\"}}\n",
	} {
		t.Run(name, func(t *testing.T) {
			web := loads(t, Options{Dir: folder(t, archive), Environ: []string{"YES=true", "N=7"}}).Project.Services["web"]
			if web.Init == nil || !*web.Init || web.Ulimits["nproc"] == nil || web.Ulimits["nproc"].Single != 7 {
				t.Errorf("init %v, ulimits %v", web.Init, web.Ulimits)
			}
		})
	}
}

// Only patterns that no path in the files can match are left out.
func TestCastsOfFiles(t *testing.T) {
	var all map[tree.Path]interpolation.Cast
	loader.ToOptions(&types.ConfigDetails{}, []func(*loader.Options){func(o *loader.Options) { all = o.Interpolate.TypeCastMapping }})
	read := func(text string) map[tree.Path]interpolation.Cast {
		l := &loading{source: source.Read(source.Options{Files: []source.File{{Name: "compose.yaml", Data: []byte(text)}}, MaxNodes: MaxNodes})}
		return l.casts(all)
	}
	got := slices.Sorted(maps.Keys(read("services:\n  web: {image: x, init: \"true\", ulimits: {nproc: 1}}\nvolumes: {d: }\n")))
	if want := []tree.Path{"services.*.init", "services.*.ulimits.*"}; !slices.Equal(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
	if got := read("services.web.init: x\n"); len(got) != 1 { // compose-go does not escape a dot in a top-level key
		t.Errorf("kept %v of a key with dots", got)
	}
	for _, text := range []string{"include: [x]\n", "services: {web: {extends: {file: x}}}\n", "? *a : b\n", "!!binary aW5pdA==: b\n", "a: b\na: c\n"} {
		if got := read(text); len(got) != len(all) {
			t.Errorf("%d patterns of %d are kept for %q", len(got), len(all), text)
		}
	}
}

// A project with many attributes is loaded as by compose-go with its whole table.
func TestCastsChangeNothing(t *testing.T) {
	dir := folder(t, "-- compose.yaml --\nservices:\n  web:\n    image: x\n    cpus: \"${C}\"\n    privileged: \"true\"\n    healthcheck: {test: x, retries: \"3\"}\n"+
		"    ports: [{target: \"80\"}]\n    deploy: {replicas: \"2\", restart_policy: {max_attempts: \"4\"}}\n    depends_on: {db: {condition: service_started, required: \"false\"}}\n"+
		"  db: {image: y, volumes: [{type: volume, source: d, target: /d, read_only: \"true\", volume: {nocopy: \"true\"}}]}\nvolumes: {d: {external: \"true\"}}\n")
	file := types.ConfigFile{Filename: dir + "/compose.yaml"}
	details := types.ConfigDetails{WorkingDir: dir, ConfigFiles: []types.ConfigFile{file}, Environment: types.Mapping{"C": "0.5"}}
	want, err := loader.LoadWithContext(context.Background(), details, func(o *loader.Options) { o.SetProjectName("shop", true) })
	if err != nil {
		t.Fatal(err)
	}
	got := loads(t, Options{Dir: dir, Environ: []string{"C=0.5"}}).Project
	for name := range want.Services {
		if diff := cmp.Diff(want.Services[name], got.Services[name]); diff != "" {
			t.Errorf("%s differs:\n%s", name, diff)
		}
	}
}
