package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/runtime/folder"
	"github.com/compose2unit/compose2unit/runtime/host"
)

// sample runs the whole program over a sample project for one runtime, and returns the folder.
func sample(t *testing.T, dir string, choice all.Choice, flags ...string) (out string) {
	t.Helper()
	out = filepath.Join(t.TempDir(), "out")
	args := append([]string{"-q", "-output", out, "-runtime", choice.Engine, "-format", choice.Format}, flags...)
	inputs, err := filepath.Glob(filepath.Join(dir, "compose.y*ml"))
	if err != nil || len(inputs) != 1 {
		t.Fatal(inputs, err)
	}
	input, err := filepath.Abs(inputs[0])
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	w := &world{args: append(args, "-inputs", input), dir: dir, stdout: &bytes.Buffer{}, stderr: &stderr, pipe: translated}
	if code := run(context.Background(), w); code != exitDone {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	return out
}

// Every file of a project is recognized as the project's: if no file is wanted any more, all of them are removed, including the
// scripts, and files that someone else put next to them are kept.
func TestWhateverIsWrittenIsKnownAsOurs(t *testing.T) {
	projects, err := filepath.Glob("../../golden/project/*")
	if err != nil || len(projects) == 0 {
		t.Fatal("no sample projects: ", err)
	}
	for _, dir := range projects {
		for _, choice := range all.Choices {
			for _, flags := range [][]string{nil, {"-config-dir", "/etc/sample"}} {
				t.Run(filepath.Base(dir)+"/"+choice.Runtime.Name()+strings.Join(flags, " "), func(t *testing.T) {
					out := sample(t, dir, choice, flags...)
					project := filepath.Base(dir)
					scripts := 0
					for name, text := range tree(t, filepath.Join(out, project)) {
						if strings.Contains(text, "# Made by compose2unit: "+name+",") {
							scripts++
						}
					}
					if scripts < 5 {
						t.Errorf("%d scripts: the project is to cover them", scripts)
					}
					mine := map[string]string{project: "a folder", project + "/key.txt": "mine\n", project + "/prepare": "#!/bin/sh\n", "README": "mine\n"}
					for name, text := range mine {
						if name != project {
							put(t, out, name, text)
						}
					}
					w := folder.Output{Root: out, Project: project}
					if _, err := w.Write(); err != nil {
						t.Fatal(err)
					}
					same(t, "left", tree(t, out), mine)
				})
			}
		}
	}
}

// -output directly into a folder that systemd reads considers the units of others, as apply does.
func TestOutputIntoAUnitFolderHidesNobodysUnit(t *testing.T) {
	root := t.TempDir()
	out, lib := root+host.SystemUnits, root+"/usr/lib/systemd/system"
	put(t, lib, "shop-web.service", "[Service]\nExecStart=/usr/sbin/shopd\n")
	for _, flags := range [][]string{{"-output", out}, {"-output", out, "-check"}} {
		var stderr bytes.Buffer
		code := run(context.Background(), &world{args: flags, stdout: &bytes.Buffer{}, stderr: &stderr,
			pipe: fake(nil, []runtime.File{file("shop-web.service", unitOf("shop"))}), machine: host.Machine{Root: root}})
		if code != exitBroken || !strings.Contains(stderr.String(), lib+"/shop-web.service belongs to something else") {
			t.Errorf("%v: exit %d: %s", flags, code, stderr.String())
		}
		same(t, "out", tree(t, out), map[string]string{})
	}
}
