package cli_test

import (
	"testing"

	"github.com/compose2unit/compose2unit/runtime/cli"
)

// Names that a program on the host reads are never passed in a client's environment; common names of build arguments are.
func TestSteers(t *testing.T) {
	for _, name := range []string{
		"GIT_SSH_COMMAND", "GIT_CONFIG_COUNT", "GIT_EXEC_PATH", "GIT_COMMIT_GRAPH_PARANOIA", "SSH_ASKPASS", "SSH_AUTH_SOCK", "LD_PRELOAD", "LD_AUDIT",
		"GLIBC_TUNABLES", "PATH", "HOME", "IFS", "ENV", "BASH_ENV", "SHELLOPTS", "PS4", "BASH_FUNC_x%%", "TAR_OPTIONS", "GZIP", "TMPDIR",
		"DOCKER_HOST", "DOCKER_CONFIG", "DOCKER_BUILDKIT", "BUILDKIT_HOST", "BUILDX_BUILDER", "CONTAINERS_CONF", "CONTAINER_HOST", "REGISTRY_AUTH_FILE",
		"GODEBUG", "SSL_CERT_FILE", "SSLKEYLOGFILE", "CURL_HOME", "XDG_CONFIG_HOME", "NOTIFY_SOCKET", "C2U_EMPTY", "c2u_line", "UID", "LINENO", "A-B", "", "1A",
	} {
		if !cli.Steers(name) {
			t.Errorf("%s may be in the environment of a client", name)
		}
	}
	for _, name := range []string{
		"VERSION", "TOKEN", "USER", "GID", "TZ", "LANG", "GIT_COMMIT", "GIT_SHA", "GIT_COMMIT_SHA", "GIT_TAG", "SSH_PRIVATE_KEY", "DOCKER_TAG", "DOCKER_REPO",
		"HTTP_PROXY", "https_proxy", "NO_PROXY", "BUILDKIT_INLINE_CACHE", "BUILDKIT_SYNTAX", "GO_VERSION", "GOPROXY", "PYTHON_VERSION", "NODE_ENV",
		"SOURCE_DATE_EPOCH", "AWS_ACCESS_KEY_ID", "NPM_TOKEN", "PHP_VERSION",
	} {
		if cli.Steers(name) {
			t.Errorf("%s is refused, and nothing reads it", name)
		}
	}
}
