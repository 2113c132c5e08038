//go:build live

// Shell boots a live machine, opens a shell in it and shuts it down when the shell ends.
//
//	go run -tags live ./golden/live/shell [-stub] [-containerd] [-suite trixie] [COMMAND…]
//	go run -tags live ./golden/live/shell -root [-suite trixie]
//	go run -tags live ./golden/live/shell -quadlet
//
// With -root it boots nothing and prints the path of the machine's root, which is built if necessary; with -quadlet,
// likewise, the path of podman's newest generator.
//
// The machine has the image busybox, the checkout's compose2unit as /usr/local/bin/compose2unit, and its samples in /srv.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/compose2unit/compose2unit/golden/live/machine"
)

func main() {
	stub := flag.Bool("stub", false, "run every container with the stub runtime, and accept every limit")
	containerd := flag.Bool("containerd", false, "keep docker's images in containerd's store")
	suite := flag.String("suite", string(machine.Trixie), "the Debian release")
	onlyRoot := flag.Bool("root", false, "print the path of the machine's root, and boot nothing")
	onlyQuadlet := flag.Bool("quadlet", false, "print the path of podman's newest generator, and boot nothing")
	flag.Parse()
	if *onlyQuadlet {
		printMade(machine.Quadlet(context.Background(), os.Stderr))
		return
	}
	if missing := machine.Needs(); len(missing) > 0 {
		fmt.Fprintf(os.Stderr, "the live machine needs:\n  %s\n", strings.Join(missing, "\n  "))
		os.Exit(1)
	}
	if *onlyRoot {
		printMade(machine.Root(context.Background(), machine.Suite(*suite), os.Stderr))
		return
	}
	// The shell gets Ctrl-C itself; this program only remains to shut the machine down.
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	err := shell(machine.Suite(*suite), machine.Engine{Stub: *stub, Containerd: *containerd}, flag.Args(), stop)
	machine.ShutdownAll()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// printMade prints the path of something that was built, or exits with the error.
func printMade(path string, err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(path)
}

func shell(suite machine.Suite, engine machine.Engine, argv []string, stop <-chan os.Signal) error {
	root, err := machine.Root(context.Background(), suite, os.Stderr)
	if err != nil {
		return err
	}
	m, err := machine.Boot(context.Background(), root, "shell")
	if err != nil {
		return err
	}
	if err := m.UseEngine(engine); err != nil {
		return err
	}
	if r := m.Run("busybox-image", "busybox", "busybox:1.36"); r.Code != 0 {
		return fmt.Errorf("creating the image: %s", r)
	}
	if err := furnish(m); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if len(argv) == 0 {
		argv = []string{"bash", "--login"}
	}
	fmt.Fprintf(os.Stderr, "from another terminal: nsenter -t %d -m -p -u -i -n -C bash\n", m.Init())
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	cmd := m.Command(ctx, "/srv", argv...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	go func() {
		for sig := range stop {
			if sig != os.Interrupt {
				cancel()
			}
		}
	}()
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil // the exit code of the shell's last command
	}
	return err
}

// furnish installs the tool and the samples in the machine. A checkout that does not build still gets its shell.
func furnish(m *machine.Machine) error {
	dir, err := os.MkdirTemp("", "live-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, "compose2unit")
	build := exec.Command("go", "build", "-o", binary, "github.com/compose2unit/compose2unit/cmd/compose2unit")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("no compose2unit in the machine: %w\n%s", err, out)
	}
	program, err := os.ReadFile(binary)
	if err != nil {
		return err
	}
	samples, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return err
	}
	return errors.Join(m.Write("/usr/local/bin/compose2unit", program, 0o755),
		m.Copy(filepath.Join(strings.TrimSpace(string(samples)), "golden/project"), "/srv/project"))
}
