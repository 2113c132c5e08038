//go:build live

package live

import (
	"strings"
	"testing"
)

// builtService returns a service whose image can be built as well as pulled, from a folder that buildContext creates.
func builtService(name, image, more string) string {
	return "\n  " + name + ":" + strings.Replace(loop, "busybox", image, 1) + "    build: ./context\n" + more
}

// buildContext creates that folder. A label of the image contains the version.
func (l *life) buildContext() {
	l.t.Helper()
	l.sh(`mkdir -p /srv/shop/context && printf 'FROM docker.io/library/busybox\nLABEL version=built\n' >/srv/shop/context/Dockerfile`)
}

// version asserts the label of a container's image.
func (l *life) version(name, want string) {
	l.t.Helper()
	if got := l.must("engine", "container", "inspect", "--format", `{{index .Config.Labels "version"}}`, name); got != want {
		l.t.Errorf("%s runs the image %q, want %q", name, got, want)
	}
}

// An image with a build is pulled first, and built if no registry has it; a service that shares it waits and pulls
// nothing.
func TestImageBesideBuild(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.registry()
		l.publish("app:1", "published")
		l.buildContext()
		l.up("services:" +
			builtService("web", "127.0.0.1:5000/app:1", "    scale: 2\n") +
			"\n  worker:" + strings.Replace(loop, "busybox", "127.0.0.1:5000/app:1", 1) +
			builtService("own", "127.0.0.1:5000/own:1", "    pull_policy: always\n") +
			builtService("same", "127.0.0.1:5000/own:1", "") +
			"\n  stepped:" + loop + "    pre_start: [{image: \"127.0.0.1:5000/own:1\", command: [\"true\"]}]\n")
		for name, want := range map[string]string{
			"shop-web-1": "published", "shop-web-2": "published", "shop-worker-1": "published", "shop-own-1": "built", "shop-same-1": "built",
		} {
			l.version(name, want)
		}
		l.running("shop-stepped-1")
		if got := l.must("systemctl", "list-unit-files", "--plain", "--no-legend", "shop-*-build.service"); strings.Count(got, "\n") != 1 {
			t.Errorf("there should be two builds:\n%s", got)
		}
		if got := l.journal("shop-own-build"); !strings.Contains(got, "127.0.0.1:5000/own:1 cannot be pulled; it is built instead") {
			t.Errorf("the journal does not say that the image is built instead:\n%s", got)
		}

		l.publish("own:1", "published") // this removes the built image from the engine as well
		l.must("systemctl", "restart", "shop-own")
		l.version("shop-own-1", "published")
	})
}

// pull_policy: build builds at every start.
func TestImageBuiltAtEveryStart(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.buildContext()
		l.up("services:" + builtService("web", "every:1", "    pull_policy: build\n"))
		l.version("shop-web-1", "built")
		l.sh("echo 'LABEL version=again' >>/srv/shop/context/Dockerfile")
		l.must("systemctl", "restart", "shop-web")
		l.version("shop-web-1", "again")
	})
}

// A start of an existing service does not need a registry: a pull that fails is only a warning if the image exists.
func TestImageWithoutItsRegistry(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.registry()
		l.publish("web:1", "one")
		l.publish("own:1", "one")
		l.buildContext()
		l.up("services:\n  web:" + strings.Replace(loop, "busybox", "127.0.0.1:5000/web:1", 1) + "    pull_policy: always\n" +
			builtService("own", "127.0.0.1:5000/own:1", "    pull_policy: always\n"))
		l.version("shop-own-1", "one")
		l.must("systemctl", "stop", "live-registry")
		l.must("systemctl", "stop", "shop-web", "shop-own", "shop.target")
		l.must("systemctl", "start", "shop.target")
		l.running("shop-web-1", "shop-own-1")
		for _, unit := range []string{"shop-web", "shop-own"} {
			if got := l.journal(unit); !strings.Contains(got, "cannot be pulled; the one that is there is used") {
				t.Errorf("the journal of %s does not warn:\n%s", unit, got)
			}
		}
		if l.m.column.removes {
			return
		}
		l.must("systemctl", "stop", "shop-web", "shop-own")
		l.must("engine", "rm", "shop-web-1", "shop-own-1")
		l.fails("systemctl", "start", "shop-web") // a first start needs the pull that pull_policy requests
		l.must("systemctl", "start", "shop-own")  // an image that can be built does not need it
	})
}

// A service that is not started is built if another service's build uses its image, and has no container.
func TestImageOfABuildContext(t *testing.T) {
	play(t, everywhere, func(t *testing.T, l *life) {
		l.buildContext()
		l.up("services:" + builtService("base", "base:1", "    profiles: [build]\n    pull_policy: never\n") + `
  web:
    image: of-base:1
    pull_policy: never
    command: [sh, -c, 'trap "exit 0" TERM; while :; do sleep 0.1; done']
    build:
      context: ./context
      dockerfile_inline: FROM base
      additional_contexts: {base: "service:base"}
`)
		l.version("shop-web-1", "built")
		if got := l.must("engine", "ps", "--all", "--format", "{{.Names}}"); got != "shop-web-1" {
			t.Errorf("containers are %q", got)
		}
	})
}
