// Package templates owns the layout of every unit file: the order of the lines, and the comments in it.
//
// Templates loop and test for emptiness. They never format a value and never depend on the runtime: whatever follows an `=` is
// a complete unit.Value, so no template can print a string of a Compose file.
package templates

import (
	"embed"
	"io"
	"sync"
	"text/template"

	"github.com/compose2unit/compose2unit/runtime/unit"
)

//go:embed *.tmpl
var files embed.FS

// all are the templates, parsed when the first one is used.
var all = sync.OnceValue(func() *template.Template { return template.Must(template.New("").ParseFS(files, "*.tmpl")) })

// Template is the layout of one kind of file.
type Template string

// Execute writes a view through the template. The error is one of writing, or of a view that the template cannot print.
func (t Template) Execute(w io.Writer, view any) error {
	return all().ExecuteTemplate(w, string(t), view)
}

// The templates; each expects the view of the same name.
const (
	Container Template = "container.service.tmpl"
	Oneshot   Template = "oneshot.service.tmpl"
	Target    Template = "target.tmpl"
	Timer     Template = "timer.tmpl"
	Watch     Template = "watch.service.tmpl"

	// The source files for an engine's own generator.
	ContainerSource Template = "container.source.tmpl"
	ObjectSource    Template = "object.source.tmpl"
)

// Head is the beginning of every file: its origin, and its [Unit] section.
type Head struct {
	// From is a comment that names the Compose files a unit comes from, and says to edit those.
	From        unit.Value
	Description unit.Value
	SourcePath  unit.Value // unset if the project was read from standard input: systemd would miss the file at every command
	Project     unit.Value
	// Runtime is the runtime that generated the project's files; only the target has it.
	Runtime   unit.Value
	PartOf    unit.Value
	BindsTo   unit.Value
	Wants     []unit.Value
	After     []unit.Value
	Conflicts []unit.Value
	// Mounts are the paths in RequiresMountsFor=.
	Mounts []unit.Value
	// Records are files: the unit is skipped if none is missing or empty, and Wanted, another file, does not exist.
	Records []unit.Value
	Wanted  unit.Value
	// Unlimited disables systemd's start limit.
	Unlimited bool
	Raw       []Directive
}

// Directive is one raw line from the user.
type Directive struct{ Key, Value unit.Value }

// Exec is one command of a unit, with a comment if it needs one.
type Exec struct{ Why, Command unit.Value }

// ContainerView is a unit that runs one container.
type ContainerView struct {
	Head Head
	// Client is a variable that tells the engine's client where the engine is.
	Client unit.Value
	// Environment is a file of variables for the commands.
	Environment unit.Value
	Pre         []Exec
	Start       Exec
	Post        []Exec
	Stop        []Exec
	// Ended runs when the main process has exited.
	Ended       []Exec
	StopTimeout unit.Value
	Restart     unit.Value
	// Killed is a comment on why a main process that was killed is restarted.
	Killed unit.Value
	// RestartSec is the first delay; with Steps it doubles up to MaxDelay.
	RestartSec, Steps, MaxDelay unit.Value
	Raw                         []Directive
	Install                     []Directive
}

// OneshotView is a unit that performs one action: create a network, wait for a condition, build, remove.
type OneshotView struct {
	Head Head
	// Client is a variable that tells the engine's client where the engine is.
	Client unit.Value
	// Remain keeps the unit active after its command.
	Remain bool
	Start  []Exec
}

// WatchView is a unit that follows the engine's events for as long as the project runs.
type WatchView struct {
	Head Head
	// Client is a variable that tells the engine's client where the engine is.
	Client unit.Value
	Start  unit.Value
}

// TargetView is the whole project.
type TargetView struct {
	Head     Head
	WantedBy unit.Value
	Install  []Directive
}

// TimerView starts a job on a calendar.
type TimerView struct {
	Head      Head
	Calendars []unit.Value
	// Unit is the unit that is started, if the timer has another name.
	Unit       unit.Value
	Persistent bool
}

// ContainerSourceView is a source file from which a generator makes the unit of one container. The generator adds the main
// process; Life.Start is empty.
type ContainerSourceView struct {
	// Generator is the section for the generator itself.
	Generator []Directive
	// Own is the container's own section.
	Own  []Directive
	Life ContainerView
}

// ObjectSourceView is a source file from which a generator makes the unit that creates one object.
type ObjectSourceView struct {
	Head Head
	// Kind is the name of the object's own section.
	Kind unit.Value
	// Generator is the section for the generator itself.
	Generator []Directive
	Own       []Directive
	Service   []Directive
}
