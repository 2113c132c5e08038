package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"github.com/compose2unit/compose2unit/translate/diag"
)

// findings returns the page of codes.
func findings(codes map[diag.Code]string) []byte {
	var b bytes.Buffer
	made(&b)
	b.WriteString(findingsHead)
	for _, code := range slices.Sorted(maps.Keys(codes)) {
		fmt.Fprintf(&b, "| `%s` | %s |\n", code, cell(codes[code]))
	}
	return b.Bytes()
}

// findingsHead precedes the table.
const findingsHead = `
# Findings

Findings about a project are printed to standard error. A finding has a position, a severity, an attribute, a
sentence, a code in brackets and, where there is something to do, a hint. All errors of a project are reported in one run, except
in a project of thousands of lines. Several findings about one place are one block:

<!-- write compose.yml -->
` + "```yaml" + `
name: shop
services:
  web:
    image: nginx:1.27
    umask: "0027"
    environment:
      PASSWORD: very-${UNSET}-secret
` + "```" + `

<!-- run -->
` + "```console" + `
$ compose2unit -inputs compose.yml -runtime docker
compose.yml:5:5: error: services.web.umask: the engine has no umask for containers [unsupported]
  5 |     umask: "0027"
    |     ^^^^^
  hint: set it in the command: sh -c 'umask 027; exec …'
compose.yml:7:7: warning: services.web.environment.PASSWORD: the variable UNSET is not set and becomes an empty string [unresolved]
  7 |       PASSWORD: …
    |       ^^^^^^^^
  hint: set it in the environment or in .env, write ${UNSET:-} when empty is meant, or $$ for a dollar sign
compose2unit: 1 error, 1 warning; nothing is written
` + "```" + `

An error keeps everything from being written. With ` + "`-strict`" + ` a warning does so, too. A note needs no action. What is
the same for every project of a runtime, or has no consequence, as ` + "`version`" + `, is not reported; compose2unit explain tells it.

A line is shown only of a Compose file, never of an env file. A value is left out (` + "`…`" + `) wherever it may be a secret: in
` + "`environment`, `command`, `labels`, `args`, `content`" + `, options of drivers and the like, under keys that the schema does not
have, and wherever a password, token or URL with credentials seems to stand in it. Comments are left out, too. So a log of a run may
be read by people who may not read the Compose file's secrets.

## Formats

| ` + "`-diagnostics`" + ` | standard error |
|---|---|
| ` + "`text`" + ` (default) | as above; with color on a terminal, unless ` + "`NO_COLOR`" + ` is set, or as ` + "`-color always`" + ` or ` + "`never`" + ` says |
| ` + "`short`" + ` | one line for each finding, and its hint below it |
| ` + "`json`" + ` | one JSON object a line, see [findings.schema.json](findings.schema.json) |
| ` + "`sarif`" + ` | one SARIF 2.1.0 log, for services that collect results of analyses |
| ` + "`github`" + ` | workflow commands of GitHub Actions, which become annotations of a pull request |

An error that is not about the project (a file that cannot be read, a wrong flag) is printed in the same form: in ` + "`json`" + ` it has no
code, in ` + "`sarif`" + ` it is a notification of the invocation. The [exit code](../README.md#exit-codes) is the same in every
format. To check a project in CI without writing anything:

<!-- host -->
` + "```sh" + `
compose2unit -inputs compose.yml -list -diagnostics sarif 2> compose2unit.sarif
` + "```" + `

## Codes

A code never changes its meaning. ` + "`compose2unit explain unsupported`" + ` lists the attributes that have it, and
` + "`compose2unit explain services.web.ports`" + ` prints what each runtime does with an attribute, as
[attributes](attributes.md) does.

| code | meaning |
|---|---|
`
