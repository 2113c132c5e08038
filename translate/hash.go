package translate

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"
)

// hashOrder is the order of a service's keys in the JSON that docker compose [ComposeVersion] hashes: that of the
// struct in compose-go v2.14.0 (types/types.go), which it is built with. Later versions of compose-go have split the
// struct, which changes the order and so the hash, and let pre_start steps inherit, which [lowering.hashedHooks] takes back.
var hashOrder = strings.Fields(`annotations attach develop blkio_config cap_add cap_drop cgroup_parent cgroup cpu_count
cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpus cpuset cpu_shares command configs container_name
credential_spec deploy device_cgroup_rules devices dns dns_opt dns_search dockerfile domainname entrypoint provider
environment env_file expose extends external_links extra_hosts group_add gpus hostname healthcheck image init ipc
isolation labels label_file links logging log_driver log_opt mem_limit mem_reservation memswap_limit mem_swappiness
mac_address models net network_mode networks oom_kill_disable oom_score_adj pid pids_limit platform ports privileged
read_only restart runtime secrets security_opt shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls
tmpfs tty ulimits umask use_api_socket user userns_mode uts volume_driver volumes volumes_from working_dir pre_start
post_start pre_stop`)

// hashedHook is a pre_start step as compose-go v2.14.0 has it (types/hooks.go): only what was written, and the image.
type hashedHook struct {
	Command     types.ShellCommand      `json:"command"`
	Image       string                  `json:"image,omitempty"`
	User        string                  `json:"user,omitempty"`
	Privileged  bool                    `json:"privileged,omitempty"`
	WorkingDir  string                  `json:"working_dir,omitempty"`
	Environment types.MappingWithEquals `json:"environment,omitempty"`
	PerReplica  bool                    `json:"per_replica,omitempty"`
}

// hashedHooks takes back what the steps inherit from their service since compose-go v2.15.
func (l *lowering) hashedHooks(w *workload) []hashedHook {
	var out []hashedHook
	for i, h := range w.PreStart {
		written := func(path ...string) bool { return l.written(append(w.at("pre_start", itoa(i)), path...)...) }
		hook := hashedHook{Image: h.Image, Privileged: h.Privileged && written("privileged"), PerReplica: h.PerReplica}
		if written("command") {
			hook.Command = h.Command
		}
		if written("user") {
			hook.User = h.User
		}
		if written("working_dir") {
			hook.WorkingDir = h.WorkingDir
		}
		for name, value := range h.Environment {
			if written("environment", name) {
				hook.Environment = types.MappingWithEquals{name: value}.OverrideBy(hook.Environment)
			}
		}
		out = append(out, hook)
	}
	return out
}

// configHash is docker/compose pkg/compose/hash.go ServiceHash. It is taken after the paths are the target's, so that
// docker compose run there computes the same.
func configHash(s types.ServiceConfig, hooks []hashedHook) string {
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
	s.PreStart = nil
	members := members(marshal(s))
	if len(hooks) > 0 {
		members["pre_start"] = marshal(hooks)
	}
	return sum(ordered(members, hashOrder))
}

// networkHash is NetworkHash of the same file.
func networkHash(n types.NetworkConfig) string { return sum(marshal(&n)) }

// volumeHash is VolumeHash of the same file.
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

// ordered writes the members of a JSON object in this order, and only those.
func ordered(members map[string]json.RawMessage, order []string) []byte {
	out := bytes.NewBufferString("{")
	for _, name := range order {
		member, ok := members[name]
		if !ok {
			continue
		}
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		out.WriteString(`"` + name + `":`)
		out.Write(member)
	}
	out.WriteByte('}')
	return out.Bytes()
}

func marshal(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic("translate: compose-go's types have no JSON: " + err.Error())
	}
	return text
}

func sum(text []byte) string {
	digest := sha256.Sum256(text)
	return hex.EncodeToString(digest[:])
}
