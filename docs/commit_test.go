package docs

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/compose2unit/compose2unit/docs/page"
)

// checkout is a project whose units are committed, as in commit.md.
type checkout struct {
	*sandbox
	t *testing.T
}

// committed creates one with the page's Compose file (the last one on it) and its file of the given name.
func committed(t *testing.T, name string) checkout {
	t.Helper()
	needs(t, "git")
	c := checkout{&sandbox{bin: build(t)}, t}
	c.fresh(t, "")
	var last page.Block
	for _, b := range pageBlocks(t) {
		if b.Verb == "write" && b.Arg == "compose.yml" {
			last = b
		}
		if b.Verb == "write" && b.Arg == name {
			if err := c.check(t, b); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := c.check(t, last); err != nil {
		t.Fatal(err)
	}
	c.must("git init -q && compose2unit -inputs compose.yml -output out -runtime docker -root-path /srv/shop -env-files-only -q")
	c.must("git add . && git commit -q -m units")
	return c
}

func pageBlocks(t *testing.T) []page.Block {
	t.Helper()
	text, err := os.ReadFile("commit.md")
	if err != nil {
		t.Fatal(err)
	}
	return page.Blocks(string(text))
}

// needs skips the test if a program is missing, except in CI.
func needs(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("no %s: .ci/run installs it", program)
		}
		t.Skipf("no %s here", program)
	}
}

// shell runs a command in the checkout and returns its output and exit code.
func (c checkout) shell(command string, env ...string) (string, int) {
	c.t.Helper()
	run := exec.Command("sh", "-ec", command)
	run.Dir = c.dir
	run.Env = append(os.Environ(), "PATH="+c.bin+":"+os.Getenv("PATH"), "HOME="+c.dir,
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
	run.Env = append(run.Env, env...)
	out, err := run.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	return string(out), run.ProcessState.ExitCode()
}

func (c checkout) must(command string, env ...string) {
	c.t.Helper()
	if out, code := c.shell(command, env...); code != 0 {
		c.t.Fatalf("%s: exit %d\n%s", command, code, out)
	}
}

// The workflow in the page accepts units that match the Compose file, and fails on others.
func TestWorkflow(t *testing.T) {
	const file = ".github/workflows/units.yml"
	c := committed(t, file)
	var workflow struct {
		Jobs map[string]struct{ Steps []struct{ Uses, Run string } }
	}
	data, err := os.ReadFile(filepath.Join(c.dir, file))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(data, &workflow); err != nil {
		t.Fatal(err)
	}
	var steps []string
	for _, step := range workflow.Jobs["check"].Steps {
		// What it installs is already installed here.
		if step.Run != "" && !strings.HasPrefix(step.Run, "go install github.com/compose2unit/compose2unit/cmd/compose2unit@") {
			steps = append(steps, step.Run)
		}
	}
	if len(steps) != 1 || len(workflow.Jobs["check"].Steps) != 4 {
		t.Fatalf("the workflow has other steps than this test knows: %q", steps)
	}
	c.must("git clone -q . clone && cd clone && " + steps[0])
	c.must("sed -i s/infinity/1/ compose.yml && git commit -q -a -m edit && rm -rf clone && git clone -q . clone")
	if out, code := c.shell("cd clone && " + steps[0]); code != 3 || !strings.Contains(out, "+    sleep 1") {
		t.Errorf("the workflow ends with %d, want 3:\n%s", code, out)
	}
}

// The plain hook in the page rejects a commit whose units do not match.
func TestPlainHook(t *testing.T) {
	c := committed(t, "pre-commit")
	c.must("cp pre-commit .git/hooks/ && chmod +x .git/hooks/pre-commit")
	c.must("git commit -q --allow-empty -m nothing")
	if out, code := c.shell("sed -i s/infinity/1/ compose.yml && git commit -q -a -m edit"); code == 0 {
		t.Errorf("the commit passes:\n%s", out)
	}
}

// pre-commit finds the hooks of this repository, builds compose2unit, and rejects a commit whose units do not match.
func TestPreCommit(t *testing.T) {
	needs(t, "pre-commit")
	c := committed(t, ".pre-commit-config.yaml")
	hooks := hookRepository(t, c)
	for _, id := range []string{"compose2unit", "compose2unit-installed"} {
		t.Run(id, func(t *testing.T) {
			c.must("git checkout -q .")
			edit := "sed -i -e 's|repo: .*|repo: " + hooks + "|' -e 's|rev: .*|rev: v1.0.0|' -e 's|id: .*|id: " + id + "|' .pre-commit-config.yaml"
			c.must(edit+" && git add .pre-commit-config.yaml && pre-commit run --all-files", preCommitEnv(t, c)...)
			out, code := c.shell("sed -i s/infinity/1/ compose.yml && git add compose.yml && pre-commit run --all-files", preCommitEnv(t, c)...)
			if code == 0 || !strings.Contains(out, "+    sleep 1") {
				t.Errorf("pre-commit ends with %d:\n%s", code, out)
			}
			c.must("git reset -q --hard")
		})
	}
}

// hookRepository returns the current tree of this checkout, as a repository with the release that the page names.
func hookRepository(t *testing.T, c checkout) string {
	t.Helper()
	list, err := exec.Command("git", "-C", repository, "ls-files", "-z", "--cached", "--others", "--exclude-standard",
		"go.mod", "go.sum", ".pre-commit-hooks.yaml", "cmd", "internal", "runtime", "templates", "translate").Output()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range strings.Split(strings.TrimSuffix(string(list), "\x00"), "\x00") {
		if strings.HasSuffix(name, "_test.go") || slices.Contains(strings.Split(name, "/"), "testdata") {
			continue
		}
		data, err := os.ReadFile(filepath.Join(repository, name))
		if errors.Is(err, os.ErrNotExist) {
			continue // removed, but not yet in the index
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	c.must("cd '" + dir + "' && git init -q && git add . && git commit -q -m v1.0.0 && git tag v1.0.0")
	return dir
}

// preCommitEnv makes its Go use the caches of this machine, so that nothing is fetched.
func preCommitEnv(t *testing.T, c checkout) []string {
	t.Helper()
	env := []string{"PRE_COMMIT_HOME=" + filepath.Join(c.dir, ".cache"), "GOFLAGS=-buildvcs=false"}
	for _, name := range []string{"GOMODCACHE", "GOCACHE", "GOPROXY", "GOSUMDB", "GONOSUMDB"} {
		value, err := exec.Command("go", "env", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		env = append(env, name+"="+strings.TrimSpace(string(value)))
	}
	return env
}
