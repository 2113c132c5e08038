//go:build live

package live

import (
	"strings"
	"testing"
)

// A volume that cannot be created keeps its service from starting: the engine would implicitly create another one, and the data
// would end up in the wrong place. Once it can be created, starting the service is sufficient.
func TestVolumeCannotBeCreated(t *testing.T) {
	play(t, withAll, func(t *testing.T, l *life) {
		const compose = `
services:
  web:` + loop + `
    volumes: ["stock:/stock"]
volumes: {stock: {driver: nobodys-driver}}
`
		l.install(compose)
		l.fails("systemctl", "start", "shop-web")
		if text := l.journal("shop-web"); !strings.Contains(text, "there is no volume shop_stock") {
			t.Errorf("the unit does not say why:\n%s", text)
		}
		if text := l.journal("shop-stock-volume"); !strings.Contains(text, "nobodys-driver") {
			t.Errorf("the journal does not name the driver:\n%s", text)
		}
		if got := l.must("engine", "volume", "ls", "-q"); got != "" {
			t.Errorf("the volume was created: %s", got)
		}
		l.install(strings.Replace(compose, "nobodys-driver", "local", 1))
		l.must("systemctl", "start", "shop-web")
		l.running("shop-web-1")
	})
}
