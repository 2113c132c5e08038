package load

import (
	"path/filepath"

	"github.com/compose-spec/compose-go/v2/loader"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// named determines the project's name: -project, COMPOSE_PROJECT_NAME, the last top-level name, the folder's name. The first
// two must already be normalized, the others are normalized (compose-go cli.withNamePrecedenceLoad, loader.projectName). With
// the name known, compose-go does not parse every input twice more.
func (l *loading) named() bool {
	for _, given := range []struct{ name, from, hint string }{
		{l.opts.Project, "-project", ""},
		{l.env["COMPOSE_PROJECT_NAME"], "COMPOSE_PROJECT_NAME", ""},
	} {
		if given.name == "" {
			continue
		}
		l.name = given.name
		if loader.NormalizeProjectName(l.name) != l.name {
			l.inFirst().Error(diag.Invalid, "the project name "+quoted(l.name)+" of "+given.from+" is not one that Compose accepts",
				"use lowercase letters, digits, - and _, beginning with a letter or digit")
			return false
		}
		return l.setName()
	}
	pos, _ := l.source.Find("name")
	if text := l.source.Text("name"); text != "" {
		return l.written(text, diag.ScopeAt(&l.report, pos).At("name"))
	}
	if l.name = loader.NormalizeProjectName(filepath.Base(l.dir)); l.name == "" {
		diag.ScopeAt(&l.report, pos).Error(diag.Invalid, "the project has no name: neither the files nor the folder give one",
			"add a top-level name, or use -project")
		return false
	}
	return l.setName()
}

// written sets the name from the text in the files, and reports whether that is one.
func (l *loading) written(text string, at diag.Scope) bool {
	env := newVariables(l)
	name, err := env.Expand(text)
	if err != nil {
		sentence, hint := interpolationText(text, err, env)
		at.Error(diag.Unresolved, sentence, hint)
		return false
	}
	if l.name = loader.NormalizeProjectName(name); l.name == "" {
		at.Error(diag.Invalid, "the project's name has no letter or digit: "+quoted(text), "write one, give its variables a value, or use -project")
		return false
	}
	return l.setName()
}

// setName makes the name an interpolation variable, as compose-go does.
func (l *loading) setName() bool {
	l.env["COMPOSE_PROJECT_NAME"] = l.name
	return true
}
