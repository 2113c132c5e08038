package compare

import (
	"maps"
	"strings"
	"testing"
)

// A container's name stands for its id wherever the id appears: long, short or inside another string.
func TestIdsBecomeNames(t *testing.T) {
	id := strings.Repeat("ab", 32)
	got, err := Read(Inspected{Containers: []byte(`[
		{"Name": "/shop-web-1", "Id": "` + id + `", "Config": {"Hostname": "` + id[:12] + `"}},
		{"Name": "/shop-app-1", "HostConfig": {"NetworkMode": "container:` + id + `"}}]`)})
	if err != nil {
		t.Fatal(err)
	}
	for pointer, want := range map[string]string{
		"/containers/shop-web-1/Config/Hostname":        `"<short container shop-web-1>"`,
		"/containers/shop-app-1/HostConfig/NetworkMode": `"container:<container shop-web-1>"`,
	} {
		if got[pointer] != want {
			t.Errorf("%s is %s, want %s", pointer, got[pointer], want)
		}
	}
}

// Null, an empty list and an empty object are equal, and a list whose order has no meaning is sorted.
func TestWhatIsTheSame(t *testing.T) {
	read := func(text string) Snapshot {
		s, err := Read(Inspected{Containers: []byte(`[{"Name": "/c", ` + text + `}]`)})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	a := read(`"HostConfig": {"Dns": null, "Devices": []}, "Config": {"Env": ["A=1", "B=2"]}`)
	b := read(`"HostConfig": {"Dns": [], "Annotations": {}}, "Config": {"Env": ["B=2", "A=1"]}`)
	if r := Diff(a, b, nil); len(r.Differences) != 0 || r.Total != 3 {
		t.Errorf("%d leaves, differences %v", r.Total, r.Differences)
	}
}

// A missing container is one difference, but all of its leaves are counted.
func TestMissingThingIsOneDifference(t *testing.T) {
	want := Snapshot{"/containers/c/Name": "c", "/containers/c/Path": "sh", "/containers/d/Name": "d"}
	r := Diff(want, Snapshot{"/containers/d/Name": "d"}, nil)
	if len(r.Differences) != 1 || r.Differences[0].Pointer != "/containers/c" || r.Equal() != 1 || r.Total != 3 {
		t.Errorf("%+v", r)
	}
}

// A rule excuses a leaf entirely, or only as far as Same says.
func TestRules(t *testing.T) {
	want := Snapshot{"/containers/c/State/Pid": "1", "/containers/c/State/Status": `"running"`, "/containers/c/Mac": "02:42:01"}
	got := Snapshot{"/containers/c/State/Pid": "2", "/containers/c/State/Status": `"exited"`, "/containers/c/Mac": "aa:42:01"}
	rules := []Rule{
		{Pointer: "/containers/*/State/Pid"},
		{Pointer: "/containers/*/Mac", Same: func(s string) string { return s[:2] }},
	}
	r := Diff(want, got, rules)
	if r.Total != 2 || len(r.Differences) != 2 || r.Excused["/containers/*/State/Pid"] != 1 {
		t.Errorf("%+v", r)
	}
	if r := Diff(want, got, []Rule{{Pointer: "/containers/**"}}); r.Total != 0 {
		t.Errorf("** excuses all below, got %+v", r)
	}
}

// A variable is identified by its name, and a mount's options are one leaf: an additional one does not shift the others.
func TestSetsOfWords(t *testing.T) {
	got, err := Read(Inspected{Containers: []byte(`[{"Name": "c", "Config": {"Env": ["B=2=3", "A=1"]},
		"Mounts": [{"Destination": "/d", "Options": ["rbind", "nodev"]}]}]`)})
	if err != nil {
		t.Fatal(err)
	}
	for pointer, want := range map[string]string{
		"/containers/c/Config/Env/A": `"1"`, "/containers/c/Config/Env/B": `"2=3"`, "/containers/c/Mounts/0/Options": `"nodev,rbind"`,
	} {
		if got[pointer] != want {
			t.Errorf("%s is %s, want %s", pointer, got[pointer], want)
		}
	}
}

// An object is identified by what the engine generated for it, however the engine spells its keys.
func TestIdentities(t *testing.T) {
	got, err := Identities(Inspected{
		Containers: []byte(`[{"Name": "/shop-web-1", "Id": "c1"}]`),
		Networks:   []byte(`[{"name": "shop_default", "id": "n1"}]`),
		Volumes:    []byte(`[{"Name": "shop_data", "CreatedAt": "noon"}]`),
	})
	want := map[string]string{"container shop-web-1": "c1", "network shop_default": "n1", "volume shop_data": "noon"}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
}
