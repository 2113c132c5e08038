package folder

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/names"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// Versions before the list wrote neither a list nor marks in scripts. Their files are recognized by the units of the
// project: by the commands and directives that those versions generated, which start with their own shell and name the
// folder by a specifier. No value of a Compose file can do that, because its percent signs are doubled; a user's own
// directives (x-systemd) look like that only if someone intends it.

// scanOlder adds the names that the units of an older version mention.
func (f *found) scanOlder(names []string) error {
	named := map[string]bool{}
	for _, text := range f.units {
		entries, err := unit.Check(text)
		if err != nil {
			continue
		}
		for _, e := range entries {
			f.olderNames(e, named)
		}
	}
	for _, name := range names {
		if err := f.olderCalls(name, named); err != nil {
			return err
		}
	}
	for _, name := range names {
		if isNamed(named, name) {
			f.owned[name] = true
		}
	}
	return nil
}

// olderNames collects the private files that one directive of an older version names.
func (f *found) olderNames(e unit.Entry, named map[string]bool) {
	switch {
	case strings.HasPrefix(e.Key, "Exec") && (strings.HasPrefix(e.Value, ":/bin/sh ") || strings.HasPrefix(e.Value, "-:/bin/sh ")):
	case e.Section == "Service" && e.Key == "EnvironmentFile" && ownEnvironment.MatchString(e.Value):
	case e.Section == "Container" || e.Section == "Build":
	default:
		return
	}
	project := regexp.QuoteMeta(f.Project)
	for _, m := range regexp.MustCompile(`(?:^|[\s"=:,])(?:%Y|%E/systemd/(?:system|user))/`+project+`/([A-Za-z0-9._%-]+)`).FindAllStringSubmatch(e.Value, -1) {
		named[path.Join(f.Project, m[1])] = true
	}
	if f.ConfigDir == "" {
		return
	}
	// Others can name this path as well: that is enough to replace a wanted file, but not to remove anything.
	for name := range f.values() {
		if strings.Contains(" "+e.Value+" ", " "+path.Join(f.ConfigDir, path.Base(name))+" ") {
			named[name] = true
		}
	}
}

// ownEnvironment matches the env files that older versions gave to units.
var ownEnvironment = lazyregexp.New(`-(lines|build)\.env$`)

// olderCall matches how their scripts called each other.
var olderCall = lazyregexp.New(`\$folder/([a-z]+)`)

// olderCalls collects the scripts that a script of an older version calls.
func (f *found) olderCalls(name string, named map[string]bool) error {
	if !named[name] || path.Ext(name) != "" {
		return nil
	}
	text, err := f.spot(name).read()
	if err != nil || !bytes.HasPrefix(text, []byte("#!")) {
		return err
	}
	for _, m := range olderCall.FindAllSubmatch(text, -1) {
		named[path.Join(f.Project, string(m[1]))] = true
	}
	return nil
}

// isNamed reports whether a set of names contains a name, or the spelling that a template unit uses for it.
func isNamed(set map[string]bool, name string) bool {
	return slices.ContainsFunc(names.Spellings(name), func(spelling string) bool { return set[spelling] })
}
