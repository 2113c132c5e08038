package host

import (
	"fmt"
	"sync"
	"testing"
)

// Runs for two projects at a time keep the units of a third one: whichever comes second leaves what the first has kept.
func TestKeptOnce(t *testing.T) {
	g := Generated{Kept: t.TempDir()}
	for i := range 50 {
		project := fmt.Sprint("shop", i)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if err := g.copy(project, map[string][]byte{project + ".target": []byte("[Unit]\n"), project + "/web.env": []byte("A=1\n")}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
}
