package render

import (
	"encoding/json"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
)

// Run describes the run that produced a SARIF log.
type Run struct {
	// Version is the version of the program.
	Version string
	// ExitCode is the exit status of the run.
	ExitCode int
}

// The objects of SARIF 2.1.0 (OASIS, sarif-v2.1.0-errata01) that are used.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		ColumnKind  string            `json:"columnKind"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string    `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		ExitCode      int                 `json:"exitCode"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
	}
)

// SARIF prints a log of one run: a finding is a result whose rule is its code, an error of the machine is a notification. It
// returns the error of the writer.
func SARIF(w io.Writer, run Run, records ...Record) error {
	driver := sarifDriver{Name: "compose2unit", Version: run.Version, InformationURI: "https://github.com/compose2unit/compose2unit", Rules: []sarifRule{}}
	invocation := sarifInvocation{Successful: true, ExitCode: run.ExitCode}
	results := []sarifResult{}
	for _, r := range records {
		if r.Code == "" {
			invocation.Successful = invocation.Successful && r.Severity != diag.Error.String()
			invocation.Notifications = append(invocation.Notifications, sarifNotification{r.Severity, r.message()})
			continue
		}
		rule := slices.IndexFunc(driver.Rules, func(rule sarifRule) bool { return rule.ID == r.Code })
		if rule < 0 {
			rule = len(driver.Rules)
			driver.Rules = append(driver.Rules, sarifRule{r.Code, sarifText{diag.Codes[diag.Code(r.Code)]}})
		}
		results = append(results, sarifResult{r.Code, rule, r.Severity, r.message(), r.locations()})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs: []sarifRun{{Tool: sarifTool{driver}, Invocations: []sarifInvocation{invocation},
			ColumnKind: "unicodeCodePoints", Results: results}},
	})
}

// message returns the message of a result, in which braces would be placeholders and "[text](1)" a link to a location (SARIF 2.1.0,
// 3.11.5 and 3.11.6).
func (r Record) message() sarifText {
	text := strings.NewReplacer("{", "{{", "}", "}}").Replace(r.sentence())
	return sarifText{linkEnd.ReplaceAllString(text, `$1$1\](`)}
}

// linkEnd matches what ends the text of a link, with the backslashes before it.
var linkEnd = lazyregexp.New(`(\\*)\]\(`)

func (r Record) locations() []sarifLocation {
	var l sarifLocation
	if r.inFile() {
		l.Physical = &sarifPhysical{Artifact: sarifArtifact{uri(r.File)}}
		if r.Line > 0 {
			l.Physical.Region = &sarifRegion{r.Line, r.Column}
		}
	}
	if r.Path != "" {
		l.Logical = []sarifLogical{{r.Path}}
	}
	if l.Physical == nil && l.Logical == nil {
		return nil
	}
	return []sarifLocation{l}
}

// uri returns a reference to a file: a relative one if the file's name is relative.
func uri(file string) string {
	if path.IsAbs(file) {
		return (&url.URL{Scheme: "file", Path: file}).String()
	}
	return (&url.URL{Path: path.Clean(file)}).String()
}
