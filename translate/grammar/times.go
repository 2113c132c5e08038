package grammar

import (
	"time"
	_ "time/tzdata" // the translating machine need not have the time zone database

	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// zoneName is the form that systemd accepts for the name of a time zone (src/basic/time-util.c, timezone_is_valid). It must not
// lead out of the folder of zones.
var zoneName = lazyregexp.New(`^[A-Za-z0-9_+][A-Za-z0-9_+-]*(/[A-Za-z0-9_+][A-Za-z0-9_+-]*)*$`)

// notZone matches files that a machine may have among its time zones, and that no release of the tz database names as zones
// (tzselect(8), tzdata Makefile: POSIXRULES, posix_right).
var notZone = lazyregexp.New(`^(posixrules|localtime|posix/.*|right/.*)$`)

// Zone is an existing time zone, as systemd requires: a timer with any other is not loaded.
var Zone = &Kind{Name: "a time zone", Form: "a name of the tz database, such as UTC or Europe/Berlin",
	Source: "systemd src/basic/time-util.c (timezone_is_valid); tzdata", valid: func(s string) bool {
		if !zoneName.MatchString(s) || s == "Local" || notZone.MatchString(s) {
			return false
		}
		_, err := time.LoadLocation(s)
		return err == nil
	}}
