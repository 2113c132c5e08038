//go:build live

// Waitpid stands in for the program of util-linux 2.39 and later, which the live machine does not have: it sleeps until the
// process with the given number ends (waitpid(1), pidfd_open(2)).
package main

import (
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

func main() {
	if err := wait(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "waitpid:", err)
		os.Exit(1)
	}
}

func wait(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("one process, not %q", args)
	}
	pid, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	fd, err := unix.PidfdOpen(pid, 0)
	if err != nil {
		return err
	}
	for {
		_, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, -1)
		if err != unix.EINTR {
			return err
		}
	}
}
