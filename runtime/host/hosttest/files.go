package hosttest

import (
	"bytes"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder/foldertest"
	"github.com/compose2unit/compose2unit/runtime/names"
)

// Service returns a unit that creates a container and names its values.
func Service(name, more string) []runtime.File {
	return []runtime.File{
		foldertest.File("shop-"+name+".service", "[Unit]\nX-ComposeProject=shop\n[Service]\nExecStart=x --container shop-"+name+"-1 --env-file=%Y/shop/"+name+".env\n"+more),
		foldertest.File("shop/"+name+".env", "VALUE="+name+"\n"),
	}
}

// Source does the same for podman's generator.
func Source(name, more string) []runtime.File {
	return []runtime.File{
		foldertest.File("shop-"+name+".container", "[Unit]\nX-ComposeProject=shop\n[Container]\nContainerName=shop-"+name+"-1\nEnvironmentFile=%Y/shop/"+name+".env\n"+more),
		foldertest.File("shop/"+name+".env", "VALUE="+name+"\n"),
	}
}

// Network returns the unit of a network whose definition has this hash.
func Network(hash string) []runtime.File {
	return []runtime.File{foldertest.File("shop-front-network.service", "[Unit]\nX-ComposeProject=shop\n[Service]\nExecStart=ensure network shop_front "+hash+" \\\n"+
		"    --label com.docker.compose.config-hash="+hash+" \\\n    --label com.docker.compose.network=front\n")}
}

// On returns a service that uses this network.
func On(service []runtime.File) []runtime.File {
	service[0].Data = bytes.Replace(service[0].Data, []byte("[Service]"), []byte("Wants=shop-front-network.service\n[Service]"), 1)
	return service
}

// Project returns all files of a project: its services, and those that every project has.
func Project(services ...[]runtime.File) []runtime.File {
	files := []runtime.File{foldertest.File("shop-down.service", "[Unit]\nX-ComposeProject=shop\nConflicts=shop.target\n[Service]\nExecStart=down\n")}
	wants := ""
	for _, s := range services {
		files = append(files, s...)
		wants += " " + names.OfFile(s[0].Path)
	}
	return append(files, foldertest.File("shop.target", "[Unit]\nX-ComposeProject=shop\nWants="+wants+"\n[Install]\nWantedBy=multi-user.target\n"))
}

// Versions returns two versions of a project: a service changes, one's value changes, one gets a comment, one is removed,
// one is added.
func Versions() (before, after []runtime.File) {
	value := Service("value", "")
	value[1] = foldertest.File("shop/value.env", "VALUE=other\n")
	return Project(Service("same", ""), Service("web", ""), Service("value", ""), Service("noted", ""), Service("gone", "")),
		Project(Service("same", ""), Service("web", "ExecStop=y\n"), value, Service("noted", "# a word\n"), Service("new", ""))
}
