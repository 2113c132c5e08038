package quadlet

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// page collects the lines of one source file in print order: the identity keys first, then the other keys, then the flags
// without a key, then the command.
type page struct {
	version version
	kind    kind
	first   []templates.Directive
	keys    []templates.Directive
	args    []templates.Directive
	last    []templates.Directive
	// service are the lines that the keys need in [Service].
	service []templates.Directive
	// set holds the names of the variables in service.
	set map[string]bool
}

// print converts flags to Quadlet keys.
func (s sources) print(k kind, flags []cli.Emitted) *page {
	p := &page{version: s.version, kind: k, set: map[string]bool{}}
	if k == containerKind {
		// The container must exist until the unit's own scripts have inspected how it exited; Quadlet removes it after
		// them.
		p.arg(unit.Literal("--rm=false"))
	}
	for _, e := range flags {
		p.say(e)
	}
	return p
}

// own returns the lines of the object's own section.
func (p *page) own() []templates.Directive { return slices.Concat(p.first, p.keys, p.args, p.last) }

// say prints one flag.
func (p *page) say(e cli.Emitted) {
	switch {
	case e.Attr == "image":
		p.image(e)
		return
	case e.Attr == "command":
		p.command(e)
		return
	case e.Attr == "build.context":
		p.line("SetWorkingDirectory", e.Values[0])
		return
	}
	name, value := parts(e)
	switch {
	case ours(name, e.Flag):
	case name == "--security-opt" && p.security(e.Flag[1].Text):
	case name == "--cgroup-parent":
		p.arg(unit.Literal("--cgroups=no-conmon")) // Quadlet's default does not allow another parent
		p.arg(oneWord(name, value))
	default:
		if k, ok := keysOf[p.kind][tableKey(e.Flag)]; !ok || k.since > p.version || p.misread(k, e.Flag) || !p.key(k, value) {
			p.arg(oneWord(name, value))
		}
	}
}

// ours reports whether a flag of plain units is one that Quadlet sets itself.
func ours(name string, flag cli.Flag) bool {
	return name == "--sdnotify" || name == "--cgroups" || name == "--label" && strings.HasPrefix(flag[1].Text, "PODMAN_SYSTEMD_UNIT=")
}

// tableKey returns the name of the flag in the tables: `--entrypoint=…` without its value, a boolean flag with it.
func tableKey(flag cli.Flag) string {
	name, value, _ := strings.Cut(flag[0].Text, "=")
	if value == "true" || value == "false" {
		return flag[0].Text
	}
	return name
}

// parts returns a flag's name and its value, if it has one.
func parts(e cli.Emitted) (name string, value unit.Value) {
	if len(e.Values) == 2 {
		return e.Flag[0].Text, e.Values[1]
	}
	if name, text, ok := strings.Cut(e.Flag[0].Text, "="); ok && tableKey(e.Flag) == name {
		return name, unit.Word(text)
	}
	return e.Flag[0].Text, unit.Value{}
}

// oneWord joins a flag and its value into one word: Quadlet drops an empty value that is a separate word.
func oneWord(name string, value unit.Value) unit.Value {
	if !value.Set() && value.Err() == nil {
		return unit.Word(name)
	}
	return unit.Concat(unit.Word(name+"="), value)
}

// key prints a line, unless Quadlet would read the value differently. It reports whether it did.
func (p *page) key(k key, value unit.Value) bool {
	var text unit.Value
	ok := true
	switch k.reading {
	case yes:
		text = unit.Literal("true")
	case no:
		text = unit.Literal("false")
	case verbatim:
		text, ok = unit.Verbatim(value)
	case words:
		text, ok = value, unit.Bare(value)
	case arguments:
		text = unit.Argument(value)
	}
	if ok {
		p.add(k.name, text)
	}
	return ok
}

// add adds a finished line.
func (p *page) add(name string, value unit.Value) {
	to := &p.keys
	if slices.Contains(identity, name) {
		to = &p.first
	}
	*to = append(*to, templates.Directive{Key: unit.Key(name), Value: value})
}

// identity are the keys that identify what a source file describes.
var identity = []string{"ContainerName", "Image", "Pull", "NetworkName", "VolumeName", "ImageTag", "SetWorkingDirectory"}

func (p *page) line(name string, value unit.Value) {
	text, ok := unit.Verbatim(value)
	if !ok {
		text = unit.Argument(value) // its error is the reason
	}
	p.add(name, text)
}

