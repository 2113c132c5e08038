package grammar

import (
	"net/url"
	"strings"
)

// Context is the source of a build's files.
var Context = &Kind{Name: "a build context", Source: "Compose specification, build; docker buildx build --build-context; git(1) reads options everywhere",
	Form: "a path, a URL, service:NAME, docker-image://IMAGE or oci-layout://PATH; no user, host, path, branch or folder in it begins with a dash",
	valid: func(s string) bool {
		if image, ok := strings.CutPrefix(s, "docker-image://"); ok {
			return Image.Valid(image)
		}
		return s != "" && s[0] != '-' && printable(s) && (s[0] == '/' || !option(s))
	}}

// option reports whether a part of the address of a remote context begins with a dash: the program that clones the repository,
// or the ssh that it runs, would parse that as an option (CVE-2017-1000117). The forms are those of moby/buildkit
// util/gitutil/git_url.go: [SCHEME://][USER@]HOST/PATH[?QUERY][#REF[:FOLDER]] and [USER@]HOST:PATH[#REF[:FOLDER]].
func option(s string) bool {
	location, fragment, _ := strings.Cut(s, "#")
	location, query, _ := strings.Cut(location, "?")
	ref, folder, _ := strings.Cut(fragment, ":")
	parts := []string{ref, folder}
	for _, pair := range strings.Split(query, "&") {
		_, value, _ := strings.Cut(pair, "=")
		parts = append(parts, value)
	}
	_, rest, isURL := strings.Cut(location, "://")
	if !isURL {
		rest = location
	}
	authority, _, _ := strings.Cut(rest, "/") // may contain a password and a port
	path := ""                                // in a URL, it begins with a slash
	if !isURL {
		authority, path, _ = strings.Cut(authority, ":")
	}
	parts = append(parts, authority, path)
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		parts = append(parts, authority[i+1:])
	}
	for _, part := range parts {
		if plain, err := url.QueryUnescape(part); err == nil {
			part = plain
		}
		if strings.HasPrefix(part, "-") {
			return true
		}
	}
	return false
}
