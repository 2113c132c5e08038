package host

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/compose2unit/compose2unit/runtime/all"
)

const (
	shopTarget = "[Unit]\nWants=shop-web.service shop-app@1.service\n[Install]\nWantedBy=multi-user.target\n"
	web        = "# made\n[Unit]\nDescription=web\n[Service]\nExecStart=run shop-web-1 %Y/shop/web.env\n"
	app        = "[Service]\nExecStart=run shop-app-%i %Y/shop/app-%i.env\n"
)

var networkOf = Options{Runtimes: all.Operated()}.network

// up returns units that run.
func up(names ...string) []State {
	var out []State
	for _, name := range names {
		out = append(out, State{Name: name, Load: "loaded", Active: "active", Sub: "running"})
	}
	return out
}

// edited returns an installed project in which one file has a new text.
func edited(path, text string) []File {
	files := []File{
		{Path: "shop-app@.service", Old: []byte(app)},
		{Path: "shop-web.service", Old: []byte(web)},
		{Path: "shop.target", Old: []byte(shopTarget)},
		{Path: "shop/app-1.env", Old: []byte("A=1\n"), Values: true},
		{Path: "shop/run", Old: []byte("#!/bin/sh\n")},
		{Path: "shop/web.env", Old: []byte("A=1\n"), Values: true},
	}
	for i := range files {
		if files[i].New = files[i].Old; files[i].Path == path {
			files[i].New = []byte(text)
		}
	}
	return files
}

