package world

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"syscall"
)

// guard kills what a test program that is itself killed leaves behind. A script that waits for its engine would otherwise try again
// forever, and quickly: the programs that it calls are those of the fake world. It is a shell that has the process groups of all
// running scripts, and reads the end of its input when the test program is gone.
const guard = `groups=' '
while read -r what group; do
	case $what in
	begin) groups="$groups$group " ;;
	end) case $groups in *" $group "*) groups="${groups%% $group *} ${groups#* $group }" ;; esac ;;
	esac
done
for group in $groups; do kill -KILL "-$group"; done 2>/dev/null`

// guarding is the input of the program's guard.
var guarding = struct {
	sync.Mutex
	start sync.Once
	input io.Writer
	err   error
}{}

func startGuard() {
	cmd := exec.Command("/bin/sh", "-c", guard)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is not for it
	if guarding.input, guarding.err = cmd.StdinPipe(); guarding.err == nil {
		guarding.err = cmd.Start()
	}
}

// tell tells the guard that the process group of a script begins or ends.
func tell(what string, group int) error {
	guarding.start.Do(startGuard)
	if guarding.err != nil {
		return guarding.err
	}
	guarding.Lock()
	defer guarding.Unlock()
	_, err := fmt.Fprintln(guarding.input, what, group)
	return err
}

// process is a script with everything that it starts.
type process struct{ *exec.Cmd }

// newProcess returns a process that is killed when the context ends.
func newProcess(ctx context.Context, argv []string) process {
	p := process{exec.CommandContext(ctx, argv[0], argv[1:]...)}
	p.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	p.Cancel = func() error { return killGroup(p.Process.Pid) }
	return p
}

// Start starts the process, in a group of its own.
func (p process) Start() error {
	if err := p.Cmd.Start(); err != nil {
		return err
	}
	return tell("begin", p.Process.Pid)
}

// Wait waits for the process.
func (p process) Wait() error {
	return errors.Join(p.Cmd.Wait(), tell("end", p.Process.Pid))
}

// killGroup kills a process and everything that it has started.
func killGroup(group int) error { return syscall.Kill(-group, syscall.SIGKILL) }
