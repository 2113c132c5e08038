package podman

import (
	"slices"
	"testing"

	"github.com/compose2unit/compose2unit/translate/model"
)

// An id of a driver is completed to a CDI name, and one that is a name already is kept.
func TestDevicesHaveCDINames(t *testing.T) {
	r := model.DeviceRequest{Driver: "nvidia", DeviceIDs: []string{"0", "nvidia.com/gpu=1"}, Capabilities: [][]string{{"gpu"}}}
	if got, want := cdi(r), []string{"nvidia.com/gpu=0", "nvidia.com/gpu=1"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