// The effect of a changed file on a running project.
func TestPlan(t *testing.T) {
	running := up("shop-app@1.service", "shop-web.service", "shop.target")
	for name, c := range map[string]struct {
		files  []File
		states []State
		left   Plan
		want   Plan
	}{
		"nothing": {files: edited("", ""), states: running},
		"the first time all is started": {
			files: func() []File {
				files := edited("", "")
				for i := range files {
					files[i].Old = nil
				}
				return files
			}(),
			want: Plan{Start: []string{"shop-app@1.service", "shop-web.service", "shop.target"}, Enable: []string{"shop.target"}},
		},
		"a command":              {files: edited("shop-web.service", web+"ExecStop=x\n"), states: running, want: Plan{Restart: []string{"shop-web.service"}}},
		"a comment":              {files: edited("shop-web.service", "# other\n"+web), states: running},
		"an order":               {files: edited("shop-web.service", strings.Replace(web, "[Service]", "After=x.service\n[Service]", 1)), states: running},
		"a script":               {files: edited("shop/run", "#!/bin/sh -e\n"), states: running},
		"a value":                {files: edited("shop/web.env", "A=2\n"), states: running, want: Plan{Restart: []string{"shop-web.service"}}},
		"a value of an instance": {files: edited("shop/app-1.env", "A=2\n"), states: running, want: Plan{Restart: []string{"shop-app@1.service"}}},
		"a template":             {files: edited("shop-app@.service", app+"ExecStop=x\n"), states: running, want: Plan{Restart: []string{"shop-app@1.service"}}},
		"what was stopped by hand stays stopped": {
			files: edited("shop-web.service", web+"ExecStop=x\n"), states: up("shop-app@1.service", "shop.target")},
		"a stopped project stays stopped": {
			files: edited("shop-web.service", web+"ExecStop=x\n"), want: Plan{Stopped: true}},
		"what failed is tried again": {
			files:  edited("shop-web.service", web+"ExecStop=x\n"),
			states: append(up("shop.target"), State{Name: "shop-web.service", Active: "failed"}),
			want:   Plan{Start: []string{"shop-web.service"}}},
		"one instance more": {
			files: edited("shop.target", strings.Replace(shopTarget, "@1.service", "@1.service shop-app@2.service", 1)), states: running,
			want: Plan{Start: []string{"shop-app@2.service"}}},
		"one instance less": {
			files: edited("shop.target", strings.Replace(shopTarget, " shop-app@1.service", "", 1)), states: running,
			want: Plan{Stop: []string{"shop-app@1.service"}}},
		"a service that is gone": {
			files: func() []File {
				files := edited("", "")
				files[1].New = nil
				return files
			}(),
			states: running, want: Plan{Stop: []string{"shop-web.service"}}},
		"what an interrupted run left": {
			files: edited("", ""), states: running,
			left: Plan{Restart: []string{"shop-web.service"}, Start: []string{"shop-gone.service"}},
			want: Plan{Restart: []string{"shop-web.service"}}},
		"an interrupted first run": {
			files: edited("", ""), left: Plan{Start: []string{"shop.target"}}, want: Plan{Start: []string{"shop.target"}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := newPlan(c.files, c.states, c.left, networkOf)
			got.Files, got.forNetworks = nil, nil
			if diff := cmp.Diff(c.want, got, cmp.Comparer(func(a, b []string) bool { return slices.Equal(a, b) }), cmp.AllowUnexported(Plan{})); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// A network whose definition changed is recreated, and the running units that use it are restarted for that. A different
// text with the same definition changes nothing.
func TestPlanRecreatesANetwork(t *testing.T) {
	plain := "[Service]\nExecStart=:/bin/sh %Y/shop/ensure network shop_front aa %n front \\\n" +
		"    --label com.docker.compose.config-hash=aa \\\n    --label com.docker.compose.network=front\n"
	source := "[Network]\nLabel=com.docker.compose.config-hash=aa\nLabel=com.docker.compose.network=front\n"
	service := "[Unit]\nWants=docker.service shop-front-network.service\n[Service]\nExecStart=run\n"
	for name, network := range map[string]File{
		"unit":   {Path: "shop-front-network.service", Old: []byte(plain)},
		"source": {Path: "shop-front.network", Old: []byte(source)},
	} {
		t.Run(name, func(t *testing.T) {
			same := func(path, text string) File { return File{Path: path, Old: []byte(text), New: []byte(text)} }
			plan := func(text string, states []State) Plan {
				network.New = []byte(text)
				return newPlan([]File{network, same("shop-app@.service", service), same("shop-db.service", "[Service]\nExecStart=run\n"),
					same("shop-idle.service", service), same("shop-web.service", service), same("shop.target", shopTarget)}, states, Plan{}, networkOf)
			}
			changed := strings.ReplaceAll(string(network.Old), "aa", "bb")
			users := []string{"shop-app@1.service", "shop-app@2.service", "shop-web.service"}
			got := plan(changed, append(up(users...), up("shop.target", "shop-db.service")...))
			want := []Recreation{{Unit: "shop-front-network.service", Network: "front", Restarts: users}}
			if diff := cmp.Diff(want, got.Recreate); diff != "" || !slices.Equal(got.Restart, users) || len(got.Start)+len(got.Stop) > 0 {
				t.Errorf("want -, got +:\n%s%+v", diff, got)
			}
			got.keep("front", []string{"other"})
			if len(got.Restart) > 0 || got.Recreate[0].Users == nil {
				t.Errorf("others use it: %+v", got)
			}
			if got := plan(changed, nil); len(got.Recreate) != 1 || len(got.Restart) > 0 || !got.Stopped {
				t.Errorf("a stopped project: %+v", got)
			}
			if got := plan(string(network.Old)+"# version\nLabel=other=bb\n", up("shop.target", "shop-web.service")); len(got.Recreate)+len(got.Restart) > 0 {
				t.Errorf("the definition is the same: %+v", got)
			}
		})
	}
	if got := Services("my-shop.target", []string{"my-shop-app@1.service", "my-shop-web.service"}); !slices.Equal(got, []string{"app@1", "web"}) {
		t.Error(got)
	}
}

// A task whose success others wait for is run again when its definition changed, while the project runs.
func TestPlanRunsATaskAgain(t *testing.T) {
	task := "[Service]\nExecStart=run\n"
	files := []File{
		{Path: "shop-task-completed.service", Old: []byte(task), New: []byte(task)},
		{Path: "shop-task.service", Old: []byte(task), New: []byte(task + "ExecStop=x\n")},
		{Path: "shop.target", Old: []byte(shopTarget), New: []byte(shopTarget)},
	}
	got := newPlan(files, up("shop.target"), Plan{}, networkOf)
	if !slices.Equal(got.Start, []string{"shop-task.service"}) || len(got.Restart) > 0 {
		t.Errorf("%+v", got)
	}
	if asleep := newPlan(files, nil, Plan{}, networkOf); len(asleep.Start) > 0 {
		t.Errorf("the project is stopped: %+v", asleep)
	}
}

// Kind and Restarts distinguish a comment from a setting, and a setting that is read at every start from one that affects
// the running process.
func TestKind(t *testing.T) {
	unit := func(old, text string) File { return File{Path: "a.service", Old: []byte(old), New: []byte(text)} }
	for _, c := range []struct {
		file     File
		kind     Kind
		restarts bool
	}{
		{unit("[Service]\nA=1\n", "[Service]\nA=1\n"), Same, false},
		{unit("[Service]\nA=1\n", "# why\n[Service]\n\nA=1\n"), Comment, false},
		{unit("[Service]\nA=1\n", "[Service]\nA=2\n"), Change, true},
		{unit("[Unit]\nA=1\n[Service]\nB=1\n", "[Unit]\nA=2\n[Service]\nB=1\n"), Change, false},
		{unit("no unit", "# no unit"), Change, true},
		{File{Path: "shop/a.env", Old: []byte("# a\n"), New: []byte("# b\n")}, Change, false},
		{File{Path: "a.service", New: []byte("x")}, Add, false},
		{File{Path: "a.service", Old: []byte("x")}, Drop, false},
	} {
		if got := c.file.Kind(); got != c.kind || c.file.Restarts() != c.restarts {
			t.Errorf("%s: %q to %q is %s, restarts %v", c.file.Path, c.file.Old, c.file.New, got, c.file.Restarts())
		}
	}
}

// One run holds a project at a time, and its note outlives it.
func TestHold(t *testing.T) {
	dir := t.TempDir()
	first, left, err := hold(dir, "shop")
	if err != nil || !left.Empty() {
		t.Fatal(left, err)
	}
	if _, _, err := hold(dir, "shop"); err != ErrBusy {
		t.Errorf("a second run: %v", err)
	}
	if err := first.write(Plan{Restart: []string{"shop-web.service"}, Files: []File{{Path: "secret"}}}); err != nil {
		t.Fatal(err)
	}
	first.release() // as the kernel does for a killed run
	put := func(text string) {
		f, err := os.OpenFile(notePath(dir, "shop"), os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
	}
	put(`{"Restart":["shop-db`) // a power failure: the previous line remains valid
	again, left, err := hold(dir, "shop")
	if err != nil || !slices.Equal(left.Restart, []string{"shop-web.service"}) || left.Files != nil {
		t.Fatal(left, err)
	}
	if err := again.write(Plan{Start: []string{"shop-db.service"}}); err != nil {
		t.Fatal(err)
	}
	again.release()
	again, left, err = hold(dir, "shop")
	if err != nil || left.Restart != nil || !slices.Equal(left.Start, []string{"shop-db.service"}) {
		t.Fatal("a later line does not override an earlier one", left, err)
	}
	if err := again.done(); err != nil {
		t.Fatal(err)
	}
	if _, left, err := hold(dir, "shop"); err != nil || !left.Empty() {
		t.Error("a note that was done is still there", left, err)
	}
}
