//go:build live

package machine

import (
	"os"
	"strconv"
	"strings"
)

// instances is the host's limit on the inotify instances of a user. Machines share it, because root in them is root of the host: each
// uses seven or eight, so that sixteen machines would use up the kernel's default of 128. What asks for one more then fails: systemd,
// D-Bus, containerd.
const instances, enough = "/proc/sys/fs/inotify/max_user_instances", 1024

// raiseLimits raises that limit until the host's next boot. Where it cannot be raised, as in a container, it stays as it is.
func raiseLimits() {
	text, err := os.ReadFile(instances)
	if err != nil {
		return
	}
	if n, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && n < enough {
		_ = os.WriteFile(instances, []byte(strconv.Itoa(enough)), 0o644)
	}
}
