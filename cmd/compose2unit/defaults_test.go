package main

import (
	"bytes"
	"context"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/load"
)

// The zero runtime.Options equal the command line without flags: a program that sets none gets the same files.
func TestZeroOptionsAreTheDefaults(t *testing.T) {
	o, err := parse(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, project := range []string{"shop", "workshop"} {
		result, report, err := translate.Translate(context.Background(), translate.Options{
			Options: load.Options{Dir: "../../golden/project/" + project, Environ: []string{"BENCH=oak", "TOKEN=three"}},
		})
		if err != nil || report.Worst() == diag.Error {
			t.Fatal(err, report)
		}
		for _, choice := range all.Choices {
			var said diag.Report
			scope := diag.NewScope(&said, result.Where)
			want := choice.Runtime.Files(result.Project, o.rendering(), scope)
			got := choice.Runtime.Files(result.Project, runtime.Options{}, scope)
			if len(got) != len(want) {
				t.Fatalf("%s %s: %d files, want %d", project, choice.Runtime.Name(), len(got), len(want))
			}
			for i, file := range got {
				if file.Path != want[i].Path || !bytes.Equal(file.Data, want[i].Data) {
					t.Errorf("%s %s: %s differs from what the command writes", project, choice.Runtime.Name(), file.Path)
				}
			}
		}
	}
}
