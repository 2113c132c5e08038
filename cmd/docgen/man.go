package main

import (
	"bytes"
	"embed"
	"maps"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/compose2unit/compose2unit/cmd/docgen/help"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// forms are the man page and the completions with gaps where the help speaks.
//
//go:embed form
var forms embed.FS

// manual is what the man page's form is filled with.
type manual struct {
	Program  help.Command
	Commands []help.Command
	// Codes are those of findings; Environment the variables that the loader reads, which a test holds against it.
	Codes, Environment []named
}

type named struct{ Name, Text string }

var environment = []named{
	{"COMPOSE_FILE", "the Compose files, with colons between them, when -inputs names none"},
	{"COMPOSE_PATH_SEPARATOR", "what stands between the names in COMPOSE_FILE instead of a colon"},
	{"COMPOSE_PROJECT_NAME", "the project's name, when -project says none"},
	{"COMPOSE_PROFILES", "active profiles, with commas between them, when -profiles names none"},
	{"COMPOSE_ENV_FILES", "files for interpolation, with commas between them, when -env-files names none"},
	{"COMPOSE_DISABLE_ENV_FILE", "true: .env is not read"},
	{"COMPOSE_COMPATIBILITY", "true: names of containers have underscores, as those of Compose 1"},
	{"COMPOSE_CONVERT_WINDOWS_PATHS", "true: Windows paths of volumes become Unix paths"},
	{"NO_COLOR", "set to anything: findings have no color, unless -color says otherwise"},
}

// manPage is compose2unit(1).
func manPage(codes map[diag.Code]string) []byte {
	all := commands()
	m := manual{Program: all[0], Commands: all[1:], Environment: environment}
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		m.Codes = append(m.Codes, named{string(code), codes[code]})
	}
	return fill("compose2unit.1", m, template.FuncMap{"text": roffText, "code": roffCode, "arg": roffArg})
}

// fill prints a form. It panics on a form that cannot be filled: that is a defect of docgen, which its tests find.
func fill(name string, data any, functions template.FuncMap) []byte {
	form := template.Must(template.New(name).Funcs(functions).ParseFS(forms, "form/"+name))
	var b bytes.Buffer
	if err := form.Execute(&b, data); err != nil {
		panic(err)
	}
	return append(bytes.TrimSpace(b.Bytes()), '\n')
}

var (
	// roff keeps what groff would take for an escape, a hyphen or a curly quote as the ASCII that people type (man(7)).
	roff = strings.NewReplacer(`\`, `\e`, `-`, `\-`, `'`, `\(aq`, "`", "\\`", `^`, `\(ha`, `~`, `\(ti`)

	flagWord = regexp.MustCompile(`(^|[ (])(\\-[a-z][a-z\\-]*[a-z])`)
)

// roffCode is a text as it is typed.
func roffCode(text string) string {
	text = roff.Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, `\(aq`) {
		text = `\&` + text
	}
	return text
}

// roffText is a sentence in which flags stand out.
func roffText(text string) string {
	return flagWord.ReplaceAllString(roffCode(text), `$1\fB$2\fR`)
}

// roffArg is what a flag's value is called: in italics, but words that are to be typed in bold.
func roffArg(arg string) string {
	if strings.Contains(arg, "|") {
		return `\fB` + strings.ReplaceAll(roffCode(arg), "|", `\fR|\fB`) + `\fR`
	}
	return `\fI` + roffCode(arg) + `\fR`
}
