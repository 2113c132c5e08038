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

// forms are the templates of the man page and the completions, to be filled in from the help.
//
//go:embed form
var forms embed.FS

// manual is the data for the man page's template.
type manual struct {
	Program  help.Command
	Commands []help.Command
	// Codes are those of findings; Environment lists the variables that the program reads, as a test verifies.
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
	{"DOCKER_DEFAULT_PLATFORM", "the platform of services that name none, as with docker compose"},
	{"NO_COLOR", "not empty: findings have no color, unless -color says otherwise"},
	{"TERM", "dumb: the same"},
	{"HOME", "the user's home directory, the place of .config and .local/state for -user"},
	{"XDG_CONFIG_HOME", "where the user's units, projects and settings are, instead of ~/.config"},
	{"XDG_STATE_HOME", "where notes about the user's projects are, instead of ~/.local/state"},
	{"XDG_RUNTIME_DIR", "where the user's service manager and engine are found"},
}

// manPage returns compose2unit(1).
func manPage(codes map[diag.Code]string) []byte {
	all := commands()
	m := manual{Program: all[0], Commands: all[1:], Environment: environment}
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		m.Codes = append(m.Codes, named{string(code), codes[code]})
	}
	return fill("compose2unit.1", m, template.FuncMap{"text": roffText, "code": roffCode, "arg": roffArg, "operands": roffOperands})
}

// fill executes a template. It panics if that fails: that is a defect of docgen, which its tests find.
func fill(name string, data any, functions template.FuncMap) []byte {
	form := template.Must(template.New(name).Funcs(functions).ParseFS(forms, "form/"+name))
	var b bytes.Buffer
	if err := form.Execute(&b, data); err != nil {
		panic(err)
	}
	return append(bytes.TrimSpace(b.Bytes()), '\n')
}

var (
	// roff escapes what groff would interpret as an escape, a hyphen or a curly quote, to keep the ASCII that is typed
	// (man(7)).
	roff = strings.NewReplacer(`\`, `\e`, `-`, `\-`, `'`, `\(aq`, "`", "\\`", `^`, `\(ha`, `~`, `\(ti`)

	flagWord = regexp.MustCompile(`(^|[ (])(\\-[a-z][a-z\\-]*[a-z])`)
)

// roffCode returns a text as it is typed.
func roffCode(text string) string {
	text = roff.Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, `\(aq`) {
		text = `\&` + text
	}
	return text
}

// roffText returns a sentence with flags highlighted.
func roffText(text string) string {
	return flagWord.ReplaceAllString(roffCode(text), `$1\fB$2\fR`)
}

// roffOperands returns arguments, each of which may be repeated: words that alternate with what .RI prints upright.
func roffOperands(operands string) string {
	return strings.ReplaceAll(operands, "|", ` ...| `) + " ..."
}

// roffArg returns the name of a flag's value: in italics, with words that are to be typed in bold.
func roffArg(arg string) string {
	if strings.Contains(arg, "|") {
		return `\fB` + strings.ReplaceAll(roffCode(arg), "|", `\fR|\fB`) + `\fR`
	}
	return `\fI` + roffCode(arg) + `\fR`
}
