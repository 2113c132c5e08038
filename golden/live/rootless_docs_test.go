//go:build live

package live

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/docs/page"
	"github.com/compose2unit/compose2unit/golden/live/machine"
)

// usersPage is the page whose commands are run by a user. The other pages are run by root, see [TestDocs].
const usersPage = "rootless.md"

// Commands in docs/rootless.md do what the page shows for a user who has both engines. What follows `sudo ` is run by root.
func TestDocsOfAUser(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(repository, "docs", usersPage))
	if err != nil {
		t.Fatal(err)
	}
	h, err := borrow(rootlessDocker)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Shutdown(); err != nil {
			t.Error(err)
		}
	})
	if err := h.UseRootlessPodman(false); err != nil {
		t.Fatal(err)
	}
	if r := h.Run("busybox-image", "busybox"); r.Code != 0 {
		t.Fatal(r)
	}
	typed := 0
	for _, b := range page.Blocks(string(text)) {
		switch b.Verb {
		case "write":
			if err := h.Write(pageDir+"/"+b.Arg, []byte(b.Text), 0o644); err != nil {
				t.Fatal(err)
			}
		case "live":
			for _, step := range b.Steps() {
				typed++
				if err := printed(step, func() string { return typeAsUser(h, step.Command).Out }); err != nil {
					t.Fatalf("%s:%d: %v", usersPage, b.Line, err) // later blocks depend on it
				}
			}
		}
	}
	if typed == 0 {
		t.Error("the page has no live block")
	}
}

// typeAsUser runs a line as the user would, with the plain systemctl and journalctl; a page shows both outputs in order.
func typeAsUser(h *host, line string) machine.Result {
	if words, ok := strings.CutPrefix(line, "sudo "); ok {
		return h.Machine.Run("systemd-run", "--quiet", "--wait", "--pipe", "sh", "-c", "exec 2>&1\n"+words)
	}
	h.Run("mkdir", "-p", pageDir)
	h.synced()
	return h.RunIn(pageDir, "sh", "-c", fmt.Sprintf("PATH=/usr/local/bin:/usr/bin:/bin; exec 2>&1\n%s", line))
}
