//go:build live

package live

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// A side brings up a prepared project; the result is inspected and then removed.
type side interface {
	up(h *host, p *project) error
}

// composeSide is the reference: `docker-compose up -d`.
type composeSide struct {
	// createOnly creates everything and starts nothing, for projects that cannot start here.
	createOnly bool
	// program is a docker compose other than the project's reference.
	program string
}

func (c composeSide) up(h *host, p *project) error {
	args := append(p.composeArgs(), "up", "--quiet-pull", "--detach")
	if c.createOnly {
		args[len(args)-1] = "--no-start"
	}
	args[0] = cmp.Or(c.program, args[0])
	r := h.RunIn(p.Work, h.compose(args...)...)
	if r.Code == 0 {
		return nil
	}
	return errors.Join(errReference{reason(r.Err)}, abandon(h))
}

// abandon ends what the engine is still doing after Compose has failed. Compose exits at the first error, and what it requested
// in parallel would be created after the machine was cleaned, in the middle of the next project.
func abandon(h *host) error {
	if err := wipe(h); err != nil { // otherwise the engine waits for running containers
		return err
	}
	h.Run("systemctl", "reset-failed", h.column.server) // docker.service allows three starts a minute
	if r := h.Run("systemctl", "restart", h.column.server); r.Code != 0 {
		return fmt.Errorf("restarting the engine: %s", r)
	}
	return nil
}

// unitSide is what we generate: translate, install, start the target.
type unitSide struct {
	// flags are further flags of compose2unit.
	flags []string
}

// errRefused means that compose2unit does not translate the project, and says why.
type errRefused struct{ said string }

func (e errRefused) Error() string { return "compose2unit refuses it:\n" + e.said }

const outDir = "/srv/out"

func (u unitSide) up(h *host, p *project) error {
	if err := generate(h, p, u.flags...); err != nil {
		return err
	}
	target, err := install(h)
	if err != nil {
		return err
	}
	if r := h.Run("systemctl", "start", target); r.Code != 0 {
		return fmt.Errorf("%s\n%s", r, failures(h))
	}
	return nil
}

// generate runs compose2unit in the machine, in the project's folder, as a user would.
func generate(h *host, p *project, more ...string) error {
	h.Run("rm", "-rf", outDir)
	argv := []string{"compose2unit", "-inputs", strings.Join(p.Inputs, ","), "-output", outDir}
	argv = append(argv, h.column.flags...)
	if len(p.EnvFiles) > 0 {
		argv = append(argv, "-env-files", strings.Join(p.EnvFiles, ","))
	}
	if r := h.RunIn(p.Work, append(argv, more...)...); r.Code != 0 {
		return errRefused{r.Err}
	}
	return nil
}

// install copies the output folder to where systemd looks, and returns the project's target.
func install(h *host) (target string, err error) {
	entries, err := os.ReadDir(h.Path(outDir))
	if err != nil {
		return "", err
	}
	files := map[string][]string{}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".target") {
			target = entry.Name()
		}
		folder := h.column.folder(entry.Name())
		files[folder] = append(files[folder], outDir+"/"+entry.Name())
	}
	if target == "" {
		return "", fmt.Errorf("no target in the output folder")
	}
	for folder, names := range files {
		h.Run("mkdir", "-p", folder)
		if r := h.Run(append([]string{"cp", "-a", "-t", folder}, names...)...); r.Code != 0 {
			return "", fmt.Errorf("installing: %s", r)
		}
	}
	if r := h.Run("systemctl", "daemon-reload"); r.Code != 0 {
		return "", fmt.Errorf("daemon-reload: %s", r)
	}
	return target, nil
}

// failures says which units failed, with their messages and those of their containers.
func failures(h *host) string {
	var b strings.Builder
	h.synced()
	failed := h.Run("systemctl", "list-units", "--failed", "--plain", "--no-legend", "--full")
	for _, line := range strings.Split(strings.TrimSpace(failed.Out), "\n") {
		if unit, _, ok := strings.Cut(line, " "); ok {
			fmt.Fprintf(&b, "failed: %s\n%s", unit, h.Run("journalctl", "--no-pager", "-o", "cat", "-n", "15", "-u", unit).Out)
		}
	}
	return b.String()
}

