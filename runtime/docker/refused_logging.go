package docker

import (
	"slices"
	"strconv"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
	"github.com/compose2unit/compose2unit/runtime/rules"
	"github.com/compose2unit/compose2unit/translate/model"
)

// anyLog are options of the log drivers that pass on more than the text (moby daemon/logger/loginfo.go).
const anyLog = "env env-regex labels labels-regex tag "

// logOptions are the options of the engine's own log drivers (moby daemon/logger, ValidateLogOpt of each). A driver that is not
// listed is a plugin, which decides for itself.
var logOptions = map[string][]string{
	"json-file": strings.Fields(anyLog + "max-file max-size compress"),
	"local":     strings.Fields(anyLog + "max-file max-size compress"),
	"journald":  strings.Fields(anyLog),
	"syslog": strings.Fields(anyLog + `syslog-address syslog-facility syslog-tls-ca-cert syslog-tls-cert syslog-tls-key
		syslog-tls-skip-verify syslog-format`),
	"gelf": strings.Fields(anyLog + `gelf-address gelf-compression-level gelf-compression-type gelf-tcp-max-reconnect
		gelf-tcp-reconnect-delay`),
	"fluentd": strings.Fields(anyLog + `fluentd-address fluentd-async fluentd-async-connect fluentd-async-reconnect-interval
		fluentd-buffer-limit fluentd-max-retries fluentd-read-timeout fluentd-request-ack fluentd-retry-wait
		fluentd-sub-second-precision fluentd-write-timeout`),
	"gcplogs": strings.Fields(`env env-regex labels labels-regex gcp-project gcp-log-cmd gcp-meta-zone gcp-meta-name gcp-meta-id`),
	"awslogs": strings.Fields(`tag awslogs-region awslogs-endpoint awslogs-group awslogs-stream awslogs-create-group
		awslogs-create-stream awslogs-datetime-format awslogs-multiline-pattern awslogs-credentials-endpoint
		awslogs-force-flush-interval-seconds awslogs-max-buffered-events awslogs-format`),
	"splunk": strings.Fields(anyLog + `splunk-url splunk-token splunk-source splunk-sourcetype splunk-index splunk-capath
		splunk-caname splunk-insecureskipverify splunk-format splunk-verify-connection splunk-gzip splunk-gzip-level
		splunk-index-acknowledgment`),
}

// everyDriver reports whether each log driver has an option: those of the engine's buffer and of its cache, a log of the driver `local`
// (moby daemon/logger/loggerutils/cache/validate.go).
func everyDriver(option string) bool {
	cached, is := strings.CutPrefix(option, "cache-")
	return option == "mode" || option == "max-buffer-size" || is && (cached == "disabled" || slices.Contains(logOptions["local"], cached))
}

// refusedLogging lists log drivers and options that the engine does not know (moby daemon/logger/factory.go, ValidateLogOpts).
func refusedLogging(c *model.Container) []runtime.Loss {
	driver, options := c.Host.LogConfig.Type, c.Host.LogConfig.Config
	if driver == "k8s-file" || strings.HasPrefix(driver, "passthrough") {
		return []runtime.Loss{lose("Docker has no log driver "+driver+", which is podman's", "choose json-file, local or journald", "logging", "driver")}
	}
	if driver == "none" {
		return nil // its options are not read
	}
	var out []runtime.Loss
	say := func(text, hint, option string) {
		out = append(out, lose(text, hint, "logging", "options", option))
	}
	mode := options.Get("mode")
	if !slices.Contains([]string{"", "blocking", "non-blocking"}, mode) {
		say("Docker has no logging mode "+mode, "write blocking or non-blocking", "mode")
	}
	if options.Get("max-buffer-size") != "" && mode != "non-blocking" {
		say("Docker accepts max-buffer-size with `mode: non-blocking` only", "write `mode: non-blocking`", "max-buffer-size")
	}
	if driver == "json-file" || driver == "local" {
		out = append(out, refusedRotation(driver, options)...)
	}
	for _, o := range options {
		known, own := logOptions[driver]
		if own && !slices.Contains(known, o.Name) && !everyDriver(o.Name) {
			say("Docker's log driver "+driver+" has no option "+o.Name, "remove it", o.Name)
		}
	}
	return out
}

// refusedRotation lists the limits of a log with which its driver does not start a container (moby daemon/logger/jsonfilelog and
// daemon/logger/local, New).
func refusedRotation(driver string, options model.Map) []runtime.Loss {
	var out []runtime.Loss
	say := func(text, hint, option string) { out = append(out, lose(text, hint, "logging", "options", option)) }
	text := func(option string) (string, bool) {
		i := slices.IndexFunc(options, func(o model.Pair) bool { return o.Name == option })
		if i < 0 {
			return "", false
		}
		return options[i].Value, true
	}
	size, sized := text("max-size")
	if sized && !rules.LogSize(size) && (driver == "json-file" || size != "0") {
		say("Docker accepts no max-size "+strconv.Quote(size), "write a size such as 10m", "max-size")
	}
	number, numbered := text("max-file")
	files, err := strconv.Atoi(number)
	if numbered && (err != nil || files < 0 || files == 0 && driver == "json-file") {
		say("Docker accepts no max-file "+strconv.Quote(number), "write a number of files, 1 or more", "max-file")
	}
	compress, set := text("compress")
	on, err := strconv.ParseBool(compress)
	switch {
	case set && err != nil:
		say("Docker accepts no compress "+strconv.Quote(compress), "write \"true\" or \"false\"", "compress")
	case on && driver == "json-file" && (files < 2 || !sized):
		say("Docker compresses logs only with a max-size and a max-file of 2 or more", "add them", "compress")
	case (on || !set) && driver == "local" && numbered && (files == 0 || files == 1):
		say("the driver local compresses older files, of which there are none with max-file "+number,
			"write `compress: \"false\"` as well", "max-file")
	}
	return out
}
