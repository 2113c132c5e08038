package load

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/compose-spec/compose-go/v2/dotenv"
)

// rawFormat is a format without quotes and interpolation.
const rawFormat = "raw"

// init registers it, as docker compose does at startup (docker/compose cmd/compose/compose.go init); without it
// `env_file: {format: raw}` does not load.
func init() { dotenv.RegisterFormat(rawFormat, raw) }

// raw parses an env file as `docker run --env-file` does (docker/cli pkg/kvfile/kvfile.go): no quotes, no interpolation; a name
// without a value takes the value of the environment or is dropped.
func raw(in io.Reader, filename string, vars map[string]string, lookup func(string) (string, bool)) error {
	lines := bufio.NewScanner(in)
	for n := 1; lines.Scan(); n++ {
		line := lines.Bytes()
		if n == 1 {
			line = bytes.TrimPrefix(line, []byte("\uFEFF"))
		}
		if !utf8.Valid(line) {
			return fmt.Errorf("failed to read %s: line %d: invalid UTF-8", filename, n)
		}
		text := strings.TrimLeftFunc(string(line), unicode.IsSpace)
		if text == "" || text[0] == '#' {
			continue
		}
		key, value, given := strings.Cut(text, "=")
		if key == "" || strings.ContainsAny(key, " \t") {
			return fmt.Errorf("failed to read %s: line %d: %q is not the name of a variable", filename, n, key)
		}
		if !given && lookup != nil {
			value, given = lookup(key)
		}
		if given {
			vars[key] = value
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("failed to read %s: %w", filename, err)
	}
	return nil
}
