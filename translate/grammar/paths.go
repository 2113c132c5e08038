package grammar

import (
	"math"
	"path"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// climbs reports whether a path has a component that leads upwards.
func climbs(s string) bool {
	for _, part := range strings.Split(s, "/") {
		if part == ".." {
			return true
		}
	}
	return false
}

// Inside is an absolute path inside a container. One with .. is cleaned where it is used, as the engine does.
var Inside = &Kind{Name: "a path inside a container", Form: "an absolute path in one line",
	Source: "moby daemon/container.go (\"it needs to be an absolute path\")", valid: func(s string) bool {
		return strings.HasPrefix(s, "/") && printable(s)
	}}

// Target is the path of a volume in a container. Paths of several lines are possible through the engine's API.
var Target = &Kind{Name: "a path inside a container", Form: "an absolute path that is not /",
	Source: "moby volume/mounts (\"mount path must be absolute\", \"destination can't be '/'\")", valid: func(s string) bool {
		return strings.HasPrefix(s, "/") && path.Clean(s) != "/"
	}}

// Subpath is a folder of a volume or image.
var Subpath = &Kind{Name: "a path inside a volume", Form: "a relative path without ..",
	Source: "moby volume/mounts (\"subpath must be a relative path within the volume\")", valid: func(s string) bool {
		return s != "" && s[0] != '/' && printable(s) && !climbs(s)
	}}

// FileTarget is the path of a secret or config in a container.
var FileTarget = &Kind{Name: "the path of a file inside a container", Form: "a path in one line that ends with the name of a file",
	Source: "Compose specification, secrets and configs", valid: func(s string) bool {
		last := path.Base(path.Clean(s))
		return s == "" || printable(s) && last != "/" && last != "." && last != ".."
	}}

// Tmpfs is a temporary file system and its options. The kernel refuses an option whose value it cannot read.
var Tmpfs = &Kind{Name: "a temporary file system", Form: "an absolute path, or PATH:OPTION[,OPTION…]; sizes and owners are numbers, the mode is octal",
	Source: "docker/cli --tmpfs; linux mm/shmem.c (shmem_parse_one)",
	valid: func(s string) bool {
		target, options, _ := strings.Cut(s, ":")
		return Target.Valid(target) && printable(s) && (options == "" || word(options)) && tmpfsRead(options)
	}}

// tmpfsRead reports whether the kernel can read the numbers in the options of a temporary file system: 0x1000 is hexadecimal
// and 010 octal (lib/cmdline.c memparse, lib/kstrtox.c), a mode is always octal.
func tmpfsRead(options string) bool {
	for option := range strings.SplitSeq(options, ",") {
		name, value, _ := strings.Cut(option, "=")
		var ok bool
		switch name {
		case "uid", "gid":
			n, err := strconv.ParseUint(strings.TrimPrefix(value, "+"), 0, 32)
			ok = err == nil && n < math.MaxUint32 && cNumber.MatchString(value)
		case "mode":
			_, err := strconv.ParseUint(strings.TrimPrefix(value, "+"), 8, 32)
			ok = err == nil
		case "size":
			ok = value != "" && tmpfsSize.MatchString(strings.TrimSuffix(value, "%"))
		case "nr_blocks", "nr_inodes":
			ok = value != "" && tmpfsSize.MatchString(value)
		default:
			ok = true
		}
		if !ok {
			return false
		}
	}
	return true
}

var (
	cNumber = lazyregexp.New(`^\+?(0[xX][0-9a-fA-F]+|[0-9]+)$`)
	// tmpfsSize is a number with a suffix; a suffix alone counts as 0.
	tmpfsSize = lazyregexp.New(`^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)?[kKmMgGtTpPeE]?$`)
)

// Device is a host device or its name in the container, or a name of the Container Device Interface.
var Device = &Kind{Name: "a device", Form: "an absolute path, or VENDOR/CLASS=NAME", Source: "moby daemon/pkg/oci; CDI specification",
	valid: func(s string) bool { return strings.HasPrefix(s, "/") && printable(s) || CDI.Valid(s) }}

// CDI is a device name of the Container Device Interface. On a vendor or class of one letter its parser panics, in engines, too.
var CDI = &Kind{Name: "a CDI device", Form: "VENDOR/CLASS=NAME", Source: "tags.cncf.io/container-device-interface pkg/parser", valid: lazyregexp.New(
	`^[A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9]/[A-Za-z][A-Za-z0-9._-]*[A-Za-z0-9]=[A-Za-z0-9]([A-Za-z0-9._:-]*[A-Za-z0-9])?$`).MatchString}

// BlockDevice is a device whose use is limited.
var BlockDevice = &Kind{Name: "the path of a device", Form: "an absolute path without a colon", Source: "docker/cli opts.ValidateThrottleBpsDevice",
	valid: func(s string) bool { return strings.HasPrefix(s, "/") && printable(s) && !strings.Contains(s, ":") }}

// Permissions are the operations that a container may use on a device.
var Permissions = matching("the permissions of a device", "a selection of r, w and m", "docker/cli opts.ValidateDeviceMode", `[rwm]{0,3}`)

// who is the name or number of a user or group. Images contain names that useradd(8) would refuse, including names with blanks.
const who = `[^:\x00-\x1f\x7f-][^:\x00-\x1f\x7f]*`

// User is the user that a process runs as.
var User = matching("a user", "USER or USER:GROUP, each a name or a number that does not begin with a dash", "moby/sys/user GetExecUser", `(`+who+`)?(:(`+who+`)?)?`)

// Group is a group by name or number.
var Group = matching("a group", "a name or a number", "moby/sys/user GetAdditionalGroups", who)

// CPUs is a list of processors by number.
var CPUs = &Kind{Name: "a list of CPUs", Form: "numbers and ranges such as 0-2,4", Source: "cpuset(7), list format; moby pkg/sysinfo parseUintList",
	valid: func(s string) bool {
		for part := range strings.SplitSeq(s, ",") {
			if _, _, ok := Span(part); !ok {
				return false
			}
		}
		return true
	}}

// Span parses a number of 16 bits, or FIRST-LAST. It returns false if the text is neither, or the range runs backwards.
func Span(text string) (from, to uint64, ok bool) {
	first, last, ranged := strings.Cut(text, "-")
	if !ranged {
		last = first
	}
	from, err1 := strconv.ParseUint(first, 10, 16)
	to, err2 := strconv.ParseUint(last, 10, 16)
	return from, to, err1 == nil && err2 == nil && from <= to
}
