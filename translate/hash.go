package translate

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"
)

// hashOrder is the order of a service's keys in the JSON that docker compose hashes. Compose has frozen it since 5.6.0
// (pkg/compose/hash.go serviceHashKeyOrder), at what its structs were before compose-go 2.15 split them, so every
// Compose from 5.5.0 on computes the same hash. A key that is not listed follows these, in alphabetical order.
var hashOrder = strings.Fields(`profiles annotations attach build develop blkio_config cap_add cap_drop cgroup_parent
cgroup cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpus cpuset cpu_shares command configs
container_name credential_spec depends_on deploy device_cgroup_rules devices dns dns_opt dns_search dockerfile
domainname entrypoint provider environment env_file expose extends external_links extra_hosts group_add gpus hostname
healthcheck image init ipc isolation labels label_file links logging log_driver log_opt mem_limit mem_reservation
memswap_limit mem_swappiness mac_address models net network_mode networks oom_kill_disable oom_score_adj pid pids_limit
platform ports privileged pull_policy read_only restart runtime scale secrets security_opt shm_size stdin_open
stop_grace_period stop_signal storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volume_driver
volumes volumes_from working_dir pre_start post_start pre_stop pull_refresh_after umask`)

// configHash mirrors docker/compose pkg/compose/hash.go ServiceHash. It is computed after the paths have become the
// target's, so that docker compose computes the same hash there.
func configHash(s types.ServiceConfig) string {
	s.Build = nil
	s.PullPolicy = ""
	s.Scale = nil
	if s.Deploy != nil {
		deploy := *s.Deploy
		deploy.Replicas = nil
		s.Deploy = &deploy
	}
	s.DependsOn = nil
	s.Profiles = nil
	return sum(ordered(members(marshal(s)), hashOrder))
}

// networkHash mirrors NetworkHash in the same file.
func networkHash(n types.NetworkConfig) string { return sum(marshal(&n)) }

// volumeHash mirrors VolumeHash in the same file.
func volumeHash(v types.VolumeConfig) string {
	if v.Driver == "" {
		v.Driver = "local"
	}
	return sum(marshal(v))
}

func members(object []byte) map[string]json.RawMessage {
	var out map[string]json.RawMessage
	if err := json.Unmarshal(object, &out); err != nil {
		panic("translate: what was just written as JSON cannot be read: " + err.Error())
	}
	return out
}

// ordered writes the members of a JSON object in the given order, followed by those that it does not name.
func ordered(members map[string]json.RawMessage, order []string) []byte {
	var out bytes.Buffer
	write := func(name string) {
		if member, ok := members[name]; ok {
			out.WriteByte(',')
			out.Write(marshal(name))
			out.WriteByte(':')
			out.Write(member)
			delete(members, name)
		}
	}
	for _, name := range order {
		write(name)
	}
	for _, name := range sortedKeys(members) {
		write(name)
	}
	return slices.Concat([]byte{'{'}, bytes.TrimPrefix(out.Bytes(), []byte{','}), []byte{'}'})
}

func marshal(v any) []byte {
	text, err := json.Marshal(v)
	var infinite *json.UnsupportedValueError
	if errors.As(err, &infinite) { // a number that checkTexts has refused, so the project is not rendered
		return []byte("null")
	}
	if err != nil {
		panic("translate: compose-go's types have no JSON: " + err.Error())
	}
	return text
}

func sum(text []byte) string {
	digest := sha256.Sum256(text)
	return hex.EncodeToString(digest[:])
}
