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

// Codes is one line for each code, for the documentation.
var Codes = map[Code]string{
	Syntax:      "The file is not YAML that Compose can read.",
	Invalid:     "An attribute has a type or value that the Compose schema or Compose itself refuses.",
	Missing:     "A file, service, network, volume, config or secret that is referred to does not exist.",
	Unresolved:  "A variable of an interpolation has no value.",
	Obsolete:    "The attribute is obsolete in Compose and ignored there too.",
	Loading:     "Compose's loader refused the project or had something to say about it.",
	Unsupported: "The attribute cannot be translated; -allow accepts the loss.",
	Partial:     "The attribute is translated in part; the sentence says what differs.",
	NoEffect:    "The attribute has no effect on what `docker compose up -d` creates.",
	Collision:   "Two things would take one name.",
	Unsafe:      "A value cannot be carried into a unit safely.",
	Limit:       "The project is larger than the program accepts.",
	Version:     "The oldest systemd or engine that must read the units lacks something.",
	Runtime:     "The engine behaves differently here.",
	Rootless:    "The engine of a user cannot do it, or does it otherwise (-user).",
	Flag:        "A command-line flag has no effect.",
	Outside:     "Everybody can read a value in the units that comes from outside the Compose files, or is a secret; or a file outside the project is read.",
	Stale:       "A lock file has an image that the project has not.",
}
