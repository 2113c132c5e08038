package quadlet

import (
	"slices"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/unit"
)

// lines returns what a version prints for flags, without the lines that every container has.
func lines(v version, k kind, flags ...cli.Flag) string {
	var all []cli.Emitted
	for _, flag := range flags {
		e := cli.Emitted{Flag: flag}
		for _, word := range flag {
			e.Values = append(e.Values, unit.Word(word.Text))
		}
		all = append(all, e)
	}
	var out []string
	for _, d := range (sources{version: v}).print(k, all).own() {
		out = append(out, d.Key.String()+"="+d.Value.String())
	}
	return strings.Join(slices.DeleteFunc(out, func(l string) bool { return l == "PodmanArgs=--rm=false" }), "\n")
}

// A flag becomes the key that supports it, or is passed in PodmanArgs= if the version has no such key.
func TestKeysByVersion(t *testing.T) {
	for _, c := range []struct {
		version version
		flag    cli.Flag
		want    string
	}{
		{504, cli.Line("--stop-signal", "INT"), "StopSignal=INT"},
		{409, cli.Line("--stop-signal", "INT"), "PodmanArgs=--stop-signal=INT"},
		{504, cli.Line("--memory", "100"), "PodmanArgs=--memory=100"},
		{505, cli.Line("--memory", "100"), "Memory=100"},
		{507, cli.Line("--http-proxy=false"), "HttpProxy=false"},
		{504, cli.Line("--read-only"), "ReadOnly=true"},
		{504, cli.Line("--privileged"), "PodmanArgs=--privileged"},
		{504, cli.Line("--security-opt", "no-new-privileges"), "NoNewPrivileges=true"},
		{504, cli.Line("--security-opt", "label=disable"), "PodmanArgs=--security-opt=label=disable"},
		{507, cli.Line("--security-opt", "apparmor=mine"), "PodmanArgs=--security-opt=apparmor=mine"},
		{508, cli.Line("--security-opt", "apparmor=mine"), "AppArmor=mine"},
		{504, cli.Line("--security-opt", "seccomp=/etc/s.json"), "SeccompProfile=/etc/s.json"},
		{601, cli.Line("--umask", "0027"), "PodmanArgs=--umask=0027"},
		{602, cli.Line("--umask", "0027"), "Umask=0027"},
		{504, cli.Line("--cgroup-parent", "x.slice"), "PodmanArgs=--cgroups=no-conmon\nPodmanArgs=--cgroup-parent=x.slice"},
		{504, cli.Line("--sdnotify=conmon"), ""},
	} {
		if got := lines(c.version, containerKind, c.flag); got != c.want {
			t.Errorf("podman %d, %v:\n%s\nwant\n%s", c.version, c.flag, got, c.want)
		}
	}
}

// A value that Quadlet would misread or fail on is not a key: a mount without a source crashes its generator, and with it
// all units of the machine are missing.
func TestWhatQuadletMisreads(t *testing.T) {
	for _, c := range []struct{ flag, want string }{
		{"--mount type=bind,src=/a,dst=/b", "Mount=type=bind,src=/a,dst=/b"},
		{"--mount type=tmpfs,dst=/b", "Mount=type=tmpfs,dst=/b"},
		{"--mount type=image,dst=/b", "PodmanArgs=--mount=type=image,dst=/b"},
		{"--mount type=volume,src=x.volume,dst=/b", "PodmanArgs=--mount=type=volume,src=x.volume,dst=/b"},
		{"--volume x.volume:/b:rw", "PodmanArgs=--volume=x.volume:/b:rw"},
		{"--volume /a/../b:/b:rw", "PodmanArgs=--volume=/a/../b:/b:rw"},
		{"--network x.network", "PodmanArgs=--network=x.network"},
		{"--network x.container:alias=web", "PodmanArgs=--network=x.container:alias=web"},
		{"--expose 80/sctp", "PodmanArgs=--expose=80/sctp"},
		{"--expose 80/tcp", "ExposeHostPort=80/tcp"},
		{"--sysctl a=1", "Sysctl=a=1"},
		{`--sysctl a="1"`, `PodmanArgs="--sysctl=a=\"1\""`},
		{"--entrypoint=", "PodmanArgs=--entrypoint="},
		{`--entrypoint=["a"]`, `Entrypoint=["a"]`},
		{"--workdir ;", "PodmanArgs=\"--workdir=;\""},
	} {
		if got := lines(504, containerKind, cli.Line(strings.SplitN(c.flag, " ", 2)...)); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.flag, got, c.want)
		}
	}
	if got := lines(504, buildKind, cli.Line("--file", "Dockerfile")); !strings.HasPrefix(got, "PodmanArgs=") {
		t.Errorf("a file that is not absolute is looked for beside the source: %s", got)
	}
}
