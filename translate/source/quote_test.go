package source

import (
	"github.com/compose-spec/compose-go/v2/schema"

	"strings"
	"sync"
	"testing"
)

// schemaPatterns are parsed once.
var schemaPatterns = sync.OnceValue(patterns)

// quotedFile returns a file as findings quote it; … stands for what was left out.
func quotedFile(t *testing.T, text string) string {
	t.Helper()
	m := Read(Options{Files: []File{{Name: "compose.yml", Path: "/compose.yml", Data: []byte(text)}}, Dir: "/", MaxNodes: 1000})
	quote := m.Quote(schemaPatterns())
	var out []string
	for i := 1; ; i++ {
		line, ok := quote("compose.yml", i)
		if !ok {
			return strings.TrimRight(strings.Join(out, "\n"), "\n")
		}
		if line.Cut {
			line.Text += "…"
		}
		out = append(out, line.Text)
	}
}

// What may be a secret is left out, keys are not.
func TestQuotedLines(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"attributes": {`
services:
  web:
    image: nginx:1.27   # S
    ports: ["80:80", '81:81']
    depends_on: {db: {condition: service_healthy}}
    user: "0:0"
    ulimits: {nofile: 5}`, `
services:
  web:
    image: nginx:1.27
    ports: ["80:80", '81:81']
    depends_on: {db: {condition: service_healthy}}
    user: "0:0"
    ulimits: {nofile: 5}`},
		"environment": {`
services:
  web:
    environment:
      A: S
      B: >-
        S
         S: S
      C: "S
        D: S"
      D: S
        S S
      # F: S
      E: ${NAME}
      F: ${NAME:-S}
      G:
    image: nginx`, `
services:
  web:
    environment:
      A: …
      B: …
        …
         …
      C: …
        …
      D: …
        …
      …
      E: ${NAME}
      F: …
      G:
    image: nginx`},
		"lists": {`
services:
  web:
    environment:
      - A=S
      - "B=S"
      - C=${C}
      - S S
    command: [sh, -c, S]
    entrypoint:
      - S
    labels: {a: S, b: S}`, `
services:
  web:
    environment:
      - A=…
      - "B=…
      - C=${C}
      - …
    command: […
    entrypoint:
      - …
    labels: {a: …`},
		"flow over lines": {`
services: {web: {environment: {A: S,
  B: S}, image: nginx,
  healthcheck: {test: S}, user: u}}`, `
services: {web: {environment: {A: …
  B: …
  healthcheck: {test: …`},
		"not in the schema": {`
x-env: &env {A: S}
services:
  web:
    enviroment: {A: S}
    x-y:
      - S
    imagee: S
  db: S
`, `
x-env: &env {A: …
services:
  web:
    enviroment: {A: …
    x-y:
      - …
    imagee: …
  db: …`},
		"an alias takes a value where it is a secret": {`
services:
  web:
    image: &p S
    user: u
    environment: {A: *p}`, `
services:
  web:
    image: …
    user: u
    environment: {A: *p}`},
		"credentials in an attribute that has none": {`
services:
  web:
    build: https://u:S@example.com/x.git
    image: ${PASSWORD:-S}
    volumes: ["a:/b"]
    tmpfs: password=S
secrets:
  a: {file: ./a}
  b: {environment: S}
configs:
  c:
    content: |
      S
    name: c`, `
services:
  web:
    build: …
    image: …
    volumes: ["a:/b"]
    tmpfs: …
secrets:
  a: {file: ./a}
  b: {environment: …
configs:
  c:
    content: …
      …
    name: c`},
		"other line ends": {"services:\r  web:\u0085    environment:\u2028      A: S\r\n      B: |\n        S\u2029    user: u",
			"services:\n  web:\n    environment:\n      A: …\n      B: …\n        …\n    user: u"},
		"not YAML": {`
services:
  web:
	image: nginx # S
    image: [nginx
    environment:
      A: S
      - B=S
    command: S
    S
    tmpfs: password=S
    ports:
    - S`, `
services:
  web:
	image: nginx
    image: [nginx
    environment:
      A: …
      - …
    command: …
    …
    tmpfs: …
    ports:
    - …`},
		"names that are none": {"services:\n  web:\n    labels:\n      a:S:b: x\n      'S S': x\n      traefik.http/a-b: S",
			"services:\n  web:\n    labels:\n      …\n      …\n      traefik.http/a-b: …"},
		"another file":            {"root:S:19000:0:99999:7:::", ""},
		"another file, a mapping": {"password: S\nS: a", ""},
		"another file, not YAML":  {"root:S:19000:\n\tS: [", ""},
		"UTF-16":                  {"\xff\xfes\x00", ""},
		"anchors and tags": {`
services:
  web:
    environment:
      A: &a S
      B: !!str S
      ? C
      : S
      &k D: S
    user: !!str u`, `
services:
  web:
    environment:
      A: …
      B: …
      ? C
      : …
      &k D: …
    user: !!str u`},
	} {
		t.Run(name, func(t *testing.T) {
			got := quotedFile(t, c.file)
			if want := strings.TrimRight(c.want, "\n"); got != want {
				t.Errorf("shown:\n%s\nwant:\n%s", got, want)
			}
			if strings.Contains(strings.ReplaceAll(got, "[S]", ""), "S") {
				t.Errorf("a secret is shown:\n%s", got)
			}
		})
	}
}

// For every attribute of the schema, the value is shown only if it cannot be a secret.
func TestQuotedAttributes(t *testing.T) {
	for _, p := range schema.AttributePaths() {
		file, indent := "", ""
		for _, word := range strings.Split(string(p), ".") {
			switch word {
			case "[]":
				file += "\n" + indent + "-"
			case "*":
				word = "name"
				fallthrough
			default:
				file += "\n" + indent + word + ":"
			}
			indent += "  "
		}
		for _, value := range []string{" SENTINEL", "\n" + indent + "- SENTINEL", " |\n" + indent + "SENTINEL", ` "SENTINEL"`} {
			if got := strings.Contains(quotedFile(t, file+value), "SENTINEL"); got != secretless(string(p)) {
				t.Errorf("%s%s: shown: %v, want %v", file, value, got, !got)
			}
		}
	}
}
