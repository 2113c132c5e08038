package generator

import (
	"bytes"
	"path"
	"path/filepath"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
)

// findings is the private file that holds what is wrong with a project.
const findings = "findings"

// refused returns the files of a project that cannot be translated: its target, which wants a unit that prints the findings and
// fails. So the journal and `systemctl status` say what is wrong, and `systemctl --failed` lists it.
func refused(p Project, said, wantedBy string) ([]runtime.File, error) {
	scheme := names.Scheme{Project: p.Name}
	head := func(description string) templates.Head {
		return templates.Head{
			From: unit.Text(filepath.Base(p.File) + "; edit that"), SourcePath: unit.Path(p.File),
			Description: unit.Text(p.Name + ": " + description), Project: unit.Path(p.Name),
		}
	}
	service := templates.OneshotView{Head: head("the Compose file cannot be translated"), Start: []templates.Exec{{Command: unit.Command(unit.Plain,
		unit.Words("/bin/sh", "-c", `cat "$0" >&2; exit 1`),
		[]unit.Value{unit.Concat(unit.Literal("%Y/"), unit.Word(p.Name+"/"+findings))})}}}
	target := templates.TargetView{Head: head("all services"), WantedBy: unit.Units(wantedBy)}
	target.Head.Wants = []unit.Value{unit.Units(scheme.Refused())}
	files := []runtime.File{{Path: path.Join(p.Name, findings), Mode: 0o600, Data: []byte(said)}}
	for _, made := range []struct {
		name     string
		template unit.Template
		view     any
	}{{scheme.Refused(), templates.Oneshot, service}, {scheme.Target(), templates.Target, target}} {
		data, err := unit.Render(made.template, made.view)
		if err != nil {
			return nil, err
		}
		files = append(files, runtime.File{Path: made.name, Mode: 0o644, Data: bytes.TrimLeft(data, "\n")})
	}
	return files, nil
}
