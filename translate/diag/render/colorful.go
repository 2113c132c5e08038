package render

import "strings"

// Colorful reports whether the environment allows color: NO_COLOR must not be set, except to nothing (no-color.org), and a dumb
// terminal supports none (terminfo(5)).
func Colorful(environ []string) bool {
	for _, entry := range environ {
		switch name, value, _ := strings.Cut(entry, "="); name {
		case "NO_COLOR":
			if value != "" {
				return false
			}
		case "TERM":
			if value == "dumb" {
				return false
			}
		}
	}
	return true
}
