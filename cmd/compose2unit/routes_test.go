package main

import (
	"errors"
	"net/netip"
	"testing"

	"github.com/compose2unit/compose2unit/runtime/generate"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/translate/diag"
)

// Unreadable routes are an error only if the project defines subnets, and not for a rootless engine.
func TestRoutesThatCannotBeRead(t *testing.T) {
	broken := &world{routes: func() ([]host.Route, error) { return nil, errors.New("no table") }}
	made := outcome{Result: generate.Result{Subnets: []generate.Subnet{{Subnet: host.Subnet{Owner: "shop_front", Prefix: netip.MustParsePrefix("172.18.4.0/24")}}}}}
	if err := (&options{}).clashes(broken, made, &diag.Report{}); err == nil {
		t.Error("routes that cannot be read are not an error")
	}
	if err := (&options{target: target{user: true}}).clashes(broken, made, &diag.Report{}); err != nil {
		t.Error("a user's networks are compared with the host's routes")
	}
	if err := (&options{}).clashes(broken, outcome{}, &diag.Report{}); err != nil {
		t.Error("a project without subnets needs the routes")
	}
}