// clean restores the machine to its earlier state: none of our units, containers, networks or volumes.
func clean(h *host) error {
	uninstall(h)
	return wipe(h)
}

// uninstall stops the units of the output folder, and removes them and the folder. A caller that installs others reloads
// systemd.
func uninstall(h *host) {
	entries, _ := os.ReadDir(h.Path(outDir))
	var units []string
	for _, entry := range entries {
		if !entry.IsDir() && entry.Name()[0] != '.' {
			units = append(units, unitOf(entry.Name()))
		}
	}
	if len(units) > 0 {
		h.Run(append([]string{"systemctl", "stop", "--quiet"}, units...)...)
		argv := []string{"rm", "-rf", outDir}
		for _, entry := range entries {
			argv = append(argv, h.column.folder(entry.Name())+"/"+entry.Name())
		}
		h.Run(argv...)
		h.Run("systemctl", "reset-failed")
	}
}

// wipe removes everything the engine has except images.
func wipe(h *host) error {
	if r := h.Run("sh", "-c", h.column.wipe); r.Code != 0 {
		return fmt.Errorf("cleaning: %s", r)
	}
	return nil
}

// settle waits until no container is changing state: two successive states are equal, and no probe is pending.
func settle(h *host, limit time.Duration) {
	previous := ""
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); time.Sleep(300 * time.Millisecond) {
		now := h.Run("sh", "-c", `engine ps -a --format '{{.ID}} {{.State}} {{.Status}}' | sed 's/ Up [^(]*/ up /; s/ ago//; s/) .*/)/'`).Out
		if now == previous && !strings.Contains(now, "starting)") && !strings.Contains(now, " restarting ") {
			return
		}
		previous = now
	}
}

// inspection is everything that exists: the leaves of inspect, and what distinguishes an object from another of the same name. The
// journal is the machine's since the project was brought up.
type inspection struct {
	leaves  compare.Snapshot
	made    map[string]string
	journal string
}

// about returns what the journal says of a container: the last lines that name it or its unit, or what podman says of its id.
func (i inspection) about(container string) string {
	words := []string{container, strings.TrimSuffix(container, "-1") + ".service"}
	if id := i.made["container "+container]; id != "" {
		words = append(words, id)
	}
	var lines []string
	for line := range strings.Lines(i.journal) {
		if slices.ContainsFunc(words, func(word string) bool { return strings.Contains(line, word) }) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines[max(0, len(lines)-40):], "")
}

// look inspects everything that exists.
func look(h *host) (found inspection, err error) {
	var in compare.Inspected
	for _, part := range []struct {
		to   *[]byte
		list string
		show string
	}{
		{&in.Containers, "engine ps -aq --no-trunc", "engine container inspect"},
		{&in.Networks, listNetworks, "engine network inspect"},
		{&in.Volumes, "engine volume ls -q", "engine volume inspect"},
	} {
		r := h.Run("sh", "-c", fmt.Sprintf(`ids=$(%s) && { [ -z "$ids" ] || %s $ids; }`, part.list, part.show))
		if r.Code != 0 {
			return found, fmt.Errorf("inspecting: %s", r)
		}
		*part.to = []byte(r.Out)
	}
	if found.leaves, err = compare.Read(in); err != nil {
		return found, err
	}
	if found.made, err = compare.Identities(in); err != nil {
		return found, err
	}
	return found, lookInside(h, in.Containers, found.leaves)
}

// listNetworks names all networks except an engine's predefined ones.
const listNetworks = `engine network ls --format '{{.Name}}' | { grep -vxE 'bridge|host|none|podman' || :; }`

// reason returns the first lines of Compose's output, errors before others.
func reason(said string) string {
	var wrong, others []string
	for _, line := range strings.Split(strings.TrimSpace(said), "\n") {
		switch line = strings.TrimSpace(line); {
		case isError(line):
			wrong = append(wrong, line)
		case line != "":
			others = append(others, line)
		}
	}
	lines := append(wrong, others...)
	return strings.Join(lines[:min(2, len(lines))], "; ")
}

func isError(line string) bool { return strings.Contains(strings.ToLower(line), "error") }
