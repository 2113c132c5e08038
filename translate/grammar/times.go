package grammar

import (
	"regexp"
	"time"
	_ "time/tzdata" // a machine that translates need not have the time zones itself
)

// zoneName is what systemd takes for the name of a time zone (src/basic/time-util.c, timezone_is_valid). Nothing may
// leave the folder of zones.
var zoneName = regexp.MustCompile(`^[A-Za-z0-9_+][A-Za-z0-9_+-]*(/[A-Za-z0-9_+][A-Za-z0-9_+-]*)*$`)

// notZone are files among the zones that a machine may have, and that no release of the tz database names as zones
// (tzselect(8), tzdata Makefile: POSIXRULES, posix_right).
var notZone = regexp.MustCompile(`^(posixrules|localtime|posix/.*|right/.*)$`)

// Zone is a time zone that exists, as systemd demands it: a timer with another is not loaded.
var Zone = &Kind{Name: "a time zone", Form: "a name of the tz database, such as UTC or Europe/Berlin",
	Source: "systemd src/basic/time-util.c (timezone_is_valid); tzdata", valid: func(s string) bool {
		if !zoneName.MatchString(s) || s == "Local" || notZone.MatchString(s) {
			return false
		}
		_, err := time.LoadLocation(s)
		return err == nil
	}}
