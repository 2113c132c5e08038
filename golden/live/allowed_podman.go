//go:build live

package live

import (
	"regexp"
	"sort"
	"strings"

	"github.com/compose2unit/compose2unit/golden/live/compare"
)

// madeUpByPodman is what differs between any two containers, networks and volumes of one definition.
var madeUpByPodman = []compare.Rule{
	{Pointer: "/containers/*/Id", Reason: "made up by podman"},
	{Pointer: "/networks/*/id", Reason: "made up by podman"},
	{Pointer: "/containers/*/Created", Reason: "a time"},
	{Pointer: "/networks/*/created", Reason: "a time"},
	{Pointer: "/volumes/*/CreatedAt", Reason: "a time"},
	{Pointer: "/containers/*/State/StartedAt", Reason: "a time"},
	{Pointer: "/containers/*/State/FinishedAt", Reason: "a time"},
	{Pointer: "/containers/*/State/Pid", Reason: "a process id"},
	{Pointer: "/containers/*/State/ConmonPid", Reason: "a process id"},
	{Pointer: "/containers/*/lockNumber", Reason: "made up by podman"},
	{Pointer: "/volumes/*/LockNumber", Reason: "made up by podman"},
	{Pointer: "/containers/*/State/Health/Log/**", Reason: "the times and output of each probe"},
	{Pointer: "/containers/*/ExecIDs/**", Reason: "the probe that runs just now"},
	{Pointer: "/containers/*/GraphDriver/**", Reason: "paths of podman's own storage"},
	{Pointer: "/containers/*/NetworkSettings/SandboxKey", Reason: "made up by podman"},
	{Pointer: "/containers/*/NetworkSettings/MacAddress", Reason: "made up by podman; a fixed one is in the table below"},
	{Pointer: "/containers/*/NetworkSettings/Networks/*/MacAddress", Reason: "made up by podman; a fixed one is in the table below"},
	{Pointer: "/networks/*/containers/*/interfaces/*/mac_address", Reason: "made up by podman; a fixed one is in the table below"},
	{Pointer: "/containers/*/NetworkSettings/IPAddress", Same: chosenByPodman, Reason: "an address that podman chose"},
	{Pointer: "/containers/*/NetworkSettings/Networks/*/IPAddress", Same: chosenByPodman, Reason: "an address that podman chose"},
	{Pointer: "/containers/*/NetworkSettings/Networks/*/Gateway", Same: chosenByPodman, Reason: "an address that podman chose"},
	{Pointer: "/containers/*/NetworkSettings/Ports/*/*/HostPort", Same: chosenPort, Reason: "a port that podman chose"},
	{Pointer: "/containers/*/HostConfig/PortBindings/*/*/HostPort", Same: chosenPort, Reason: "a port that podman chose"},
	{Pointer: "/networks/*/subnets/*/*", Same: chosenByPodman, Reason: "a subnet that podman chose"},
	{Pointer: "/networks/*/network_interface", Same: chosenBridge, Reason: "the name of a bridge that podman chose"},
	{Pointer: "/networks/*/containers/*/interfaces/*/subnets/*/*", Same: chosenByPodman, Reason: "an address that podman chose"},
	{Pointer: "/containers/*/Config/Labels/com.docker.compose.depends_on", Same: anyOrder, Reason: "Compose writes it in the random order of a Go map"},
}

// allowedOnPodman is all that may differ between what Compose made through podman's socket and what our units made. The
// socket loses some of what Compose says; what our units must show there is in [shownByPodman].
var allowedOnPodman = append([]compare.Rule{
	{Pointer: "/containers/*/Config/CreateCommand/**", Reason: "the command line of podman create; through the socket there is none"},
	{Pointer: "/containers/*/Config/Annotations/org.systemd.property.Before", Reason: "the order in which systemd stops the container and its unit at shutdown"},
	{Pointer: "/containers/*/HostConfig/Annotations/org.systemd.property.Before", Reason: "the same again"},
	{Pointer: "/containers/*/Config/sdNotifyMode", Reason: "how the unit follows the container"},
	{Pointer: "/containers/*/Config/Umask", Reason: "the socket does not set Docker's 0022, the command line does"},
	{Pointer: "/containers/*/HostConfig/RestartPolicy/**", Reason: "systemd restarts the container, so podman must not"},
	{Pointer: "/containers/*/HostConfig/VolumesFrom/*", Same: nameOfContainer, Reason: "podman stores what it was given: Compose gives the id, a unit the name of the same container"},
	{Pointer: "/containers/*/HostConfig/Annotations/io.podman.annotations.volumes-from", Same: nameOfContainer, Reason: "the same again"},
	{Pointer: "/containers/*/Config/Annotations/io.podman.annotations.volumes-from", Same: nameOfContainer, Reason: "the same again"},
	{Pointer: "/containers/*/HostConfig/Binds/*", Same: likeDocker, Reason: "the socket makes `bind,private` of what is `rbind,rprivate` in Docker and in our units"},
	{Pointer: "/containers/*/Mounts/*/Options", Same: likeDocker, Reason: "the same again"},
	{Pointer: "/containers/*/Mounts/*/Propagation", Same: likeDocker, Reason: "the same again"},
	{Pointer: "/containers/*/HostConfig/Tmpfs/*", Same: likeDocker, Reason: "Docker's tmpfs are `noexec` and empty; the socket leaves out the one, and copies the image's files into them"},
}, madeUpByPodman...)

