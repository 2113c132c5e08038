package cli

import (
	"context"
	"strings"
	"testing"
)

// A client that does not find a user's engine by itself gets its address in the client's environment.
func TestAUsersEngineIsAsked(t *testing.T) {
	told := Operated{Program: "engine", UserClient: Word{Text: "HOST=unix://", Place: RuntimeDir, Rest: "/engine.sock"}}
	for _, c := range []struct {
		of        Operated
		dir, want string
	}{
		{told, "/run/user/7", "env HOST=unix:///run/user/7/engine.sock engine volume rm x"},
		{told, "", "engine volume rm x"},
		{Operated{Program: "engine"}, "/run/user/7", "engine volume rm x"},
	} {
		got := ""
		run := func(_ context.Context, argv ...string) (string, error) {
			got = strings.Join(argv, " ")
			return "", nil
		}
		if err := c.of.Client(run, c.dir).RemoveVolume(t.Context(), "x"); err != nil || got != c.want {
			t.Errorf("ran %q (%v), want %q", got, err, c.want)
		}
	}
}
