package quadlet

import (
	"regexp"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/unit"
	"github.com/compose2unit/compose2unit/templates"
)

// page collects the lines of one source file in print order: what it is about first, then the other keys, then what has no key, then the
// command.
type page struct {
	version version
	kind    cli.Kind
	first   []templates.Directive
	keys    []templates.Directive
	args    []templates.Directive
	last    []templates.Directive
	service []templates.Directive
}

// printer says in Quadlet's keys what the rules say in flags.
func (v version) printer(user bool) func(cli.Kind, []cli.Said) cli.Source {
	var generator []templates.Directive
	if user && v >= 503 {
		// By default it makes every user unit wait for the system's network-online.target, which is a minute and a half
		// where nothing on the system asks for that target (podman-user-wait-network-online.service, since 5.3). Those of
		// the system name what they wait for anyway.
		generator = []templates.Directive{{Key: unit.Key("DefaultDependencies"), Value: unit.Literal("false")}}
	}
	return func(kind cli.Kind, said []cli.Said) cli.Source {
		source := v.print(kind, said)
		source.Generator = generator
		return source
	}
}

func (v version) print(kind cli.Kind, said []cli.Said) cli.Source {
	p := &page{version: v, kind: kind}
	if kind == cli.ContainerKind {
		// The container is there until the unit's own scripts have looked at how it ended; Quadlet removes it after them.
		p.arg(unit.Literal("--rm=false"))
	}
	for _, s := range said {
		p.say(s)
	}
	return cli.Source{Own: slices.Concat(p.first, p.keys, p.args, p.last), Service: p.service}
}

// say prints one flag.
func (p *page) say(s cli.Said) {
	switch {
	case s.Attr == "image":
		p.image(s)
		return
	case s.Attr == "command":
		p.command(s.Words)
		return
	case s.Attr == "build.context":
		p.line("SetWorkingDirectory", s.Words[1])
		return
	}
	name, value := parts(s)
	switch {
	case ours(name, s.Flag):
	case name == "--security-opt" && p.security(s.Flag[1]):
	case name == "--cgroup-parent":
		p.arg(unit.Literal("--cgroups=no-conmon")) // Quadlet's own way forbids another parent
		p.arg(joined(name, value))
	default:
		if k, ok := keysOf[p.kind][tableKey(s.Flag)]; !ok || k.since > p.version || p.misread(k, s.Flag) || !p.key(k, value) {
			p.arg(joined(name, value))
		}
	}
}

// ours are flags of plain units that Quadlet gives by itself.
func ours(name string, flag cli.Flag) bool {
	return name == "--sdnotify" || name == "--cgroups" ||
		name == "--label" && strings.HasPrefix(flag[1], "PODMAN_SYSTEMD_UNIT=")
}

// tableKey is what the flag is called in the tables: `--entrypoint=…` by its name, and what is yes or no by all of it.
func tableKey(flag cli.Flag) string {
	name, value, _ := strings.Cut(flag[0], "=")
	if value == "true" || value == "false" {
		return flag[0]
	}
	return name
}

// parts are a flag's name and its value, if it has one.
func parts(s cli.Said) (name string, value unit.Value) {
	if len(s.Words) == 2 {
		return s.Flag[0], s.Words[1]
	}
	if name, text, ok := strings.Cut(s.Flag[0], "="); ok && tableKey(s.Flag) == name {
		return name, unit.Word(text)
	}
	return s.Flag[0], unit.Value{}
}

// joined is a flag as one word: Quadlet drops an empty value as a separate word.
func joined(name string, value unit.Value) unit.Value {
	if !value.Set() && value.Err() == nil {
		return unit.Word(name)
	}
	return unit.Concat(unit.Word(name+"="), value)
}

// key prints a line, unless the key's reading would make something else of the value.
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

// identity are the keys that say what a source is about.
var identity = []string{"ContainerName", "Image", "Pull", "NetworkName", "VolumeName", "ImageTag", "SetWorkingDirectory"}

func (p *page) line(name string, value unit.Value) {
	text, ok := unit.Verbatim(value)
	if !ok {
		text = unit.Argument(value) // its error is the reason
	}
	p.add(name, text)
}

