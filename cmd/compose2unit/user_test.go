package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime/host"
)

// Without the folders of the user, a command would look for projects in the working directory or say that there are none, and one
// that asks an engine would ask root's.
func TestCommandsOfAUserWithoutFolders(t *testing.T) {
	const (
		folders = "the user's folders are unknown: HOME, or XDG_CONFIG_HOME and XDG_STATE_HOME, must be absolute paths"
		runtime = "XDG_RUNTIME_DIR is not set to an absolute path"
	)
	for _, c := range []struct{ command, environ, want string }{
		{"list", "", folders},
		{"list", "HOME=home", folders},
		{"list", "XDG_CONFIG_HOME=/etc/ann", folders},
		{"check", "", folders},
		{"status shop", "", folders},
		{"remove shop", "", folders},
		{"apply shop", "", folders},
		{"diff shop", "", folders},
		{"apply shop", "HOME=/home/ann", runtime},
		{"status shop", "HOME=/home/ann", runtime},
		{"remove shop", "HOME=/home/ann XDG_RUNTIME_DIR=run", runtime},
		{"apply", "HOME=/home/ann", runtime},
		{"diff", "HOME=/home/ann XDG_RUNTIME_DIR=run", runtime},
	} {
		var said bytes.Buffer
		environ := strings.Fields(c.environ)
		code := run(context.Background(), &world{args: append(strings.Fields(c.command), "-user"), stdout: &said, stderr: &said,
			environ: environ, pipe: fake(nil, nil), machine: host.This(environ)})
		if code != exitBroken || !strings.HasPrefix(said.String(), "compose2unit: error: "+c.want) {
			t.Errorf("%s -user with %q: exit %d\n%s", c.command, c.environ, code, said.String())
		}
	}
}
