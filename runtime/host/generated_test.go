package host_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/folder/foldertest"
	"github.com/compose2unit/compose2unit/runtime/host"
	"github.com/compose2unit/compose2unit/runtime/host/hosttest"
)

// generated returns a machine whose generator writes the files of some projects, by name.
func generated(t *testing.T, projects map[string][]runtime.File) *hosttest.Host {
	h := hosttest.New(t)
	h.Generate = func() []runtime.File { return slices.Concat(slices.Collect(maps.Values(projects))...) }
	return h
}

// of returns the options of a generated project.
func of(h *hosttest.Host, project string, events func(host.Event)) host.Options {
	o := shop(h, events)
	o.Project = project
	root := filepath.Dir(filepath.Dir(filepath.Dir(h.Generated)))
	o.Generated = &host.Generated{Loaded: h.Generated, Notes: root + "/var/lib/compose2unit", Kept: root + "/run/compose2unit/.kept"}
	return o
}

// blog returns the files of another project, derived from those of shop.
func blog(files []runtime.File) []runtime.File {
	var out []runtime.File
	for _, f := range files {
		f.Path = strings.ReplaceAll(f.Path, "shop", "blog")
		f.Data = bytes.ReplaceAll(f.Data, []byte("shop"), []byte("blog"))
		out = append(out, f)
	}
	return out
}

// brought applies a generated project and returns the events.
func brought(t *testing.T, h *hosttest.Host, project string, files []runtime.File) steps {
	t.Helper()
	var events steps
	if _, err := host.Apply(t.Context(), of(h, project, events.add), desired(files)); err != nil {
		t.Fatal(err)
	}
	return events
}

// A generated project is applied like an installed one, except that the generator writes its files.
func TestApplyGenerated(t *testing.T) {
	before, after := hosttest.Versions()
	projects := map[string][]runtime.File{"shop": before}
	h := generated(t, projects)
	brought(t, h, "shop", before)
	foldertest.Same(t, "again", brought(t, h, "shop", before), steps(nil))
	projects["shop"] = after
	foldertest.Same(t, "after an edit", brought(t, h, "shop", after), steps{
		"stopped unit shop-gone.service", "reloaded manager .", "removed container shop-gone-1",
		"restarted unit shop-value.service", "restarted unit shop-web.service", "started unit shop-new.service",
	})
	foldertest.Same(t, "again", brought(t, h, "shop", after), steps(nil))
	foldertest.Same(t, "installed", foldertest.Tree(t, h.Units), map[string]string{})
	if len(h.Enabled) > 0 {
		t.Errorf("enabled: %v", h.Enabled)
	}
}

// One reload loads the changes of all projects. Those of the other project are applied by its own apply, and only those.
func TestApplyAfterTheReloadForAnotherProject(t *testing.T) {
	before, after := hosttest.Versions()
	projects := map[string][]runtime.File{"shop": before, "blog": blog(before)}
	h := generated(t, projects)
	brought(t, h, "shop", before)
	brought(t, h, "blog", blog(before))
	projects["shop"], projects["blog"] = after, blog(after)
	brought(t, h, "shop", after)
	foldertest.Same(t, "the other", brought(t, h, "blog", blog(after)), steps{
		"stopped unit blog-gone.service", "reloaded manager .", "removed container blog-gone-1",
		"restarted unit blog-value.service", "restarted unit blog-web.service", "started unit blog-new.service",
	})
	foldertest.Same(t, "again", brought(t, h, "blog", blog(after)), steps(nil))
	foldertest.Same(t, "again", brought(t, h, "shop", after), steps(nil))
}

// A change that was loaded by a manual daemon-reload is still applied, except to units that were restarted since.
func TestApplyAfterAReloadByHand(t *testing.T) {
	before, after := hosttest.Versions()
	projects := map[string][]runtime.File{"shop": before}
	h := generated(t, projects)
	brought(t, h, "shop", before)
	projects["shop"] = after
	if err := h.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	units, err := host.Status(t.Context(), of(h, "shop", nil))
	if err != nil || !slices.ContainsFunc(units, func(u host.UnitStatus) bool { return u.Unit == "shop-web.service" && u.Container != "" }) {
		t.Errorf("status: %v, %v", units, err)
	}
	h.Since = map[string]time.Time{"shop-web.service": time.Now().Add(time.Minute), "shop-value.service": time.Now().Add(-time.Minute)}
	foldertest.Same(t, "events", brought(t, h, "shop", after), steps{
		"stopped unit shop-gone.service", "reloaded manager .", "removed container shop-gone-1",
		"restarted unit shop-value.service", "started unit shop-new.service",
	})
	foldertest.Same(t, "again", brought(t, h, "shop", after), steps(nil))
}

// An apply that is interrupted at any point is completed by the next one.
func TestAnApplyOfAGeneratedProjectThatIsCut(t *testing.T) {
	before, after := hosttest.Versions()
	run := func(fuse int) (state map[string]string, cut bool) {
		projects := map[string][]runtime.File{"shop": before}
		h := generated(t, projects)
		brought(t, h, "shop", before)
		projects["shop"] = after
		h.Fuse = fuse
		cut = isCut(func() { _, _ = host.Apply(t.Context(), of(h, "shop", nil), desired(after)) })
		h.Fuse = -1
		brought(t, h, "shop", after)
		return h.State(t), cut
	}
	whole, _ := run(-1)
	for fuse := 0; ; fuse++ {
		state, cut := run(fuse)
		if !cut {
			if fuse < 5 {
				t.Errorf("cut only %d times", fuse)
			}
			return
		}
		foldertest.Same(t, fmt.Sprint("cut at ", fuse), state, whole)
	}
}

