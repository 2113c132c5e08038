package main

import (
	"context"
	"strings"
	"testing"
)

// With -user the client of an engine that has to be told is told where the user's engine answers.
func TestUsersEngineIsAsked(t *testing.T) {
	for _, c := range []struct{ environ, argv, want string }{
		{"XDG_RUNTIME_DIR=/run/user/7", "docker ps", "env DOCKER_HOST=unix:///run/user/7/docker.sock docker ps"},
		{"XDG_RUNTIME_DIR=/run/user/7", "podman ps", "podman ps"},
		{"XDG_RUNTIME_DIR=/run/user/7", "journalctl -u x", "journalctl -u x"},
		{"HOME=/home/jane", "docker ps", "docker ps"},
	} {
		got := ""
		m := machine{run: func(_ context.Context, argv ...string) (string, error) {
			got = strings.Join(argv, " ")
			return "", nil
		}}.ofUser([]string{c.environ})
		if _, err := m.run(t.Context(), strings.Fields(c.argv)...); err != nil {
			t.Fatal(err)
		}
		if got != c.want {
			t.Errorf("%s, %s: ran %q, want %q", c.environ, c.argv, got, c.want)
		}
	}
}
