package folder

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// byPath are the lines that may access a file by its path: those that lead to the folder itself, and those that only
// inspect it from above. All others go through a tree.
var byPath = map[string]string{
	`root, err := os.OpenRoot(at + "/.")`:                                         "opens a tree",
	`switch info, err := os.Stat(name); {`:                                        "Replace, whether a link leads to a device",
	`dir, err := filepath.EvalSymlinks(filepath.Dir(name))`:                       "Replace, whether a link leads into /dev or /proc",
	`target, err := os.Readlink(filepath.Join(dir, filepath.Base(name)))`:         "Replace, whether a link leads into /dev or /proc",
	`if info, err := os.Stat(dir); err == nil {`:                                  "MakeFolders, above the folder",
	`if err := os.Mkdir(dir, mode); err != nil {`:                                 "MakeFolders, above the folder",
	`_ = os.Remove(dir)`:                                                          "removes what MakeFolders made",
	`if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {`:             "looks for a checkout above the folder",
	`if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) || !w.inGit() {`: "whether a note is printed",
}

// Nothing below the folder is opened, created, renamed, removed or given a mode by its path, because the path may lead
// elsewhere a moment after it was checked.
func TestNothingIsReachedByItsPath(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`\b(os\.(Open\w*|Create\w*|Mkdir\w*|Rename|Remove\w*|Link|Symlink|Readlink|Chmod|Chown|Chtimes|Truncate|Stat|Lstat|ReadFile|ReadDir|WriteFile|DirFS|CopyFS)|syscall\.(Open|Rename|Unlink|Chmod|Mkdir)|ioutil\.\w+|filepath\.(Walk\w*|Glob|EvalSymlinks))\(`)
	used := map[string]bool{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			line = strings.TrimSpace(line)
			if !call.MatchString(line) {
				continue
			}
			if used[line] = true; byPath[line] == "" {
				t.Errorf("%s:%d: %s: go through a tree, or say here why not", name, i+1, line)
			}
		}
	}
	for line := range byPath {
		if !used[line] {
			t.Errorf("no such line any more: %s", line)
		}
	}
}
