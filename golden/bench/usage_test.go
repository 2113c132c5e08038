package bench

import (
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// usage is the total resource usage of several processes.
type usage struct {
	runs               int
	user, system, wall time.Duration
	kilobytes          int64 // the sum of the memory peaks
}

// run runs a process and adds its usage.
func (u *usage) run(b *testing.B, child *exec.Cmd) {
	b.Helper()
	said := &strings.Builder{}
	child.Stderr = said
	start := time.Now()
	if err := child.Run(); err != nil {
		b.Fatalf("%v\n%s", err, said)
	}
	u.wall += time.Since(start)
	u.runs++
	u.user += child.ProcessState.UserTime()
	u.system += child.ProcessState.SystemTime()
	if of, ok := child.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.kilobytes += of.Maxrss
	}
}

// cpu returns the mean CPU time in milliseconds, and peak the mean memory peak in megabytes.
func (u *usage) cpu() float64  { return u.mean(u.user + u.system) }
func (u *usage) peak() float64 { return float64(u.kilobytes) / 1024 / float64(u.runs) }

func (u *usage) mean(of time.Duration) float64 {
	return float64(of.Microseconds()) / 1e3 / float64(u.runs)
}

// report reports the means. The CPU time in the kernel is also reported on its own, because most of it is spent on creating files.
func (u *usage) report(b *testing.B) {
	b.ReportMetric(u.cpu(), "cpu-ms")
	b.ReportMetric(u.mean(u.system), "sys-ms")
	b.ReportMetric(u.peak(), "peak-MB")
}