// arg prints a flag that has no key.
func (p *page) arg(word unit.Value) {
	p.args = append(p.args, templates.Directive{Key: unit.Key("PodmanArgs"), Value: unit.Argument(word)})
}

// security prints the options that have keys of their own. It reports whether option is one.
func (p *page) security(option string) bool {
	if option == "no-new-privileges" {
		p.add("NoNewPrivileges", unit.Literal("true"))
		return true
	}
	kind, profile, _ := strings.Cut(option, "=")
	k, ok := profileKeys[kind]
	return ok && k.since <= p.version && p.key(k, unit.Word(profile))
}

var exposed = lazyregexp.New(`^\d+(-\d+)?(/udp|/tcp)?$`)

// misread reports whether Quadlet would interpret a value differently from the flag: as one of its own files, as a port in
// a form that it does not know, as quoted words.
func (p *page) misread(k key, flag cli.Flag) bool {
	last := flag[len(flag)-1]
	value := last.Text + last.Rest // no place contains anything that Quadlet misreads
	source, _, _ := strings.Cut(value, ":")
	switch k.name {
	case "ExposeHostPort":
		return !exposed.MatchString(value)
	case "Network":
		return strings.HasSuffix(source, ".network") || strings.HasSuffix(source, ".container")
	case "Volume": // its path is copied into RequiresMountsFor= unchanged
		return strings.HasSuffix(source, ".volume") || strings.ContainsAny(source, " \t\"'\\$") || detour.MatchString(source)
	case "Mount": // is CSV in words: quotes within quotes; podman 5.4's Quadlet panics on an empty source
		return !strings.HasPrefix(value, "type=tmpfs,") && !strings.Contains(value, ",src=") || strings.ContainsAny(value, " \t\"'\\$") || named.MatchString(value) || detour.MatchString(value)
	case "Driver":
		return value == "image"
	case "File": // a relative path is resolved against the source file's folder
		return !strings.HasPrefix(value, "/")
	case "Entrypoint":
		return value == "--entrypoint="
	}
	return false
}

// detour matches paths that systemd does not accept as normalized.
var detour = lazyregexp.New(`//|/\.\.?([/:,]|$)`)

// named matches sources of mounts that Quadlet would look for among its own files.
var named = lazyregexp.New(`\.(volume|image|build|artifact)(,|$)`)

// lostWords are the words that Quadlet loses: an empty one ends its list, and a lone semicolon ends the command. systemd
// restores them from the unit's environment, each as one word (systemd.service(5), "Command lines").
var lostWords = map[string]variable{
	"":  {"C2U_EMPTY", unit.Literal("${C2U_EMPTY}"), unit.Literal("C2U_EMPTY=")},
	";": {"C2U_SEMICOLON", unit.Literal("${C2U_SEMICOLON}"), unit.Literal(`"C2U_SEMICOLON=;"`)},
}

// variable is a variable of a unit's environment: its name, the word that expands to it, and the line that sets it.
type variable struct {
	name      string
	word, set unit.Value
}

// anotherUnit matches the end of an image name that Quadlet takes for the name of one of its own files; if there is no such
// file, it skips the unit (podman, pkg/systemd/quadlet/quadlet.go handleImageSource).
var anotherUnit = lazyregexp.New(`\.(image|build|artifact|network|volume|pod|container|kube)$`)

// image prints the image's name. One that looks like a Quadlet file is followed by an empty variable, so that Quadlet does
// not recognize it; systemd expands the variable to nothing.
func (p *page) image(e cli.Emitted) {
	if text, ok := unit.VerbatimThen(e.Values[0], "${C2U_EMPTY}"); ok && anotherUnit.MatchString(e.Flag[0].Text) {
		p.add("Image", text)
		p.need(lostWords[""])
		return
	}
	p.line("Image", e.Values[0])
}

// need adds a variable to the unit's environment, once.
func (p *page) need(v variable) {
	if !p.set[v.name] {
		p.set[v.name] = true
		p.service = append(p.service, templates.Directive{Key: unit.Key("Environment"), Value: v.set})
	}
}

// command prints the container's command.
func (p *page) command(e cli.Emitted) {
	var text []unit.Value
	for i, word := range e.Flag {
		v, isLost := lostWords[word.Text]
		if !isLost || word.Place != 0 {
			text = append(text, unit.Argument(e.Values[i]))
			continue
		}
		text = append(text, v.word)
		p.need(v)
	}
	p.last = append(p.last, templates.Directive{Key: unit.Key("Exec"), Value: unit.Join(text...)})
}
