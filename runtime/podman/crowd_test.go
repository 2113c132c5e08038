package podman_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/compose2unit/compose2unit/golden/world"
)

// starts returns the starts of services whose containers exist: each has its own image, and the network of all.
func starts(services int) world.Crowd {
	c := world.Crowd{Shared: func(args []string) bool { return args[0] == "inspect" }, Subject: "objects"}
	for i := range services {
		c.Given = append(c.Given, fmt.Sprintf("image app:%d %c", i, 'a'+i), fmt.Sprintf("file s%d.swept", i),
			fmt.Sprintf("container s%d exited hash=%[1]d image=sha256:%c net=shop_default netmode=bridge", i, 'a'+i))
		c.Run = append(c.Run, fmt.Sprintf("create --hash %d --container s%[1]d --image app:%[1]d -- --name s%[1]d --network shop_default app:%[1]d", i))
	}
	return c
}

const notPulled = "the image app:3 was not found, and this unit does not pull it; if the project builds it, the journal of its build unit says why"

// Starts at the same time need two calls, for images and containers together: the first script asks before the others have
// registered their requests, the next one for all others.
func TestStartsAskTogether(t *testing.T) {
	t.Parallel()
	scripts.Crowd(t, starts(12), func(t *testing.T, is world.Crowded) {
		is.Ended(t, slices.Repeat([]string{"0"}, 12))
		is.AskedTogether(t)
	})
}

// A script that asks for the others may be killed, by a stop of its unit: another one asks.
func TestWhoAsksIsKilled(t *testing.T) {
	t.Parallel()
	c := starts(6)
	c.Kill = true
	scripts.Crowd(t, c, func(t *testing.T, is world.Crowded) {
		want := slices.Repeat([]string{"0"}, 6)
		want[is.Killed] = "killed"
		is.Ended(t, want)
		if len(is.Calls) > 2 {
			t.Errorf("%d calls:\n%s", len(is.Calls), strings.Join(is.Calls, "\n"))
		}
	})
}

// What does not exist is known from the same answer, and a name that an object of another kind has is requested on its own.
func TestSomeObjectsAreMissing(t *testing.T) {
	t.Parallel()
	c := starts(5)
	c.Given = append(c.Given, "gone s2", "gone-image app:3", "image redis r", "container redis exited hash=5 image=sha256:r", "file redis.swept", "volume s2")
	c.Run = append(c.Run, "create --hash 5 --container redis --image redis -- --name redis redis")
	scripts.Crowd(t, c, func(t *testing.T, is world.Crowded) {
		want := slices.Repeat([]string{"0"}, 6)
		want[3] = "Error: app:3: image not known\n" + notPulled + "\n125"
		is.Ended(t, want)
		changed := slices.DeleteFunc(is.Calls, func(call string) bool {
			return strings.Contains(call, "inspect") || strings.Contains(call, "podman ps") || strings.Contains(call, "image exists")
		})
		if len(is.Shared) > 2 || len(changed) != 1 || !strings.HasPrefix(changed[0], "call podman create ") || !strings.Contains(changed[0], "--name s2 ") {
			t.Errorf("%d shared calls, and changes:\n%s", len(is.Shared), strings.Join(changed, "\n"))
		}
	})
}

// While podman fails, each script ends as it would alone.
func TestTogetherWithoutEngine(t *testing.T) {
	t.Parallel()
	c := starts(4)
	c.Given = append(c.Given, "away")
	scripts.Crowd(t, c, func(t *testing.T, is world.Crowded) {
		for _, end := range is.Ends {
			if !strings.HasPrefix(end, "Error: cannot acquire the runtime's lock: resource temporarily unavailable\n") || !strings.HasSuffix(end, "\n125") {
				t.Error(end)
			}
		}
		if len(is.Shared) > 2 {
			t.Errorf("%d calls", len(is.Shared))
		}
	})
}

// A label or a network of a hostile container is neither a line nor a value of its own.
func TestRecordsCannotPose(t *testing.T) {
	t.Parallel()
	c := starts(3)
	forged := "x\\ns1\\tcontainer\\t\\\"s1\\\"\\t\\\"exited\\\"\\t\\\"no\\\"\\t\\\"bridge\\\"\\t\\\"\\\"\\t\\\"\\\"\\t\\\"none\\\"\\t[]\\t\\\"shop\\\"\\t\\\"\\\"\\t\\\"1\\\"\\t\\\"sha256:b\\\""
	c.Given = append(c.Given, `is s0 exited "hash=`+forged+`" "ipc=`+forged+`"`, `is s1 exited hash=other`)
	scripts.Crowd(t, c, func(t *testing.T, is world.Crowded) {
		is.Ended(t, slices.Repeat([]string{"0"}, 3))
		if diff := cmp.Diff([]string{"s0", "s1"}, is.Rest("call podman stop ")); diff != "" {
			t.Errorf("replaced: -want +got:\n%s", diff)
		}
	})
}
