package docker_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/compose2unit/compose2unit/golden/world"
)

// starts returns the starts of services whose containers exist: each has its own image and volume, and the network of all.
func starts(services int) world.Crowd {
	c := world.Crowd{
		Given:   []string{"network shop_default"},
		Shared:  func(args []string) bool { return args[0] == "inspect" },
		Subject: "objects",
	}
	for i := range services {
		c.Given = append(c.Given, fmt.Sprintf("image app:%d sha256:%c", i, 'a'+i), fmt.Sprintf("volume v%d", i), fmt.Sprintf("file s%d.swept", i),
			fmt.Sprintf("container s%d exited hash=%[1]d image=sha256:%c net=shop_default netmode=shop_default", i, 'a'+i))
		c.Run = append(c.Run, fmt.Sprintf("create --hash %d --container s%[1]d --image app:%[1]d -- --name s%[1]d --network shop_default --volume v%[1]d:/data app:%[1]d", i))
	}
	return c
}

func ends(services int, end string) []string { return slices.Repeat([]string{end}, services) }

// Starts at the same time need two calls: the first script asks before the others have registered their requests, the next one
// for all others. Each gets the answer about its own objects: a container that seems to have another hash would be replaced.
func TestStartsAskTogether(t *testing.T) {
	t.Parallel()
	scripts.Crowd(t, starts(12), func(t *testing.T, is world.Crowded) {
		is.Ended(t, ends(12, "0"))
		is.AskedTogether(t)
	})
}

// With images in containerd's store, the digests of the platform's manifests are requested together as well. An image without this
// platform keeps the digest of its index, and the others get theirs.
func TestManifestsAreInspectedTogether(t *testing.T) {
	t.Parallel()
	for _, without := range []bool{false, true} {
		c := starts(6)
		c.Shared = func(args []string) bool { return slices.Contains(args, "--platform") }
		c.Subject = "manifests-linux-amd64"
		for i, statement := range c.Given {
			if rest, ok := strings.CutPrefix(statement, "image "); ok {
				name, digest, _ := strings.Cut(rest, " ")
				c.Given[i] = "image " + name + " sha256:index digest:linux/amd64=" + digest
			}
		}
		limit := 2
		if without {
			c.Given = append(c.Given, "gone-image app:3", "image app:3 sha256:d digest:linux/arm64=sha256:other")
			limit = 8 // each script asks alone
		}
		scripts.Crowd(t, c, func(t *testing.T, is world.Crowded) {
			is.Ended(t, ends(6, "0"))
			if changed := slices.DeleteFunc(slices.Clone(is.Calls), func(call string) bool { return strings.Contains(call, "inspect") }); len(is.Shared) > limit || len(changed) > 0 {
				t.Errorf("%d calls:\n%s", len(is.Calls), strings.Join(is.Calls, "\n"))
			}
		})
	}
}

// A list is requested by the first script, and by the next one for all others.
func TestVolumesAreListedTogether(t *testing.T) {
	t.Parallel()
	c := world.Crowd{Shared: func(args []string) bool { return args[1] == "ls" }, Subject: "volumes"}
	for i := range 8 {
		c.Given = append(c.Given, fmt.Sprintf("volume v%d hash=%[1]d", i))
		c.Run = append(c.Run, fmt.Sprintf("ensure volume v%d %[1]d", i))
	}
	c.Given = append(c.Given, `volume v9 hash=`)
	c.Run = append(c.Run, "ensure volume v9 h1")
	scripts.Crowd(t, c, func(t *testing.T, is world.Crowded) {
		is.Ended(t, ends(9, "0"))
		is.AskedTogether(t)
	})
}

// A script that asks for the others may be killed, by a stop of its unit: another one asks.
func TestWhoAsksIsKilled(t *testing.T) {
	t.Parallel()
	c := starts(6)
	c.Kill = true
	scripts.Crowd(t, c, func(t *testing.T, is world.Crowded) {
		want := ends(6, "0")
		want[is.Killed] = "killed"
		is.Ended(t, want)
		if len(is.Calls) > 2 {
			t.Errorf("%d calls:\n%s", len(is.Calls), strings.Join(is.Calls, "\n"))
		}
	})
}

