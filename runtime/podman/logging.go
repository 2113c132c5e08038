package podman

import (
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/cli"
	"github.com/compose2unit/compose2unit/runtime/rules"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/model"
)

// rotation are the options of json-file and local that limit a log. Podman keeps one file, so the number of files and the
// compression of old ones have no meaning there.
var rotation = []string{"max-size", "max-file", "compress"}

// logDriver returns podman's driver; "" is its default. A size limit on the log of Docker's default driver requires a file.
func logDriver(c *container) string {
	switch c.Host.LogConfig.Type {
	case "json-file", "local", "k8s-file":
		return "k8s-file"
	case "journald", "none", "passthrough":
		return c.Host.LogConfig.Type
	case "":
		if c.Host.LogConfig.Config.Get("max-size") != "" {
			return "k8s-file"
		}
	}
	return ""
}

func oddLogDriver(c *container) []runtime.Loss {
	name := c.Host.LogConfig.Type
	if name == "" || logDriver(c) != "" {
		return nil
	}
	return []runtime.Loss{{What: "the log driver " + name, Text: "podman has no log driver " + name + ", so its default one is used",
		Hint: "have the log collector read the journal, or choose journald, k8s-file or none"}}
}

// logOption reports whether podman's driver has the option.
func logOption(driver string, o model.Pair) bool {
	return driver == "k8s-file" && (o.Name == "max-size" && rules.LogSize(o.Value) || o.Name == "path") ||
		driver == "journald" && o.Name == "tag" && len(strangeFields(o.Value)) == 0
}

// fieldsOfTag are the fields of a container that a tag can use both in Docker and in podman (docker's log tags; podman
// libpod/define InspectContainerData). With another field podman would not start the container.
var fieldsOfTag = []string{"ID", "Name", "ImageName"}

var templateAction = lazyregexp.New(`\{\{[^}]*\}\}`)

var templateField = lazyregexp.New(`\.([A-Z][A-Za-z]*)`)

// strangeFields returns the fields that podman lacks.
func strangeFields(tag string) []string {
	var out []string
	for _, action := range templateAction.FindAllString(tag, -1) {
		for _, m := range templateField.FindAllStringSubmatch(action, -1) {
			if !slices.Contains(fieldsOfTag, m[1]) {
				out = append(out, m[1])
			}
		}
	}
	return out
}

func logOptions(c *container) []flag {
	var out []flag
	for _, o := range c.Host.LogConfig.Config {
		if logOption(logDriver(c), o) {
			out = append(out, cli.Line("--log-opt", o.Name+"="+o.Value))
		}
	}
	return out
}

// oddLogOptions lists the options that podman's driver does not support.
func oddLogOptions(c *container) []runtime.Loss {
	var out []runtime.Loss
	driver, written := logDriver(c), c.Host.LogConfig.Type
	for _, o := range c.Host.LogConfig.Config {
		if o.Name == "max-size" && !rules.LogSize(o.Value) {
			out = append(out, runtime.Loss{What: "the log option max-size", At: []string{"logging", "options", o.Name},
				Text: "max-size " + strconv.Quote(o.Value) + " is not a size of a log file, so its default is used", Hint: "write a size such as 10m"})
			continue
		}
		bounded := slices.Contains(rotation, o.Name) && (driver == "k8s-file" || driver == "" && written == "")
		if bounded || logOption(driver, o) {
			continue
		}
		text := "podman has no log option " + o.Name
		if driver != "" {
			text = "podman's log driver " + driver + " has no option " + o.Name
		}
		if strange := strangeFields(o.Value); o.Name == "tag" && driver == "journald" && len(strange) > 0 {
			text = "podman's tags have no " + strings.Join(strange, " and no ") + ", so the tag is left out"
		}
		out = append(out, runtime.Loss{What: "the log option " + o.Name, At: []string{"logging", "options", o.Name}, Text: text})
	}
	return out
}
