package podman

import "testing"

// Names are read as Docker reads them, even where podman itself would use its registries.conf.
func TestQualified(t *testing.T) {
	for _, c := range []struct {
		name, want string
		local      bool
	}{
		{"nginx", "docker.io/library/nginx:latest", false},
		{"nginx:1.27", "docker.io/library/nginx:1.27", false},
		{"org/app", "docker.io/org/app:latest", false},
		{"index.docker.io/nginx", "docker.io/library/nginx:latest", false},
		{"ghcr.io/org/app:2", "ghcr.io/org/app:2", false},
		{"registry:5000/app", "registry:5000/app:latest", false},
		{"localhost/app:1", "localhost/app:1", false},
		{"UPPER/app", "UPPER/app:latest", false},
		{"nginx@sha256:0123", "docker.io/library/nginx@sha256:0123", false},
		{"shop-web", "localhost/shop-web:latest", true},
		{"org/app:1", "localhost/org/app:1", true},
		{"ghcr.io/org/app", "ghcr.io/org/app:latest", true},
	} {
		if got := qualified(c.name, c.local, ":latest"); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
