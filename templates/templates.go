// Package templates owns the layout of every unit file: which line follows which, and the comments a reader finds.
//
// Templates loop and test for emptiness. They never format a value and never decide by runtime: whatever follows
// an `=` arrives as a finished unit.Value, so no template can print a string of a Compose file.
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

// The templates; each wants the view of the same name.
const (
	Container Template = "container.service.tmpl"
	Oneshot   Template = "oneshot.service.tmpl"
	Target    Template = "target.tmpl"
	Timer     Template = "timer.tmpl"
	Watch     Template = "watch.service.tmpl"

	// The source files of an engine's own generator.
	ContainerSource Template = "container.source.tmpl"
	ObjectSource    Template = "object.source.tmpl"
)

// Head is the beginning of every file: where it comes from, and its [Unit] section.
type Head struct {
	// From names the Compose files a unit comes from, and says to edit them.
	From        unit.Value
	Description unit.Value
	SourcePath  unit.Value
	Project     unit.Value
	// Runtime is the runtime that made the project's files; only the target has it.
	Runtime   unit.Value
	PartOf    unit.Value
	BindsTo   unit.Value
	Wants     []unit.Value
	After     []unit.Value
	Conflicts []unit.Value
	// Mounts are the paths of RequiresMountsFor=.
	Mounts []unit.Value
	// Unlimited lifts systemd's start limit.
	Unlimited bool
	Raw       []Directive
}

// Directive is one raw line the user gave.
type Directive struct{ Key, Value unit.Value }

// Exec is one command of a unit, with a comment where it needs one.
type Exec struct{ Why, Command unit.Value }

// ContainerView is a unit that keeps one container.
type ContainerView struct {
	Head Head
	// Client is a variable by which the engine's client finds the engine.
	Client unit.Value
	// Environment is a file of variables for the commands.
	Environment unit.Value
	Pre         []Exec
	Start       Exec
	Post        []Exec
	Stop        []Exec
	// Ended runs once the main process is gone.
	Ended       []Exec
	StopTimeout unit.Value
	Restart     unit.Value
	// Killed says why a main process that was killed comes back.
	Killed unit.Value
	// RestartSec is the first delay; with Steps it doubles up to MaxDelay.
	RestartSec, Steps, MaxDelay unit.Value
	Raw                         []Directive
	Install                     []Directive
}

// OneshotView is a unit that does one thing: make a network, wait for a condition, build, take down.
type OneshotView struct {
	Head Head
	// Client is a variable by which the engine's client finds the engine.
	Client unit.Value
	// Remain keeps the unit active after its command.
	Remain bool
	Start  []Exec
}

// WatchView is a unit that follows what the engine says for as long as the project runs.
type WatchView struct {
	Head Head
	// Client is a variable by which the engine's client finds the engine.
	Client unit.Value
	Start  unit.Value
}

// TargetView is the whole project.
type TargetView struct {
	Head     Head
	WantedBy unit.Value
	Install  []Directive
}

// TimerView starts a job by the calendar.
type TimerView struct {
	Head      Head
	Calendars []unit.Value
	// Unit is what is started, where the timer has another name.
	Unit       unit.Value
	Persistent bool
}

// ContainerSourceView is a source file of which a generator makes the unit that keeps one container. The generator adds
// the main process; Life.Start is empty.
type ContainerSourceView struct {
	// Generator is what the generator itself is told.
	Generator []Directive
	// Own is the container's own section.
	Own  []Directive
	Life ContainerView
}

// ObjectSourceView is a source file of which a generator makes the unit that makes one object.
type ObjectSourceView struct {
	Head Head
	// Kind is the name of the object's own section.
	Kind unit.Value
	// Generator is what the generator itself is told.
	Generator []Directive
	Own       []Directive
	Service   []Directive
}
