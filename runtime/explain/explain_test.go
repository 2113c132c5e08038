package explain

import (
	"strings"
	"testing"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/all"
	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/settings"
)

// Every code can be explained, with its own sentence.
func TestEveryCodeIsExplained(t *testing.T) {
	for code, text := range diag.Codes {
		if got, err := Word(string(code)); err != nil || !strings.Contains(got, text) {
			t.Errorf("%s: %q (%v), want %q in it", code, got, err, text)
		}
	}
}

// Every row of every runtime is explained, whether its attribute is written as in the schema, with names or without.
func TestEveryRowIsExplained(t *testing.T) {
	for _, c := range all.Choices {
		for _, row := range c.Runtime.Rows() {
			attr := strings.TrimSuffix(row.Attr, ".**")
			for _, path := range []string{attr, strings.NewReplacer("*", "a-name", "[]", "0").Replace(attr)} {
				text, err := Word(path)
				if err != nil {
					t.Errorf("%s: %v", path, err)
					continue
				}
				for _, want := range []string{attr + "\n", c.Runtime.Name(), row.Support.String(), row.Note, row.Hint} {
					if !strings.Contains(text, want) {
						t.Errorf("%s: %q is not in\n%s", path, want, text)
					}
				}
			}
		}
	}
}

// Every attribute of the schema can be explained.
func TestEveryAttributeIsExplained(t *testing.T) {
	for _, p := range patterns() {
		if got := Pattern(p); got != p {
			t.Errorf("%s is taken for %q", p, got)
		}
	}
	for _, w := range Words() {
		if _, err := Word(w); err != nil {
			t.Error(err)
		}
	}
}

// The words of docs/attributes.md are those of the meanings.
func TestEverySupportHasAMeaning(t *testing.T) {
	for s := runtime.Full; s <= runtime.None; s++ {
		if meaning(s) == s.String() {
			t.Errorf("%s has no meaning", s)
		}
	}
}

func TestPattern(t *testing.T) {
	for path, want := range map[string]string{
		"services.web.ports":              "services.*.ports",
		"services.ports":                  "services.*.ports",
		"services.ports.published":        "services.*.ports.[].published",
		"services.web.ports.0.published":  "services.*.ports.[].published",
		"services.image.ports":            "services.*.ports", // a service may have that name
		"services.web":                    "services.*",
		"services.build.context":          "services.*.build.context",
		"services.web.environment.A":      "services.*.environment.*",
		"services.web.labels.traefik.a.b": "services.*.labels.*",
		"networks.driver":                 "networks.*.driver",
		"networks.ipam.config.subnet":     "networks.*.ipam.config.[].subnet",
		"secrets.db.file":                 "secrets.*.file",
		"include.path":                    "include.[].path",
		"name":                            "name",
		"services.web.imagee":             "",
		"services.":                       "",
		"":                                "",
		"ports":                           "",
	} {
		if got := Pattern(path); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
}

func TestUnknown(t *testing.T) {
	for word, want := range map[string]string{
		"unsuported":                 "did you mean unsupported?",
		"services.web.imagee":        "did you mean services.web.image?",
		"services.web.build.contxt":  "did you mean services.web.build.context?",
		"network.driver":             "did you mean networks.driver?",
		"ports":                      "did you mean services.ports?",
		"something-else-entirely-xx": "an attribute is written like services.ports",
		"port":                       "did you mean services.ports?",
		"imge":                       "did you mean services.image?",
		"x-sytemd":                   "did you mean x-systemd?",
		"services.web.x-compose2unt": "did you mean services.web.x-compose2unit?",
		"x-compose2unit.runtim":      "did you mean x-compose2unit.runtime?",
		"x-compose2unit.nothing":     "there is credential, ",
		"x-systemd.service":          "did you mean x-systemd.Service?",
		"x-systemd.Socket.X":         "there is Unit, Service, Install",
		"x-compose2unit.update.more": "is not a key of an extension",
		"nowhere.x-systemd":          "neither a code nor an attribute",
	} {
		if _, err := Word(word); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", word, err, want)
		}
	}
}

// Every key of an extension that the translation accepts is explained, at any place.
func TestEveryExtensionIsExplained(t *testing.T) {
	of := map[string][]string{"x-compose2unit": settings.Names, "x-systemd": nil}
	texts := map[string]string{}
	for _, e := range translate.Extensions() {
		of["x-compose2unit"] = append(of["x-compose2unit"], e.Name)
		texts[e.Name] = e.Text
	}
	for _, e := range translate.SystemdSections() {
		of["x-systemd"] = append(of["x-systemd"], e.Name)
		texts[e.Name] = e.Text
	}
	for extension, keys := range of {
		whole, err := Word(extension)
		if err != nil {
			t.Error(err)
		}
		for _, key := range keys {
			if !strings.Contains(whole, key) {
				t.Errorf("%s: %s is not in\n%s", extension, key, whole)
			}
			for _, path := range []string{"", "services.web.", "services.", "services.*.", "secrets.token."} {
				text, err := Word(path + extension + "." + key)
				if err != nil || !strings.Contains(text, key) || !strings.Contains(text, texts[key]) {
					t.Errorf("%s%s.%s: %q (%v)", path, extension, key, text, err)
				}
			}
		}
	}
	for word, want := range map[string]string{
		"x-systemd.Service.Nice":  "x-systemd.Service (of: service, job)\n",
		"x-common":                "an extension without effect",
		"services.web.x-podman":   "an extension without effect",
		"services.x-systemd":      "x-systemd\n",
		"services.x-web.image":    "services.*.image\n", // a service may have that name
		"services.web.labels.x-a": "services.*.labels.*\n",
	} {
		if text, err := Word(word); err != nil || !strings.Contains(text, want) {
			t.Errorf("%s: %q (%v), want %q in it", word, text, err, want)
		}
	}
}

// A misspelt attribute whose service is left out is taken for the name of a service; the explanation says so.
func TestANameThatMayBeAnAttribute(t *testing.T) {
	const want = "imagee is taken for a name; for the attribute, write services.image.\n"
	if text, err := Word("services.imagee"); err != nil || !strings.HasSuffix(text, want) {
		t.Errorf("%q (%v), want %q at its end", text, err, want)
	}
	for _, word := range []string{"services.*", "services.web", "services.image", "services"} {
		if text, err := Word(word); err != nil || strings.Contains(text, "taken for") {
			t.Errorf("%s: %q (%v)", word, text, err)
		}
	}
}
