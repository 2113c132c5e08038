package load

import (
	"slices"
	"testing"
)

// A missing key is reported with the files' other errors, also in an included file, unless something else that is merged into the
// entry may have it: a service that it extends, another file or document.
func TestAMissingKeyIsMissing(t *testing.T) {
	const soft, wrong = "    ulimits: {nofile: {soft: 5}}\n", "  wrong:\n    image: a\n    restart: []\n"
	for name, c := range map[string]struct {
		files map[string]string
		lacks bool
	}{
		"alone": {map[string]string{"compose.yml": "services:\n  web:\n    image: a\n" + soft + wrong}, true},
		"included": {map[string]string{
			"compose.yml": "include: [a.yml]\nservices:\n" + wrong, "a.yml": "services:\n  web:\n    image: a\n" + soft,
		}, true},
		"extends": {map[string]string{
			"compose.yml": "services:\n  base:\n    image: a\n    ulimits: {nofile: {hard: 6, soft: 4}}\n  web:\n    extends: base\n" + soft + wrong,
		}, false},
		"is extended from another file": {map[string]string{
			"compose.yml": "services:\n  web:\n    extends: {file: a.yml, service: web}\n    ulimits: {nofile: {hard: 6}}\n" + wrong,
			"a.yml":       "services:\n  web:\n    image: a\n" + soft,
		}, false},
		"another document": {map[string]string{
			"compose.yml": "services:\n  web:\n    image: a\n" + soft + wrong + "---\nservices:\n  web:\n    ulimits: {nofile: {hard: 6}}\n",
		}, false},
		"another document without it": {map[string]string{
			"compose.yml": "services:\n  web:\n    image: a\n" + soft + wrong + "---\nservices:\n  db: {image: a}\n",
		}, true},
	} {
		_, report, err := Load(t.Context(), Options{Inputs: []string{lay(t, c.files)}})
		if err != nil {
			t.Fatal(err)
		}
		var told, at []string
		for _, f := range report.Findings() {
			told, at = append(told, f.Path+": "+f.Text), append(at, f.Path)
		}
		if !slices.Contains(at, "services.wrong.restart") {
			t.Errorf("%s: the other error is not reported: %q", name, told)
		}
		if lacks := slices.Contains(told, "services.web.ulimits.nofile: lacks hard"); lacks != c.lacks {
			t.Errorf("%s: %q", name, told)
		}
	}
}
