package bench

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// BenchmarkGenerator runs the program as systemd does at boot and at each reload: with three output folders, for a number of projects
// of five services each. It runs as the generator of a user's manager, whose project folders can be anywhere.
func BenchmarkGenerator(b *testing.B) {
	program := filepath.Join(b.TempDir(), "user-generators", "compose2unit")
	if err := os.Mkdir(filepath.Dir(program), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.Symlink(built(b), program); err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{0, 1, 20, 200} {
		config := folders(b, n)
		b.Run(fmt.Sprint("projects=", n), func(b *testing.B) {
			var took usage
			for i := range b.N {
				child := exec.Command(program)
				for _, priority := range []string{"normal", "early", "late"} {
					out := filepath.Join(b.TempDir(), fmt.Sprint(priority, i))
					if err := os.Mkdir(out, 0o755); err != nil {
						b.Fatal(err)
					}
					child.Args = append(child.Args, out)
				}
				child.Env = append(os.Environ(), "XDG_CONFIG_HOME="+config, "SYSTEMD_SCOPE=user")
				took.run(b, child)
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(took.mean(took.wall), "wall-ms")
			took.report(b)
		})
	}
}

// folders returns a configuration folder with a number of projects.
func folders(b *testing.B, projects int) string {
	b.Helper()
	config := b.TempDir()
	if err := os.WriteFile(filepath.Join(config, "compose2unit.yaml"), []byte("runtime: docker\n"), 0o644); err != nil {
		b.Fatal(err)
	}
	for i := range projects {
		write(b, filepath.Join(config, "compose", fmt.Sprintf("p%03d", i)), "compose.yaml", 5)
	}
	return config
}
