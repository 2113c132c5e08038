package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate"
	"github.com/compose2unit/compose2unit/translate/settings"
	"github.com/compose2unit/compose2unit/translate/spelling"
)

// systemdKey is the extension key that holds directives of units.
const systemdKey = "x-systemd"

// extensionKeys are the extension keys of a Compose file that are translated.
var extensionKeys = []string{settings.Extension, systemdKey}

// extension explains an extension key, wherever in a Compose file it is, or a key below it. It reports false if the path names
// none; a service or a label may have such a name.
func extension(word string) (text string, is bool, err error) {
	path := strings.Split(word, ".")
	at := slices.IndexFunc(path, func(part string) bool { return strings.HasPrefix(part, "x-") })
	if at < 0 || at > 0 && Pattern(strings.Join(path[:at], ".")) == "" {
		return "", false, nil
	}
	key, below := path[at], path[at+1:]
	switch {
	case !slices.Contains(extensionKeys, key) && Pattern(word) != "":
		return "", false, nil
	case !slices.Contains(extensionKeys, key):
		text, err = strange(word, key)
	case key == settings.Extension:
		text, err = own(word, below)
	default:
		text, err = section(word, below)
	}
	return text, true, err
}

// strange explains an extension key that is not translated; the error suggests one that is.
func strange(word, key string) (string, error) {
	if near := spelling.Nearest(key, extensionKeys); near != "" {
		return "", fmt.Errorf("%q is not an extension that is translated; did you mean %s?", word, strings.Replace(word, key, near, 1))
	}
	return fmt.Sprintf("%s\n  an extension without effect, as with docker compose; %s are translated\n", key, strings.Join(extensionKeys, " and ")), nil
}

// own explains x-compose2unit, or one of its keys.
func own(word string, below []string) (string, error) {
	keys := translate.Extensions()
	if len(below) == 0 {
		return settings.Extension + "\n  settings for compose2unit; docker compose ignores them (man 5 x-compose2unit)\n" + entries(keys) +
			"\nA project also has these flags as keys: " + strings.Join(settings.Names, ", ") + "\n", nil
	}
	key := below[0]
	var words []string
	for _, e := range keys {
		if words = append(words, e.Name); len(below) == 1 && e.Name == key {
			return settings.Extension + "." + entry(e), nil
		}
	}
	if len(below) == 1 && slices.Contains(settings.Names, key) {
		return fmt.Sprintf("%s.%s (of: project)\n  as the flag -%s (compose2unit -h)\n", settings.Extension, key, key), nil
	}
	return "", unknownKey(word, key, append(words, settings.Names...))
}

// section explains x-systemd, or one of its sections: their keys are systemd's.
func section(word string, below []string) (string, error) {
	sections := translate.SystemdSections()
	if len(below) == 0 {
		return systemdKey + "\n  directives for the unit, by section; docker compose ignores them (man 5 x-systemd)\n" + entries(sections), nil
	}
	var words []string
	for _, e := range sections {
		if words = append(words, e.Name); len(below) <= 2 && e.Name == below[0] {
			return systemdKey + "." + entry(e), nil
		}
	}
	return "", unknownKey(word, below[0], words)
}

// unknownKey returns the error for a key below an extension.
func unknownKey(word, key string, keys []string) error {
	if near := spelling.Nearest(key, keys); near != "" && near != key {
		return fmt.Errorf("%q is not a key of an extension; did you mean %s?", word, strings.Replace(word, "."+key, "."+near, 1))
	}
	return fmt.Errorf("%q is not a key of an extension; there is %s", word, strings.Join(keys, ", "))
}

// entries returns the names in a table with the places that may have them.
func entries(table []translate.Extension) string {
	var b strings.Builder
	for _, e := range table {
		fmt.Fprintf(&b, "  %s (of: %s)\n", e.Name, strings.Join(e.In, ", "))
	}
	return b.String()
}

// entry returns the explanation of one of them.
func entry(e translate.Extension) string {
	return fmt.Sprintf("%s (of: %s)\n  %s\n  example: %s\n", e.Name, strings.Join(e.In, ", "), e.Text, e.Value)
}
