package diag

// Code names a class of findings. Codes are stable: scripts may match them.
type Code string

// The codes.
const (
	Syntax      Code = "syntax"
	Invalid     Code = "invalid"
	Missing     Code = "missing"
	Unresolved  Code = "unresolved"
	Obsolete    Code = "obsolete"
	Loading     Code = "loading"
	Unsupported Code = "unsupported"
	Partial     Code = "partial"
	NoEffect    Code = "no-effect"
	Collision   Code = "collision"
	Unsafe      Code = "unsafe"
	Limit       Code = "limit"
	Version     Code = "version"
	Runtime     Code = "runtime"
	Rootless    Code = "rootless"
	Flag        Code = "flag"
	Stale       Code = "stale"
	Outside     Code = "outside"
)

// Codes describes each code in one line, for the documentation.
var Codes = map[Code]string{
	Syntax:      "The file is not YAML that Compose can read.",
	Invalid:     "An attribute has a type or value that the Compose schema or Compose itself refuses.",
	Missing:     "A file, service, network, volume, config or secret that is referred to does not exist.",
	Unresolved:  "A variable of an interpolation has no value.",
	Obsolete:    "The attribute is obsolete in Compose and ignored there too.",
	Loading:     "Compose's loader refused the project or reported a problem.",
	Unsupported: "The attribute cannot be translated; -allow accepts the loss.",
	Partial:     "The attribute is translated in part; the text says what differs.",
	NoEffect:    "The attribute has no effect on what `docker compose up -d` creates.",
	Collision:   "Two things would have the same name.",
	Unsafe:      "A value cannot be carried into a unit safely.",
	Limit:       "The project is larger than the program accepts.",
	Version:     "The oldest systemd or engine that must read the units lacks something.",
	Runtime:     "The engine behaves differently here.",
	Rootless:    "A rootless engine cannot do this, or does it differently (-user).",
	Flag:        "A command-line flag has no effect.",
	Outside:     "A value from outside the Compose files, or a secret, is in a unit that everyone can read; or a file outside the project is read.",
	Stale:       "The lock file contains an image that the project no longer uses.",
}