var podmansAddress = regexp.MustCompile(`^"10\.(8[89]|9[0-9])\.[0-9.]+(/[0-9]+)?"$`)

// chosenByPodman makes one of all addresses in podman's default pools.
func chosenByPodman(value string) string {
	if podmansAddress.MatchString(value) {
		return "an address podman chose"
	}
	return value
}

// chosenBridge makes one of podman1, podman2 …
func chosenBridge(value string) string {
	return strings.TrimRight(value, "0123456789\"")
}

// likeDocker sorts a mount's options and reads them as Docker means them.
func likeDocker(value string) string {
	before, options, ok := strings.Cut(strings.Trim(value, `"`), ":")
	if !ok {
		before, options = "", before
	}
	var words []string
	for _, word := range strings.FieldsFunc(options, func(r rune) bool { return r == ',' || r == ':' }) {
		switch word {
		case "bind", "private":
			word = "r" + word
		case "noexec", "tmpcopyup":
			continue
		}
		words = append(words, word)
	}
	sort.Strings(words)
	return before + ":" + strings.Join(words, ",")
}

// lostByTheSocket are attributes that podman has not got at all: our units are made without them, on purpose.
var lostByTheSocket = []string{
	"-allow", "services.*.networks.*.link_local_ips,networks.*.ipam.config.*.aux_addresses,networks.*.ipam.options,services.*.storage_opt",
}

// shown is what our units must show where the socket loses what Compose said.
type shown struct {
	reason string
	leaves map[string]string // pointer to JSON; "" is no leaf
}

