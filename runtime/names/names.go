// Package names builds and parses the names of units. Nothing else in the program knows how units are named.
package names

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// stemMax leaves room for what is appended to a stem: a suffix such as -completed.service, and the suffixes of the state
// files that scripts name after containers. The result is a file name (NAME_MAX, limits.h).
const stemMax = 255 - 32

// Scheme names the units of one project.
type Scheme struct {
	// Prefix is prepended to every name (-unit-prefix); it may be empty.
	Prefix string
	// Project is the project's name.
	Project string
}

// CheckProject returns an error for a text that is not the name of a project (Compose Specification, "name top-level element";
// compose-go loader.NormalizeProjectName). Every name that does not come from a translated Compose file is checked before it is used
// in a path, in a pattern of units, or in a request to an engine.
func CheckProject(name string) error {
	if !project.MatchString(name) {
		return fmt.Errorf("%q is not a project's name: use lowercase letters, digits, '-' and '_', and begin with a letter or digit", name)
	}
	return nil
}

var project = lazyregexp.New(`^[a-z0-9][a-z0-9_-]*$`)

// CheckPrefix returns an error for a text that cannot be a prefix of unit names: systemd.unit(5) allows letters, digits and
// ":-_.\", of which the colon and the backslash are confusing; a leading '-' would be the root slice's.
func CheckPrefix(text string) error {
	if !prefix.MatchString(text) {
		return fmt.Errorf("%q cannot begin a unit's name: use letters, digits, '.', '_' and '-'", text)
	}
	return nil
}

var prefix = lazyregexp.New(`^([A-Za-z0-9][A-Za-z0-9._-]*)?$`)

// Check returns an error if a unit of a service, job, network or volume, or of the project itself if there is no key,
// cannot have its name: it is too long, or contains an invalid byte. The other methods are for keys that pass.
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

// stem returns a name without suffix. For a key that [Scheme.Check] rejects, the result is not a valid file name.
func (s Scheme) stem(key ...string) string {
	name, err := unit.Name(s.parts(key)...)
	if err != nil {
		return "/"
	}
	return name
}

// Target returns the unit that represents the whole project.
func (s Scheme) Target() string { return s.stem() + ".target" }

// Pattern returns a pattern, for systemctl and journalctl, of the names of all units of the project that the target represents,
// except the target itself. It also matches units of a project whose name begins with this one's and a hyphen.
func Pattern(target string) string { return strings.TrimSuffix(target, ".target") + "-*" }

// Down returns the unit that takes the project down.
func (s Scheme) Down() string { return s.stem("down") + ".service" }

// Refused returns the unit of a project that cannot be translated: it fails and reports why. The project then has no other
// unit except its target.
func (s Scheme) Refused() string { return s.stem("refused") + ".service" }

// Service returns the unit of a service or job with one container.
func (s Scheme) Service(key string) string { return s.stem(key) + ".service" }

// Template returns the unit file of a service with replicas.
func (s Scheme) Template(key string) string { return s.stem(key) + "@.service" }

// Replica returns the unit of one container of a service with replicas, counted from 1.
func (s Scheme) Replica(key string, number int) string {
	return s.stem(key) + "@" + strconv.Itoa(number) + ".service"
}

// Watch returns the unit that restarts unhealthy containers.
func (s Scheme) Watch() string { return s.stem("health") + ".service" }

// Gate returns the unit that waits for a condition of a service: started, healthy or completed.
func (s Scheme) Gate(service, condition string) string {
	return s.stem(service) + "-" + condition + ".service"
}

// Network returns the unit that creates a network.
func (s Scheme) Network(key string) string { return s.stem(key) + "-network.service" }

// Volume returns the unit that creates a volume.
func (s Scheme) Volume(key string) string { return s.stem(key) + volume }

// Build returns the unit that builds an image.
func (s Scheme) Build(service string) string { return s.stem(service) + "-build.service" }

// Update returns the unit that pulls a service's image on a schedule.
func (s Scheme) Update(service string) string { return s.stem(service) + "-update.service" }

// UpdateTimer returns the timer of [Scheme.Update].
func (s Scheme) UpdateTimer(service string) string { return s.stem(service) + "-update.timer" }

// Timer returns the timer of a job. If some of its schedules make up for missed triggers and others do not, there is a
// second timer: EvenMissed or UnlessMissed.
func (s Scheme) Timer(job string) string { return s.stem(job) + ".timer" }

// EvenMissed returns a job's second timer, which makes up for missed triggers.
func (s Scheme) EvenMissed(job string) string { return s.stem(job, "even-missed") + ".timer" }

// UnlessMissed returns a job's second timer, which does not.
func (s Scheme) UnlessMissed(job string) string { return s.stem(job, "unless-missed") + ".timer" }