// arg prints what no key says.
func (p *page) arg(word unit.Value) {
	p.args = append(p.args, templates.Directive{Key: unit.Key("PodmanArgs"), Value: unit.Argument(word)})
}

// security prints the options that have keys of their own.
func (p *page) security(option string) bool {
	if option == "no-new-privileges" {
		p.add("NoNewPrivileges", unit.Literal("true"))
		return true
	}
	kind, profile, _ := strings.Cut(option, "=")
	k, ok := profileKeys[kind]
	return ok && k.since <= p.version && p.key(k, unit.Word(profile))
}

var exposed = regexp.MustCompile(`^\d+(-\d+)?(/udp|/tcp)?$`)

// misread reports whether Quadlet would take a value for something else than the flag does: for one of its own files, for a
// port in a form that it does not know, for words in quotes.
func (p *page) misread(k key, flag cli.Flag) bool {
	value := flag[len(flag)-1]
	source, _, _ := strings.Cut(value, ":")
	switch k.name {
	case "ExposeHostPort":
		return !exposed.MatchString(value)
	case "Network":
		return strings.HasSuffix(source, ".network") || strings.HasSuffix(source, ".container")
	case "Volume": // its path goes into RequiresMountsFor= as it is
		return strings.HasSuffix(source, ".volume") || strings.ContainsAny(source, " \t\"'\\$") || detour.MatchString(source)
	case "Mount": // is CSV in words: quotes within quotes; podman 5.4's Quadlet panics over a source that is empty
		return !strings.HasPrefix(value, "type=tmpfs,") && !strings.Contains(value, ",src=") || strings.ContainsAny(value, " \t\"'\\$") || named.MatchString(value) || detour.MatchString(value)
	case "Driver":
		return value == "image"
	case "File": // one that is not absolute is looked for beside the source
		return !strings.HasPrefix(value, "/")
	case "Entrypoint":
		return value == "--entrypoint="
	}
	return false
}

// detour is in a path that systemd would take for no normal one.
var detour = regexp.MustCompile(`//|/\.\.?([/:,]|$)`)

// named are sources of mounts that Quadlet would look for among its own files.
var named = regexp.MustCompile(`\.(volume|image|build|artifact)(,|$)`)

// The words that Quadlet loses: an empty one ends its list, and a lone semicolon ends the command. systemd puts them back
// from the unit's environment, each as one word (systemd.service(5), "Command lines").
var lostWords = map[string]struct{ word, set unit.Value }{
	`""`:  {unit.Literal("${C2U_EMPTY}"), unit.Literal("C2U_EMPTY=")},
	`";"`: {unit.Literal("${C2U_SEMICOLON}"), unit.Literal(`"C2U_SEMICOLON=;"`)},
}

// anotherUnit is the end of an image's name that Quadlet takes for the name of one of its own files, for which it leaves
// out the unit (podman, pkg/systemd/quadlet/quadlet.go handleImageSource).
var anotherUnit = regexp.MustCompile(`\.(image|build|artifact|network|volume|pod|container|kube)$`)

// image prints the image's name. An empty variable behind one that looks like a Quadlet file makes it none to
// Quadlet; systemd takes the variable away again.
func (p *page) image(s cli.Said) {
	if text, ok := unit.VerbatimThen(s.Words[0], "${C2U_EMPTY}"); ok && anotherUnit.MatchString(s.Flag[0]) {
		p.add("Image", text)
		p.set(lostWords[`""`].set)
		return
	}
	p.line("Image", s.Words[0])
}

// set adds a variable to the unit's environment, once.
func (p *page) set(variable unit.Value) {
	d := templates.Directive{Key: unit.Key("Environment"), Value: variable}
	if !slices.ContainsFunc(p.service, func(o templates.Directive) bool { return o.Value.String() == variable.String() }) {
		p.service = append(p.service, d)
	}
}

// command prints the container's command.
func (p *page) command(command []unit.Value) {
	var text []unit.Value
	for _, w := range command {
		l, isLost := lostWords[w.String()]
		if !isLost {
			text = append(text, unit.Argument(w))
			continue
		}
		text = append(text, l.word)
		p.set(l.set)
	}
	p.last = append(p.last, templates.Directive{Key: unit.Key("Exec"), Value: unit.Join(text...)})
}
