package load

import (
	"context"
	"testing"
)

// What is wrong with a refused project does not include lists from which docker compose removes repeated items.
func TestRepeatedItemsAreNoViolation(t *testing.T) {
	dir := folder(t, `
-- compose.yml --
services:
  web:
    image: x
    hostname: {}
    cap_add: [NET_ADMIN, NET_ADMIN]
    ports: ["80:80", "80:80"]
    networks: {default: {aliases: [a, a]}}
    group_add: [a, a]
`)
	_, report, err := Load(context.Background(), Options{Dir: dir})
	var lines []int
	for _, f := range report.Findings() {
		lines = append(lines, f.Pos.Line)
	}
	if err != nil || len(lines) != 2 || lines[0] != 4 || lines[1] != 8 {
		t.Error(report.Findings(), err)
	}
}