// The requests of scripts that have ended cost nothing, neither a complete one nor half of one.
func TestWhoAskedIsGone(t *testing.T) {
	t.Parallel()
	c := starts(4)
	c.Given = append(c.Given, `file shared/objects.gone.ask none.999999999
gone:1
.
`, `file shared/objects.half.ask none.1
half:1
`, `file shared/objects.odd.ask none.1
--privileged $(id)
.
`, "file shared/objects.s1.told none.1\ns1\tcontainer\n.\n")
	scripts.Crowd(t, c, func(t *testing.T, is world.Crowded) {
		is.Ended(t, ends(4, "0"))
		for _, args := range is.Shared {
			if words := strings.Join(args[3:], " "); strings.ContainsAny(words, "$(") || strings.Contains(words, "gone") || strings.Contains(words, "half") {
				t.Errorf("asked for %s", words)
			}
		}
	})
}

// What does not exist is known from the same answer: an image, which is pulled, a network, a container.
func TestSomeObjectsAreMissing(t *testing.T) {
	t.Parallel()
	c := starts(6)
	c.Given = append(c.Given, "gone s2", "gone s4", "gone-volume v5", "gone-image app:3", "fail docker pull: no route")
	c.Run[3] = strings.Replace(c.Run[3], " -- ", " --pull missing -- ", 1)
	scripts.Crowd(t, c, func(t *testing.T, is world.Crowded) {
		want := ends(6, "0")
		want[3] = "no route\nthe image app:3 cannot be pulled\n1"
		is.Ended(t, want)
		if len(is.Shared) > 2 {
			t.Errorf("%d calls", len(is.Shared))
		}
		for _, name := range []string{"s2", "s4"} {
			if !slices.ContainsFunc(is.Calls, func(call string) bool {
				return strings.HasPrefix(call, "call docker create ") && strings.Contains(call, "--name "+name+" ")
			}) {
				t.Errorf("%s was not created:\n%s", name, strings.Join(is.Calls, "\n"))
			}
		}
	})
}

// A container may be called like an image, a network or a volume of another service. Each service uses what is of the kind that
// it asked for.
func TestNamesOfSeveralKinds(t *testing.T) {
	t.Parallel()
	c := starts(4)
	c.Given = append(c.Given, "container v2 exited hash=9 image=sha256:z", "image redis sha256:r", "container redis exited hash=5 image=sha256:r", "file redis.swept", "image s1 sha256:other")
	c.Run = append(c.Run, "create --hash 5 --container redis --image redis -- --name redis redis")
	scripts.Crowd(t, c, func(t *testing.T, is world.Crowded) {
		is.Ended(t, ends(5, "0"))
		if changed := slices.DeleteFunc(is.Calls, func(call string) bool { return strings.Contains(call, "inspect") }); len(changed) > 0 {
			t.Errorf("they were changed:\n%s", strings.Join(changed, "\n"))
		}
	})
}

// While the engine does not answer, each script ends as it would alone.
func TestTogetherWithoutEngine(t *testing.T) {
	t.Parallel()
	c := starts(4)
	c.Given = append(c.Given, "away")
	scripts.Crowd(t, c, func(t *testing.T, is world.Crowded) {
		for _, end := range is.Ends {
			if !strings.HasPrefix(end, "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n") || !strings.HasSuffix(end, "\n1") {
				t.Error(end)
			}
		}
		if len(is.Shared) > 2 {
			t.Errorf("%d calls", len(is.Shared))
		}
	})
}

// A hostile container's labels and network are lines of their own neither for its own record nor for another's.
func TestRecordsCannotPose(t *testing.T) {
	t.Parallel()
	c := starts(3)
	forged := "x\\ns1\\tcontainer\\t\\\"/s1\\\"\\t\\\"no\\\"\\t\\\"shop_default\\\"\\t\\\"\\\"\\t\\\"\\\"\\t[]\\t\\\"shop\\\"\\t\\\"\\\"\\t\\\"1\\\"\\t\\\"sha256:b\\\""
	c.Given = append(c.Given, `container v0 exited "hash=`+forged+`" "project=`+forged+`" "netmode=`+forged+`"`, `is s2 exited "netmode=a\tb"`, `is s1 exited hash=other`)
	scripts.Crowd(t, c, func(t *testing.T, is world.Crowded) {
		is.Ended(t, ends(3, "0"))
		if diff := cmp.Diff([]string{"s1", "s2"}, is.Rest("call docker stop ")); diff != "" {
			t.Errorf("replaced: -want +got:\n%s", diff)
		}
	})
}
