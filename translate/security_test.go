package translate

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

func TestSecurity(t *testing.T) {
	c := service(t, web("privileged: true", "read_only: true", "cap_add: [ALL]", "cap_drop: [sys_time, NET_ADMIN, CAP_SYS_TIME]", "sysctls: {net.core.somaxconn: 1024}",
		"annotations: {a: b}", "storage_opt: {size: 1G}", "runtime: runsc", "isolation: default", "uts: host", "userns_mode: host", "cgroup: private",
		"ipc: shareable", "pid: host", "security_opt: [no-new-privileges, 'label:disable', apparmor=x, seccomp=unconfined, systempaths=unconfined]"), "web")
	same(t, "host config", c.Host, model.HostConfig{
		Privileged: true, ReadonlyRootfs: true, CapAdd: []string{"ALL"}, CapDrop: []string{"CAP_NET_ADMIN", "CAP_SYS_TIME"},
		Sysctls: model.Map{{Name: "net.core.somaxconn", Value: "1024"}}, Annotations: model.Map{{Name: "a", Value: "b"}},
		StorageOpt: model.Map{{Name: "size", Value: "1G"}}, Runtime: "runsc", Isolation: "default", UTSMode: "host", UsernsMode: "host",
		CgroupnsMode: "private", IpcMode: "shareable", PidMode: "host", NetworkMode: "shop_default",
		SecurityOpt: []string{"no-new-privileges", "label:disable", "apparmor=x", "seccomp=unconfined"},
		MaskedPaths: &[]string{}, ReadonlyPaths: &[]string{}, Resources: model.Resources{OomKillDisable: pointer(false)},
	})
}

// The engine's API expects the profile's text; its client expects the path.
func TestSeccompProfile(t *testing.T) {
	project, in := loaded(t, web("security_opt: ['seccomp:profile.json']"))
	if err := os.WriteFile(filepath.Join(in.dir, "profile.json"), []byte("{ \"defaultAction\":  \"SCMP_ACT_ALLOW\" }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var report diag.Report
	c := lower(project, in, &report).Containers[0]
	same(t, "option", c.Host.SecurityOpt, []string{`seccomp={"defaultAction":"SCMP_ACT_ALLOW"}`})
	same(t, "path", c.Seccomp, "/srv/shop/profile.json")
}

func TestSeccompProfileThatIsNotHere(t *testing.T) {
	p, report := reported(t, web("security_opt: ['seccomp=profile.json']"))
	wantFinding(t, report, diag.Warning, diag.Missing, "services.web.security_opt.0")
	same(t, "option", containerOf(t, p, "web").Host.SecurityOpt, []string{"seccomp=/srv/shop/profile.json"})
}

func TestResolver(t *testing.T) {
	c := service(t, web("dns: 1.1.1.1", "dns_search: [a.test, b.test]", "dns_opt: [use-vc]", "extra_hosts: ['z:1.2.3.4', 'a=::1', 'z:host-gateway']"), "web")
	same(t, "dns", c.Host.DNS, []string{"1.1.1.1"})
	same(t, "search", c.Host.DNSSearch, []string{"a.test", "b.test"})
	same(t, "options", c.Host.DNSOptions, []string{"use-vc"})
	same(t, "hosts", c.Host.ExtraHosts, []string{"a:::1", "z:1.2.3.4", "z:host-gateway"})
}
