//go:build live

package live

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// What a container or journald does happens a moment after the command that caused it. These methods wait for it, so that no
// assertion depends on how fast the machine is.

// stopping are the words of commands that end containers or their processes.
var stopping = []string{"stop", "restart", "try-restart", "down", "kill"}

// ends reports whether a command asks containers to stop.
func ends(argv []string) bool {
	return slices.ContainsFunc(argv, func(word string) bool { return slices.Contains(stopping, word) })
}

// trapped waits until every container whose command sets a trap has set it: until then the kernel drops its signal
// (pid_namespaces(7)), and the container is killed when its grace period has ended. It starts no process.
func (l *life) trapped() {
	l.t.Helper()
	l.eventually("the containers to set their traps", func() bool {
		lines, _ := filepath.Glob(l.m.Path("/proc/[0-9]*/cmdline"))
		return !slices.ContainsFunc(lines, func(file string) bool {
			line, err := os.ReadFile(file)
			if err != nil || !isTrapping(strings.Split(string(line), "\x00")) {
				return false
			}
			status, err := os.ReadFile(filepath.Dir(file) + "/status")
			return err == nil && isFirst(string(status)) && !handles(string(status), syscall.SIGTERM)
		})
	})
}

// isTrapping reports whether a command line is that of a container which sets a trap for SIGTERM.
func isTrapping(argv []string) bool {
	return len(argv) > 2 && argv[0] == "sh" && argv[1] == "-c" && strings.Contains(argv[2], "trap ") && strings.Contains(argv[2], " TERM")
}

// isFirst reports whether a process, by its status in /proc, is the first one of its container: its children may be between
// fork and exec, and have the same command line.
func isFirst(status string) bool {
	for line := range strings.Lines(status) {
		if ids, ok := strings.CutPrefix(line, "NSpid:"); ok {
			return strings.HasSuffix(strings.TrimSpace(ids), "\t1")
		}
	}
	return false
}

// handles reports whether a process handles a signal, by its status in /proc: proc_pid_status(5), SigCgt.
func handles(status string, signal syscall.Signal) bool {
	for line := range strings.Lines(status) {
		if mask, ok := strings.CutPrefix(line, "SigCgt:"); ok {
			return maskHas(strings.TrimSpace(mask), signal)
		}
	}
	return false
}

// maskHas reports whether a hexadecimal mask of signals contains one.
func maskHas(mask string, signal syscall.Signal) bool {
	at := len(mask) - 1 - int(signal-1)/4
	return at >= 0 && strings.IndexByte("0123456789abcdef", mask[at])>>((signal-1)%4)&1 == 1
}
