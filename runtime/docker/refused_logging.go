package docker

import (
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/runtime"
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
	for _, o := range options {
		known, own := logOptions[driver]
		if own && !slices.Contains(known, o.Name) && !everyDriver(o.Name) {
			say("Docker's log driver "+driver+" has no option "+o.Name, "remove it", o.Name)
		}
	}
	return out
}
