package load

import (
	"path"
	"strings"

	"github.com/compose-spec/compose-go/v2/format"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// fixDrives corrects how compose-go parses `v:/v`: it takes a one-letter source for a Windows drive (format.ParseVolume), so
// docker compose asks the engine for an anonymous volume at "v:/v", which the engine refuses, and for `v:/v:ro` for a bind
// mount at "ro". There are no drives on Linux: it is the volume v.
func (l *loading) fixDrives(dict map[string]any) {
	for _, section := range []string{"services", "jobs"} {
		entries, _ := dict[section].(map[string]any)
		for name, e := range entries {
			container, _ := e.(map[string]any)
			volumes, _ := container["volumes"].([]any)
			for i, v := range volumes {
				if m, ok := v.(map[string]any); ok {
					l.fixDrive(dict, m, []string{section, name, "volumes", itoa(i)})
				}
			}
		}
	}
}

func (l *loading) fixDrive(dict, volume map[string]any, at []string) {
	spec := drive(volume)
	if spec == "" {
		return
	}
	letter := spec[:1]
	if volumes, _ := dict["volumes"].(map[string]any); volumes != nil {
		if _, ok := volumes[letter]; ok {
			parsed, err := format.ParseVolume("volume" + spec[1:])
			if err == nil {
				clear(volume)
				volume["type"], volume["source"], volume["target"] = "volume", letter, path.Clean(parsed.Target)
				if parsed.ReadOnly {
					volume["read_only"] = true
				}
				volume["volume"] = map[string]any{}
				if parsed.Volume != nil && parsed.Volume.NoCopy {
					volume["volume"] = map[string]any{"nocopy": true}
				}
				l.scope(at...).Note(diag.Loading, spec+" is the volume "+letter+"; docker compose takes it for a Windows drive",
					"write the long form, or give the volume a longer name")
				return
			}
		}
	}
	l.refuse(diag.Missing, at, "the volume "+quoted(letter)+" is not defined", "declare it under the top-level volumes")
}

// drive returns the short form that was misparsed, or "".
func drive(volume map[string]any) string {
	source, _ := volume["source"].(string)
	target, _ := volume["target"].(string)
	spec := target
	if source != "" {
		if strings.HasPrefix(target, "/") {
			return "" // C:/data:/data is indeed a drive
		}
		spec = source + ":" + target
	}
	if len(spec) > 2 && spec[1] == ':' && spec[2] == '/' && (spec[0]|0x20) >= 'a' && (spec[0]|0x20) <= 'z' {
		return spec
	}
	return ""
}
