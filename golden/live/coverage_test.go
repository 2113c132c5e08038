package live

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	dockerruntime "github.com/compose2unit/compose2unit/runtime/docker"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/load"
)

// notOnThisMachine lists attributes that Docker translates in full but that no comparison covers, each with the reason. A key
// that ends in `.` stands for all attributes that begin with it.
var notOnThisMachine = map[string]string{
	"jobs.":                     "the reference docker compose refuses jobs; golden/attr and the life tests cover them",
	"services.*.pre_start.":     "a step's container is gone when the project is up; golden/attr and the life tests cover them",
	"services.*.cpu_rt_period":  "docker refuses it on a kernel without real-time groups",
	"services.*.cpu_rt_runtime": "docker refuses it on a kernel without real-time groups",
	"services.*.storage_opt":    "docker refuses it on a file system without quotas for projects",
	"services.*.build.":         "images are compared by TestBuildsEqualCompose, with a project of its own",
}

// excuse returns the reason why an attribute is not compared.
func excuse(attr string) string {
	for key, reason := range notOnThisMachine {
		if key == attr || strings.HasSuffix(key, ".") && strings.HasPrefix(attr, key) {
			return reason
		}
	}
	return ""
}

// Every attribute that the docker runtime translates in full is compared with docker compose at least once. This needs no
// machine: it reads which attributes the compared projects set.
func TestEveryFullAttributeIsCompared(t *testing.T) {
	set := map[string]bool{}
	for _, pattern := range []string{
		"../project/*/compose.yml", "testdata/equal/*/compose.yml", "testdata/equal-docker/*/compose.yml", "testdata/equal-docker-28/*/compose.yml",
	} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no projects match %s: %v", pattern, err)
		}
		for _, file := range files {
			for _, attr := range written(t, file) {
				set[attr] = true
			}
		}
	}
	for _, row := range dockerruntime.Runtime.Rows() {
		if row.Support == runtime.Full && !set[row.Attr] && excuse(row.Attr) == "" {
			t.Errorf("%s is never compared with docker compose: set it in a project of testdata/equal, or give the reason in notOnThisMachine", row.Attr)
		}
	}
}

// written returns the rows of the attributes that a project sets.
func written(t *testing.T, file string) []string {
	t.Helper()
	result, report, err := translate.Translate(context.Background(), translate.Options{
		Options: load.Options{Inputs: []string{filepath.Base(file)}, Dir: filepath.Dir(file)},
	})
	if err != nil || result == nil {
		t.Fatalf("%s: %v %v", file, err, report.Findings())
	}
	table := runtime.NewTable(dockerruntime.Runtime.Rows())
	var rows []string
	for _, attr := range result.Written {
		if row, ok := table.Row(attr.Pattern); ok && !slices.Contains(rows, row.Attr) {
			rows = append(rows, row.Attr)
		}
	}
	return rows
}