var shownByPodman = []shown{
	{"the socket loses GPUs that are no CDI devices", map[string]string{
		"/containers/deploy-gpu-1/Config/Env/GPU":   `"0"`,
		"/containers/deploy-gpus-1/Config/Env/GPU":  `"all"`,
		"/containers/newer-gpu-1/Config/Env/GPU":    `"0"`,
		"/containers/newer-gpuall-1/Config/Env/GPU": `"all"`,
	}},
	{"the socket joins the words of an exec-form healthcheck and splits them again", map[string]string{
		"/containers/health-exec-1/Config/Healthcheck/Test/2": `"with space"`,
		"/containers/health-exec-1/Config/Healthcheck/Test/3": `"$x"`,
		"/containers/health-exec-1/Config/Healthcheck/Test/4": `"100%"`,
		"/containers/health-exec-1/Config/Healthcheck/Test/5": "",
	}},
	{"a healthcheck that is off has times only through the socket", map[string]string{
		"/containers/health-none-1/Config/Healthcheck/Interval":     "",
		"/containers/health-none-1/Config/Healthcheck/Timeout":      "",
		"/containers/health-none-1/Config/Healthcheck/Retries":      "",
		"/containers/health-disabled-1/Config/Healthcheck/Interval": "",
		"/containers/health-disabled-1/Config/Healthcheck/Timeout":  "",
		"/containers/health-disabled-1/Config/Healthcheck/Retries":  "",
	}},
	{"the socket loses start_interval", map[string]string{
		"/containers/health-shell-1/Config/StartupHealthCheck/Test/0":    `"CMD-SHELL"`,
		"/containers/health-shell-1/Config/StartupHealthCheck/Test/1":    `"test \"$HOME\" = / || exit 1"`,
		"/containers/health-shell-1/Config/StartupHealthCheck/Interval":  "1000000000",
		"/containers/health-shell-1/Config/StartupHealthCheck/Timeout":   "2000000000",
		"/containers/health-shell-1/Config/StartupHealthCheck/Successes": "1",
	}},
	{"the socket loses domainname", map[string]string{
		"/containers/The-Name/Config/Hostname":                                     `"box.example.org"`,
		"/containers/The-Name/Config/Env/HOSTNAME":                                 `"box.example.org"`,
		"/containers/The-Name/NetworkSettings/Networks/identity_default/Aliases/2": `"box.example.org"`,
	}},
	{"max-size without a driver asks for a log of bounded size: the units take k8s-file, which has one; the socket takes journald, which ignores it", map[string]string{
		"/containers/logging-optionsonly-1/HostConfig/LogConfig/Type": `"k8s-file"`,
		"/containers/logging-optionsonly-1/HostConfig/LogConfig/Path": `"/var/lib/containers/storage/overlay-containers/<container logging-optionsonly-1>/userdata/ctr.log"`,
	}},
	{"the socket loses `cgroup: host` before podman 5.6", map[string]string{
		"/containers/namespaces-host-1/HostConfig/CgroupMode": `"host"`,
	}},
	{"the command line does not write the image's command down where the entrypoint is cleared; it is run", map[string]string{
		"/containers/process-cleared-1/Config/Cmd/0": "",
		"/containers/process-cleared-1/Path":         `"sh"`,
	}},
	{"the socket makes /run and /var/tmp of a read-only container writable", map[string]string{
		"/containers/security-caps-1/Written/~1run":                "drwxr-xr-x 0/0",
		"/containers/security-caps-1/Written/~1run~1.containerenv": "-rwx------ 0/0 0 e3b0c44298fc",
		"/containers/security-caps-1/Written/~1var":                "",
		"/containers/security-caps-1/Written/~1var~1tmp":           "",
	}},
	{"the socket loses the owner of a config or secret", map[string]string{
		"/containers/files-copied-1/Written/~1etc~1app~1deep~1er.conf": "-rw-r----- 5/0 56 4ec339ea659a",
		"/containers/files-copied-1/Written/~1run~1secrets~1mine":      "-r-------- 1000/1001 25 58dbd5eb01b8",
	}},
	{"the socket gives a working_dir that the image lacks to the container's user, Docker to root", map[string]string{
		"/containers/process-words-1/Written/~1some where": "drwxr-xr-x 0/0",
	}},
	{"the socket loses systempaths", map[string]string{
		"/containers/security-paths-1/HostConfig/SecurityOpt/0": `"unmask=all"`,
	}},
	{"the socket loses runtime", map[string]string{
		"/containers/security-runtimes-1/OCIRuntime": `"crun"`,
	}},
	{"the socket loses nocopy", map[string]string{
		"/containers/volumes-from-1/HostConfig/Binds/4":  `"volumes_data:/nocopy:rw,nocopy,rprivate,nosuid,nodev,rbind"`,
		"/containers/volumes-long-1/HostConfig/Binds/9":  `"volumes_data:/nocopy:rw,nocopy,rprivate,nosuid,nodev,rbind"`,
		"/containers/volumes-short-1/HostConfig/Binds/8": `"volumes_data:/nocopy:rw,nocopy,rprivate,nosuid,nodev,rbind"`,
		"/containers/volumes-from-1/Mounts/3/Options":    `"nocopy,nodev,nosuid,rbind"`,
		"/containers/volumes-long-1/Mounts/5/Options":    `"nocopy,nodev,nosuid,rbind"`,
		"/containers/volumes-short-1/Mounts/6/Options":   `"nocopy,nodev,nosuid,rbind"`,
	}},
	{"Docker's tmpfs are `noexec` and empty; the socket leaves out the one and copies the image's files into them", map[string]string{
		"/containers/volumes-tmpfs-1/HostConfig/Tmpfs/~1two":  `"size=64k,mode=1777,noexec,rw,rprivate,nosuid,nodev"`,
		"/containers/volumes-long-1/HostConfig/Tmpfs/~1sized": `"noexec,size=10485760,mode=700,rw,rprivate,nosuid,nodev"`,
	}},
	{"the socket makes of most binds what they are not in Docker: not recursive", map[string]string{
		"/containers/newer-recursive-1/Mounts/1/Options": `"bind"`,
		"/containers/newer-recursive-1/Mounts/2/Options": `"rbind"`,
	}},
	{"a fixed address among those that are made up", map[string]string{
		"/containers/networks-all-1/NetworkSettings/Networks/networks_front/MacAddress":    `"02:00:0a:00:00:01"`,
		"/containers/networks-all-1/NetworkSettings/Networks/a-name-of-its-own/MacAddress": `"02:00:0a:00:00:02"`,
	}},
}

// excuses are the rules that keep the leaves of [shownByPodman] out of the comparison.
func excuses() []compare.Rule {
	var rules []compare.Rule
	for _, s := range shownByPodman {
		for pointer := range s.leaves {
			rules = append(rules, compare.Rule{Pointer: pointer, Reason: s.reason})
		}
	}
	return rules
}
