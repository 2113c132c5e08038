package model_test

import (
	"slices"
	"testing"

	"github.com/compose2unit/compose2unit/translate/model"
)

// A path is created only if that is so for every container that binds it.
func TestBindSources(t *testing.T) {
	p := &model.Project{Containers: []model.Container{
		{HostPaths: []string{"/both", "/made"}, MakePaths: []string{"/both", "/made"}},
		{HostPaths: []string{"/both", "/needed"}},
		{HostPaths: []string{"/made"}, MakePaths: []string{"/made"}},
	}}
	want := []model.BindSource{{"/both", false}, {"/made", true}, {"/needed", false}}
	if got := p.BindSources(); !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}
