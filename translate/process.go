package translate

import (
	"fmt"
	"slices"
	"time"

	"github.com/compose2unit/compose2unit/translate/model"
)

// engineGrace is how long the engine waits after the stop signal by default.
const engineGrace = 10 * time.Second

// process lowers what the container runs and as which user (docker/compose pkg/compose/create.go getCreateConfigs).
func (l *lowering) process(w *workload, c *model.Container) {
	c.Config.Cmd = model.Argv(w.Command)
	c.Config.Entrypoint = model.Argv(w.Entrypoint)
	c.Config.WorkingDir = inside(w.WorkingDir)
	c.Config.User = w.User
	c.Config.Hostname = w.Hostname
	c.Config.Domainname = w.DomainName
	c.Config.Tty = w.Tty
	c.Config.OpenStdin = w.StdinOpen
	c.Config.StopSignal = w.StopSignal
	if w.Umask != nil {
		c.Config.Umask = fmt.Sprintf("%04o", *w.Umask)
	}
	c.Host.GroupAdd = slices.Clone(w.GroupAdd)
	c.Host.Init = w.Init
	c.StopGrace = engineGrace
	if w.StopGracePeriod != nil {
		// Whole seconds, truncated: 500ms is 0, which kills at once (docker/compose pkg/compose/convert.go ToSeconds).
		seconds := int(time.Duration(*w.StopGracePeriod).Seconds())
		c.Config.StopTimeout = &seconds
		c.StopGrace = time.Duration(seconds) * time.Second
	}
}

// logging lowers the engine's log driver.
func (l *lowering) logging(w *workload, c *model.Container) {
	if w.Logging != nil {
		c.Host.LogConfig = model.LogConfig{Type: w.Logging.Driver, Config: mapOrNil(w.Logging.Options)}
	}
}
