// Package names builds the names of units and parses them. Nothing else
// in the program knows how a unit is called.
package names

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/unit"
)

// stemMax leaves room for what is appended to a stem: a suffix such as -completed.service, and the ends of the marks that
// scripts name after containers. The whole is the name of a file (NAME_MAX, limits.h).
const stemMax = 255 - 32

// Scheme names the units of one project.
type Scheme struct {
	// Prefix precedes every name (-unit-prefix); it may be empty.
	Prefix string
	// Project is the project's name.
	Project string
}

// CheckPrefix returns an error for a text that cannot stand in front of the names of units: systemd.unit(5) has letters,
// digits and ":-_.\", of which the colon and the backslash only confuse; a leading '-' would be the root slice's.
func CheckPrefix(text string) error {
	if !prefix.MatchString(text) {
		return fmt.Errorf("%q cannot begin a unit's name: use letters, digits, '.', '_' and '-'", text)
	}
	return nil
}

var prefix = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9._-]*)?$`)

// Check returns an error where the units of a service, job, network or volume, or of the project itself when there is no
// key, cannot have their names: too long, or with a byte that no name holds. The other methods are for keys that pass.
func (s Scheme) Check(key ...string) error {
	parts := s.parts(key)
	whole := strings.Join(parts, "-")
	if name, err := unit.Name(parts...); err != nil || len(name) > stemMax {
		return fmt.Errorf("the name of the unit %.40s… is too long: with the project's name it has %d bytes, and the limit is %d", whole, len(whole), stemMax)
	}
	return nil
}

func (s Scheme) parts(key []string) []string {
	parts := append([]string{s.Project}, key...)
	if s.Prefix != "" {
		parts = append([]string{s.Prefix}, parts...)
	}
	return parts
}

// stem is a name without suffix. A key that [Scheme.Check] refuses makes a name that no file can have.
func (s Scheme) stem(key ...string) string {
	name, err := unit.Name(s.parts(key)...)
	if err != nil {
		return "/"
	}
	return name
}

// Target is the unit that represents the whole project, Down the one that takes it down.
func (s Scheme) Target() string { return s.stem() + ".target" }

// Down is the unit that takes the project down.
func (s Scheme) Down() string { return s.stem("down") + ".service" }

// Refused is the unit of a project that cannot be translated: it fails and says why. The project has no other unit then but
// its target.
func (s Scheme) Refused() string { return s.stem("refused") + ".service" }

// Service is the unit of a service or job with one container.
func (s Scheme) Service(key string) string { return s.stem(key) + ".service" }

// Template is the unit file of a service with replicas, Replica the unit of one of them, counted from 1.
func (s Scheme) Template(key string) string { return s.stem(key) + "@.service" }

// Replica is the unit of one container of a service with replicas, counted from 1.
func (s Scheme) Replica(key string, number int) string {
	return s.stem(key) + "@" + strconv.Itoa(number) + ".service"
}

// Watch is the unit that restarts what the engine calls unhealthy.
func (s Scheme) Watch() string { return s.stem("health") + ".service" }

// Gate is the unit that waits for a condition of a service: started, healthy or completed.
func (s Scheme) Gate(service, condition string) string {
	return s.stem(service) + "-" + condition + ".service"
}

// Network is the unit that creates a network.
func (s Scheme) Network(key string) string { return s.stem(key) + "-network.service" }

// Volume is the unit that creates a volume.
func (s Scheme) Volume(key string) string { return s.stem(key) + volume }

// Build is the unit that builds an image.
func (s Scheme) Build(service string) string { return s.stem(service) + "-build.service" }

// Update is the unit that pulls a service's image by the calendar, UpdateTimer what starts it.
func (s Scheme) Update(service string) string { return s.stem(service) + "-update.service" }

// UpdateTimer is the timer of [Scheme.Update].
func (s Scheme) UpdateTimer(service string) string { return s.stem(service) + "-update.timer" }

// Timer is the timer of a job. A second one, for the times that are to be caught up on or are not, is EvenMissed or
// UnlessMissed.
func (s Scheme) Timer(job string) string { return s.stem(job) + ".timer" }

// EvenMissed is a job's second timer, which catches up.
func (s Scheme) EvenMissed(job string) string { return s.stem(job, "even-missed") + ".timer" }

// UnlessMissed is a job's second timer, which does not.
func (s Scheme) UnlessMissed(job string) string { return s.stem(job, "unless-missed") + ".timer" }
