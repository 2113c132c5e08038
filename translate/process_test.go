package translate

import (
	"testing"
	"time"

	"github.com/compose2unit/compose2unit/translate/model"
)

func TestProcess(t *testing.T) {
	c := service(t, web("command: echo 'a b' $$HOME", "entrypoint: [/init, --]", "working_dir: /app", "user: '1000'", "group_add: [5, audio]",
		"hostname: h", "domainname: d", "tty: true", "stdin_open: true", "init: false", "stop_signal: SIGINT"), "web")
	same(t, "config", model.Config{
		Cmd: c.Config.Cmd, Entrypoint: c.Config.Entrypoint, WorkingDir: c.Config.WorkingDir, User: c.Config.User,
		Hostname: c.Config.Hostname, Domainname: c.Config.Domainname, Tty: c.Config.Tty, OpenStdin: c.Config.OpenStdin, StopSignal: c.Config.StopSignal,
	}, model.Config{
		Cmd: model.Argv{"echo", "a b", "$HOME"}, Entrypoint: model.Argv{"/init", "--"}, WorkingDir: "/app", User: "1000",
		Hostname: "h", Domainname: "d", Tty: true, OpenStdin: true, StopSignal: "SIGINT",
	})
	same(t, "groups", c.Host.GroupAdd, []string{"5", "audio"})
	same(t, "init", *c.Host.Init, false)
}

// Unset keeps the image's, `[]` clears it.
func TestThreeKindsOfCommand(t *testing.T) {
	same(t, "unset", service(t, web("user: x"), "web").Config.Cmd, nil)
	same(t, "cleared", service(t, web("command: []", "entrypoint: ''"), "web").Config, service(t, web("command: ''", "entrypoint: []"), "web").Config)
	if c := service(t, web("command: []"), "web"); c.Config.Cmd == nil || len(c.Config.Cmd) != 0 {
		t.Errorf("cleared is %#v", c.Config.Cmd)
	}
}

func TestStopGraceIsWholeSeconds(t *testing.T) {
	c := service(t, web("stop_grace_period: 1m30s"), "web")
	same(t, "timeout", *c.Config.StopTimeout, 90)
	same(t, "grace", c.StopGrace, 90*time.Second)
	same(t, "500ms kills at once", *service(t, web("stop_grace_period: 500ms"), "web").Config.StopTimeout, 0)
	unset := service(t, web("user: x"), "web")
	if unset.Config.StopTimeout != nil || unset.StopGrace != 10*time.Second {
		t.Errorf("unset is %v, %s", unset.Config.StopTimeout, unset.StopGrace)
	}
}

func TestLogging(t *testing.T) {
	c := service(t, web("logging: {driver: journald, options: {tag: x, max-size: 5}}"), "web")
	same(t, "log", c.Host.LogConfig, model.LogConfig{Type: "journald", Config: model.Map{{Name: "max-size", Value: "5"}, {Name: "tag", Value: "x"}}})
}
