package host

import "sync"

// Event is a step that [Apply] or [Remove] has taken. Events are reported in the order of the steps.
type Event struct {
	// Action is what was done, Object the kind of thing it was done to.
	Action Action
	Object Object
	// Name is the name of a unit, container or volume, or the path of a file. It is empty for the manager.
	Name string
	// Reason is why a unit failed, for a person; Journal are the last lines of the start that failed. Only Failed has
	// them.
	Reason  string
	Journal []string
}

// Action is what was done. [Failed] is what could not be done: the unit was to be started, stopped or restarted. [Waiting]
// is still in progress: another run holds the lock.
type Action string

// The actions.
const (
	Written   Action = "written"
	Removed   Action = "removed"
	Enabled   Action = "enabled"
	Disabled  Action = "disabled"
	Reloaded  Action = "reloaded"
	Started   Action = "started"
	Stopped   Action = "stopped"
	Restarted Action = "restarted"
	Failed    Action = "failed"
	Waiting   Action = "waiting"
)

// Object is the kind of thing an event is about.
type Object string

// The objects. The manager is systemd, which reloads its units; the lock is a file.
const (
	OfFile      Object = "file"
	OfUnit      Object = "unit"
	OfContainer Object = "container"
	OfVolume    Object = "volume"
	OfManager   Object = "manager"
	OfLock      Object = "lock"
)

// serial makes calls of the event function one at a time, from whatever goroutine.
func (o Options) serial() Options {
	if read := o.Events; read != nil {
		var turn sync.Mutex
		o.Events = func(e Event) {
			turn.Lock()
			defer turn.Unlock()
			read(e)
		}
	}
	return o
}

// tell calls the event function, if there is one.
func (o Options) tell(e Event) {
	if o.Events != nil {
		o.Events(e)
	}
}

// done reports a job that succeeded.
func (o Options) done(r Result) {
	o.tell(Event{Action: Action(r.Verb.String()), Object: OfUnit, Name: r.Unit})
}