// isCut reports whether run was cut short by a loss of power.
func isCut(run func()) (cut bool) {
	defer func() {
		if p := recover(); p != nil {
			if _, cut = p.(hosttest.PowerCut); !cut {
				panic(p)
			}
		}
	}()
	run()
	return false
}

// Units that an administrator installed take precedence over the generator's: nothing is done, and an error is returned.
func TestApplyGeneratedBesideInstalled(t *testing.T) {
	web := hosttest.Project(hosttest.Service("web", ""))
	h := generated(t, map[string][]runtime.File{"shop": web})
	one(t, h, web)
	h.Asked = nil
	_, err := host.Apply(t.Context(), of(h, "shop", nil), desired(web))
	if !errors.As(err, new(host.InstalledError)) || len(h.Jobs()) > 0 {
		t.Errorf("%v, asked %v", err, h.Asked)
	}
}

// If the generator does not write the expected units, nothing is started: it is not installed, or it refuses the project.
func TestApplyWithoutTheGenerator(t *testing.T) {
	web := hosttest.Project(hosttest.Service("web", ""))
	for name, made := range map[string][]runtime.File{
		"none":    nil,
		"refused": {foldertest.File("shop.target", "[Unit]\nX-ComposeProject=shop\nWants=shop-refused.service\n"), foldertest.File("shop-refused.service", "[Unit]\nX-ComposeProject=shop\n")},
	} {
		h := generated(t, map[string][]runtime.File{"shop": made})
		_, err := host.Apply(t.Context(), of(h, "shop", nil), desired(web))
		var wrong host.NotGeneratedError
		if !errors.As(err, &wrong) || (wrong.Refused != "") != (name == "refused") || len(h.Active) > 0 {
			t.Errorf("%s: %v, runs %v", name, err, h.Active)
		}
	}
}

// A project whose folder is gone is taken down completely, whether systemd has been reloaded since or not. Another project whose
// name begins with this one's is not touched.
func TestRemoveGenerated(t *testing.T) {
	for name, reload := range map[string]bool{"before a reload": false, "after one": true} {
		web := hosttest.Project(hosttest.Service("web", ""))
		projects := map[string][]runtime.File{"shop": web}
		h := generated(t, projects)
		brought(t, h, "shop", web)
		h.Active["shop-x.target"], h.Active["shop-x-web.service"] = "theirs", "theirs"
		delete(projects, "shop")
		if reload {
			if err := h.Reload(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		var events steps
		if _, err := host.Remove(t.Context(), of(h, "shop", events.add), host.RemoveOptions{}); err != nil {
			t.Fatal(name, err)
		}
		if !reload {
			foldertest.Same(t, name, events, steps{"stopped unit shop.target", "started unit shop-down.service", "reloaded manager ."})
			continue
		}
		foldertest.Same(t, name, events, steps{"stopped unit shop-web.service", "stopped unit shop.target", "removed container shop-web-1", "reloaded manager ."})
		foldertest.Same(t, "left", h.State(t), map[string]string{"active shop-x.target": "theirs", "active shop-x-web.service": "theirs"})
		if _, err := host.Remove(t.Context(), of(h, "shop", nil), host.RemoveOptions{}); !errors.As(err, new(host.NotInstalledError)) {
			t.Error(name, err)
		}
	}
}

// Services of another project whose name begins with this one's and a dash run on, although systemd no longer has their units, as
// after a reload with a mistake in its file or without its folder.
func TestRemoveGeneratedSparesOthers(t *testing.T) {
	for name, neighbour := range map[string]func(h *hosttest.Host) []runtime.File{
		"refused, its target runs": func(h *hosttest.Host) []runtime.File {
			h.Active["shop-x.target"] = "theirs"
			return []runtime.File{{Path: "shop-x.target", Mode: 0o644, Data: []byte("[Unit]\nX-ComposeProject=shop-x\n")}}
		},
		"refused, its target was never started": func(*hosttest.Host) []runtime.File {
			return []runtime.File{{Path: "shop-x.target", Mode: 0o644, Data: []byte("[Unit]\nX-ComposeProject=shop-x\n")}}
		},
		"removed, its units are kept": func(h *hosttest.Host) []runtime.File {
			if err := os.MkdirAll(filepath.Join(of(h, "shop", nil).Generated.Kept, "shop-x"), 0o700); err != nil {
				t.Fatal(err)
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			web := hosttest.Project(hosttest.Service("web", ""))
			projects := map[string][]runtime.File{"shop": web}
			h := generated(t, projects)
			brought(t, h, "shop", web)
			h.Active["shop-x-web.service"] = "theirs"
			delete(projects, "shop")
			projects["shop-x"] = neighbour(h)
			if err := h.Reload(t.Context()); err != nil {
				t.Fatal(err)
			}
			var events steps
			if _, err := host.Remove(t.Context(), of(h, "shop", events.add), host.RemoveOptions{}); err != nil {
				t.Fatal(err)
			}
			foldertest.Same(t, "events", events, steps{"stopped unit shop-web.service", "stopped unit shop.target", "removed container shop-web-1", "reloaded manager ."})
			if h.Active["shop-x-web.service"] == "" {
				t.Error("the service of another project was stopped")
			}
		})
	}
}
