package cli

import (
	"strings"

	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// A variable of a build or a container that no file can carry is passed in the client's own environment, set by the script
// right before it executes the client. A name that the client, or a program it starts, reads itself is never passed that
// way: its value would be an instruction to a program that runs as root on the host.
//
// families are the prefixes of such names. A name with one of them is rejected even if it is new, except for those in
// unread.
var families = []string{
	"DOCKER_", "BUILDX_", "BUILDAH_", "PODMAN_", "CONTAINERS_", "CONTAINER_", "_CONTAINERS_", "NETAVARK_", "OTEL_", // the clients
	"LD_", "MALLOC_", "GLIBC_", "DYLD_", // the loader and the C library
	"GIT_", "SSH_", "PERL5", "LESS", "GPG_", "PASSWORD_STORE_", "DBUS_", "CURL_", // git, ssh and credential helpers
	"BASH", "COMP_", "C2U_", "c2u_", // the shell and the scripts
	"XDG_", "LISTEN_", "GNUPG",
}

// unread are names with such a prefix that are common as build arguments and read by no program.
var unread = lazyregexp.New(`^(GIT_(COMMIT|SHA|HASH|REV|REVISION|BRANCH|TAG|VERSION|REF|REPO|URL|DATE|DESCRIBE|USER|USERNAME|EMAIL|NAME|TOKEN|PASSWORD)(_[A-Z0-9_]*)?|` +
	`SSH_(PRIVATE_KEY|PUBLIC_KEY|KEY|PORT|USER|HOST|VERSION)|(DOCKER|PODMAN|CONTAINER|BUILDX)_(VERSION|TAG|IMAGE|REPO|REPOSITORY|REGISTRY|NAME|USERNAME|PASSWORD|GID|GROUP|USER|UID)|LESSC?_VERSION|PERL5?_VERSION|CURL_VERSION)$`)

// unreadNot are names that match unread but are read.
var unreadNot = lazyregexp.New(`^GIT_COMMIT_GRAPH_`)

// steering are further names that programs read.
var steering = lazyregexp.New(`^(PATH|HOME|IFS|ENV|PWD|OLDPWD|CDPATH|SHELL|SHELLOPTS|PS[0-4]|TMPDIR|POSIXLY_CORRECT|` +
	`UID|EUID|PPID|GROUPS|LINENO|RANDOM|SRANDOM|SECONDS|EPOCHSECONDS|EPOCHREALTIME|OPTIND|OPTARG|OPTERR|DIRSTACK|FUNCNAME|HISTCMD|PIPESTATUS|PROMPT_COMMAND|_|` +
	`GCONV_PATH|LOCPATH|NLSPATH|LOCALDOMAIN|RES_OPTIONS|RESOLV_HOST_CONF|HOSTALIASES|GETCONF_DIR|NIS_PATH|` +
	`GODEBUG|GOTRACEBACK|GOCOVERDIR|GOGC|GOMAXPROCS|GOMEMLIMIT|ZONEINFO|SSL_CERT_FILE|SSL_CERT_DIR|SSLKEYLOGFILE|` +
	`BUILDKIT_(HOST|PROGRESS|COLORS|TTY_LOG_LINES|NO_CLIENT_TOKEN)|EXPERIMENTAL_BUILDKIT_SOURCE_POLICY|REGISTRY_AUTH_FILE|STORAGE_(DRIVER|OPTS|CONF)|` +
	`TAR_OPTIONS|GREP_OPTIONS|GZIP|BZIP2?|XZ_OPT|XZ_DEFAULTS|ZSTD_CLEVEL|AWS_CONFIG_FILE|AWS_SHARED_CREDENTIALS_FILE|PYTHON(PATH|HOME|STARTUP|INSPECT|WARNINGS|BREAKPOINT|EXECUTABLE|USERBASE|PLATLIBDIR|PYCACHEPREFIX)|` +
	`PAGER|EDITOR|VISUAL|DISPLAY|NETRC|KRB5_CONFIG|NOTIFY_SOCKET|INVOCATION_ID|JOURNAL_STREAM|MAINPID|MANAGERPID|WATCHDOG_(PID|USEC)|STEP_LOCKED)$`)

// variable matches names that a shell can set.
var variable = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_]*$`)

// Steers reports whether a variable of this name cannot be in the environment of an engine's client: a program reads it
// there, or no shell can set it. Sources: docker(1), podman(1), git(1), ssh(1), ld.so(8), bash(1), Go's runtime and
// crypto/x509, curl(1), gpg(1).
func Steers(name string) bool {
	if !variable.MatchString(name) || steering.MatchString(name) {
		return true
	}
	for _, family := range families {
		if strings.HasPrefix(name, family) {
			return !unread.MatchString(name) || unreadNot.MatchString(name)
		}
	}
	return false
}
