package grammar

import (
	"strings"
	"testing"
)

// Valid and invalid values of each kind; the last invalid ones of a kind are those that a client would misread.
func TestKinds(t *testing.T) {
	long := strings.Repeat("a", 250)
	for _, c := range []struct {
		kind      *Kind
		good, bad []string
	}{
		{Image, []string{"busybox", "nginx:1.27", "localhost:5000/a/b_c:v1", "a@sha256:" + strings.Repeat("0", 64), strings.Repeat("f", 64), "app:1.0.build"},
			[]string{"", "Nginx", "a:", "a b", "a:b:c", "--privileged", "--volume=/:/host", "a\n", "docker://a"}},
		{Tag, []string{"app:1", "ghcr.io/a/b"}, []string{"", "-t", "a@sha256:" + strings.Repeat("0", 64)}},
		{Platform, []string{"linux/amd64", "linux/arm/v7", "arm64", "linux"}, []string{"", "amd65", "linux/", "linux/amd64 ", "-x", "x HTTP/1.1\r\nHost: d"}},
		{Container, []string{"web", "a.b-c_d", "W1"}, []string{"", "-web", ".web", "../../tmp/x", "--help", "a b", "a,b", "ü", long}},
		{Volume, []string{"data", "1"}, []string{"", "--driver=host", "a/b", "a:b", long}},
		{Network, []string{"front", "my net", "a.b"}, []string{"", "--driver=host", "-f", " a", "a\n", "container:x"}},
		{Hostname, []string{"web", "web.example.org", "my_host", "WEB", "ü"}, []string{"", "-web", "a b", "a,b", "a:b", strings.Repeat("a", 65)}},
		{Alias, []string{"db", strings.Repeat("a", 65)}, []string{"", "--x", "a,ip=10.0.0.9", "a=b", "a\tb"}},
		{Domain, []string{"example.org", "."}, []string{"", "-x", "a b"}},
		{Inside, []string{"/", "/a b", "/a/../b"}, []string{"", "a", "-x", "/a\nb"}},
		{Target, []string{"/a", "/a\nb", "/a/../b"}, []string{"", "/", "/.", "/a/..", "/../..", "a", "./a"}},
		{Subpath, []string{"a", "a/b..c"}, []string{"", "/a", "../a", "a/../../b"}},
		{User, []string{"0", "web", "1000:1000", ":5", ":", "web user", "ünï"}, []string{"-x", "a:b:c", "a\n", "a:-b"}},
		{Group, []string{"docker", "999"}, []string{"", "-1", "a:b"}},
		{Zone, []string{"UTC", "Europe/Berlin", "Etc/GMT+5"}, []string{"", "-x", "Europe/Berln", "Local", "posixrules", "localtime", "posix/UTC", "right/UTC", "../etc/passwd", "UTC; rm", "Europe/"}},
		{Plugin, []string{"bridge", "vieux/sshfs:latest", "json-file"}, []string{"", "-d", "a b", "a,b"}},
		{Variable, []string{"A", "a.b", "A B"}, []string{"", "A=B", "A\nB"}},
		{Option, []string{"com.docker.network.driver.mtu"}, []string{"", "=", "a=b", "a b", "-a"}},
		{Capability, []string{"NET_ADMIN", "cap_net_raw", "ALL"}, []string{"", "-A", "NET ADMIN", "A,B"}},
		{Sysctl, []string{"net.core.somaxconn", "net.ipv4.conf.eth0/1.rp_filter"}, []string{"", "-w", "a=b", "a b"}},
		{Ulimit, []string{"nofile"}, []string{"", "nofiles", "RLIMIT_NOFILE"}},
		{Signal, []string{"SIGTERM", "term", "15", "015", "64", "SIGRTMIN+3", "rtmax-14", "sigusr1"},
			[]string{"", "-9", "0", "65", "99", "SIG TERM", "SIGTERM;", "SIGFOO", "SIGRTMIN+16", "RTMAX-15"}},
		{CPUs, []string{"0", "0-2,4", "3-3"}, []string{"", "-1", "5-3", "0,", "0-", "a"}},
		{CgroupParent, []string{"machine.slice", "/a/b", "-.slice"}, []string{"", "-x", "../a", "/a/../../b", "a b"}},
		{DeviceRule, []string{"c 13:* rwm", "b *:* r"}, []string{"", "c 13 rwm", "c 1:3 x", "-c 1:3 r"}},
		{Device, []string{"/dev/sda", "nvidia.com/gpu=all", "vendor.com/net.gpu=0", "a.b/cd=x"}, []string{"", "sda", "-d", "/dev/a\nb", "a/bc=d", "a.b/c=d"}},
		{Address, []string{"10.0.0.1", "::1", "fe80::1%eth0"}, []string{"", "10.0.0", "10.0.0.1/8", "-1"}},
		{HostAddress, []string{"10.0.0.1", "host-gateway", "[::1]"}, []string{"", "host", "--x", "fe80::1%eth0"}},
		{Interface, []string{"eth0", "net-1"}, []string{"", "a,ip=10.0.0.9", "a/b", "a b", ".", "abcdefghijklmnop"}},
		{Ports, []string{"80", "0", "8000-8010"}, []string{"", "99999", "10-5", "-80", "80,81"}},
		{Cache, []string{"app:cache", "type=registry,ref=ghcr.io/a/b:c", "type=local,src=./cache", `type=local,"src=a,b"`},
			[]string{"", "-x", "type=registry,ref=--x", "a=b\nc", "=x"}},
		{Context, []string{"/srv/app", "https://example.org/a.git#main:sub", "service:base", "docker-image://alpine", "/srv/a#-b",
			"git@example.org:team/app.git#v1:sub", "ssh://git@example.org:22/a-b.git", "https://example.org/-/snippets/1.git?ref=main", "https://u:-p@example.org/a"},
			[]string{"", "-", "--x", "docker-image://-x", "a\nb", "git@-oProxyCommand=id:x", "ssh://-oProxyCommand=id/x", "ssh://git@-oProxyCommand=id/x",
				"ssh://-l@example.org/x", "git://--x", "git://%2D-x/y", "git@example.org:--x", "-u@example.org:x", "https://example.org/a.git#--upload-pack=x",
				"https://example.org/a.git#main:-x", "https://example.org/a.git?ref=--upload-pack=x", "https://example.org/a.git?subdir=%2Dx", "github.com/a/b#-x"}},
		{Stage, []string{"build", "0", "a.b-c"}, []string{"", "-x", "a,b", "a b"}},
		{Dockerfile, []string{"", "Dockerfile", "a b", "../x"}, []string{"-", "-f"}},
		{SecretID, []string{"", "token", "/run/x"}, []string{"x,src=/etc/shadow", `"x"`, "a=b", "-x"}},
		{KeyID, []string{"default", "git_hub.1"}, []string{"", "-x", "a=b", "a,b"}},
		{Tmpfs, []string{"/tmp", "/tmp:size=10m,mode=1777", "/tmp:size=10%", "/tmp:uid=1000,gid=0,nr_inodes=1k,noexec", "/tmp:mpol=bind", "/tmp:size=64M",
			"/tmp:size=0x1000", "/tmp:size=010k", "/tmp:size=0x10%", "/tmp:size=1k%", "/tmp:uid=0x3e8,gid=+010", "/tmp:mode=+0755", "/tmp:size=k"},
			[]string{"", "tmp", "/", "/tmp:-x", "/tmp:a b", "/tmp:size=abc", "/tmp:size=", "/tmp:size=10mb", "/tmp:exec,uid=root", "/tmp:gid=", "/tmp:mode=0999,size=1", "/tmp:mode=u+x",
				"/tmp:size=0x", "/tmp:size=+5", "/tmp:size=1e3", "/tmp:size=09", "/tmp:size=5%%", "/tmp:nr_inodes=5%", "/tmp:mode=0x1ff", "/tmp:uid=08",
				"/tmp:uid=0b1", "/tmp:uid=1_0", "/tmp:uid=4294967295", "/tmp:uid=-1", "/tmp:mode=77777777777"}},
		{Namespace, []string{"host", "service:web", "container:web-1", "keep-id:uid=1000,gid=1000"}, []string{"", "-x", "container:../x", "container:", "a\nb"}},
		{NetworkMode, []string{"none", "host", "bridge", "default", "my net", "service:web", "container:web-1", "pasta:--map-gw,-T,none", "slirp4netns:mtu=9000", "ns:/run/netns/a"},
			[]string{"", "-x", "--x", "bridge:alias=x", "name=a,alias=b", "a,b", "container:--x", "container:", "service:a,b", "bridge:", "ns:x"}},
		{VolumesFrom, []string{"web", "web:ro", "_web", "container:x:rw"}, []string{"", "a b", "a:b:c:d", "-x y", "--x", "container:--x", "container:_x"}},
		{FileTarget, []string{"", "a", "/a", "/a/../b", "../a"}, []string{"/", "//", "/.", "/a/..", ".", "..", "a/..", "/a\nb"}},
		{Link, []string{"db", "db:alias"}, []string{"", "-x", "db:-x", "db:a,b"}},
	} {
		for _, s := range c.good {
			if !c.kind.Valid(s) {
				t.Errorf("%q should be %s", s, c.kind.Name)
			}
		}
		for _, s := range c.bad {
			if c.kind.Valid(s) {
				t.Errorf("%q should not be %s", s, c.kind.Name)
			}
		}
		if c.kind.Valid("a\x00b") {
			t.Errorf("%s takes a NUL byte", c.kind.Name)
		}
	}
}
