package main

import (
	"errors"
	"net/netip"
	"testing"

	"github.com/compose2unit/compose2unit/runtime/generate"
	"github.com/compose2unit/compose2unit/runtime/host"
)

// Routes that cannot be read are an error where they matter: where the project brings subnets, and not in a user's own world.
func TestRoutesThatCannotBeRead(t *testing.T) {
	broken := &world{routes: func() ([]host.Route, error) { return nil, errors.New("no table") }}
	made := outcome{Result: generate.Result{Subnets: []generate.Subnet{{Subnet: host.Subnet{Owner: "shop_front", Prefix: netip.MustParsePrefix("172.18.4.0/24")}}}}}
	if err := (&options{}).clashes(broken, made); err == nil {
		t.Error("routes that cannot be read are not an error")
	}
	if err := (&options{target: target{user: true}}).clashes(broken, made); err != nil {
		t.Error("a user's networks are compared with the host's routes")
	}
	if err := (&options{}).clashes(broken, outcome{}); err != nil {
		t.Error("a project without subnets needs the routes")
	}
}
