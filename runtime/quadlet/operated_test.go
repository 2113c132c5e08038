package quadlet

import "testing"

// Runs matches the unit or source file that creates a container, not those that wait for it.
func TestRuns(t *testing.T) {
	for text, want := range map[string]bool{
		"ExecStartPre=create --container shop-web-1 x":                          true,
		"ContainerName=shop-web-1":                                              true,
		"ExecStartPre=create \\\n    --container shop-web-%i \\\n    --image x": true,
		"ExecStart=await healthy shop-web-1":                                    false,
		"ExecStartPre=create --container shop-web-10":                           false,
		"ExecStartPre=create --container xshop-web-1":                           false,
	} {
		if got := Runtime.Runs([]byte(text), "shop-web-1"); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
