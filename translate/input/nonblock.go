//go:build !js

package input

import "syscall"

// NonBlock makes opening a pipe return at once instead of waiting for a writer (open(2), O_NONBLOCK).
const NonBlock = syscall.O_NONBLOCK
