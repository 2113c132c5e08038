package grammar

import (
	"encoding/csv"
	"strings"

	"github.com/containerd/platforms"
	"github.com/distribution/reference"
)

const imageForm = "[HOST[:PORT]/]NAME[:TAG][@DIGEST], the name in lower case"

// Image is an image reference, or an image's ID.
var Image = &Kind{Name: "an image reference", Form: imageForm, Source: "distribution/reference ParseAnyReference",
	valid: func(s string) bool {
		_, err := reference.ParseAnyReference(s)
		return err == nil
	}}

// Tag is a name that a build gives its image.
var Tag = &Kind{Name: "a name for an image", Form: "[HOST[:PORT]/]NAME[:TAG], the name in lower case, without a digest",
	Source: "distribution/reference ParseNormalizedNamed; docker buildx build --tag", valid: func(s string) bool {
		named, err := reference.ParseNormalizedNamed(s)
		if err != nil {
			return false
		}
		_, digested := named.(reference.Digested)
		return !digested
	}}

// Platform is a platform that an image is built for.
var Platform = &Kind{Name: "a platform", Form: "OS, ARCH or OS/ARCH[/VARIANT], such as linux/arm64/v8",
	Source: "containerd/platforms Parse", valid: func(s string) bool {
		_, err := platforms.Parse(s)
		return err == nil && word(s)
	}}

// Cache is the source or destination of a build's cache: a reference, or settings as a line of CSV.
var Cache = &Kind{Name: "a build cache", Form: "an image reference, or type=TYPE[,KEY=VALUE…]",
	Source: "docker/buildx util/buildflags cache.go", valid: func(s string) bool {
		if !strings.Contains(s, "=") {
			return Image.Valid(s)
		}
		fields, err := csv.NewReader(strings.NewReader(s)).Read()
		for _, f := range fields {
			key, value, _ := strings.Cut(f, "=")
			if !word(key) || !printable(value) || key == "ref" && !Image.Valid(value) {
				return false
			}
		}
		return err == nil && !strings.ContainsAny(s, "\r\n")
	}}

// ContextName is the name by which a Dockerfile refers to an additional build context.
var ContextName = &Kind{Name: "the name of a build context", Form: "a name as an image has one, in lower case",
	Source: "docker/buildx commands/build.go (parseContextNames)", valid: func(s string) bool {
		_, err := reference.ParseNormalizedNamed(s)
		return err == nil
	}}

// Stage is a stage of a Dockerfile, by name or number.
var Stage = matching("a build stage", "letters, digits, _ . and -, beginning with a letter or digit",
	"moby/buildkit frontend/dockerfile/instructions/parse.go (validStageName)", `[A-Za-z0-9][A-Za-z0-9_.-]*`)

// Dockerfile is the path of a Dockerfile.
var Dockerfile = &Kind{Name: "the path of a Dockerfile", Form: "a path that does not begin with a dash; write ./-NAME where it does",
	Source: "docker build --file (- is standard input)", valid: func(s string) bool { return s == "" || s[0] != '-' && printable(s) }}

// SecretID is the name by which a build refers to a secret.
var SecretID = &Kind{Name: "the ID of a build secret", Form: "one word without commas, quotes or equals signs",
	Source: "docker/buildx util/buildflags secrets.go (a line of CSV)", valid: func(s string) bool {
		return s == "" || field(s) && !strings.ContainsAny(s, `='\`)
	}}

// KeyID is the name by which a build refers to an SSH agent or key.
var KeyID = matching("the ID of an SSH agent or key", "letters, digits, _ . and -",
	"docker/buildx util/buildflags ssh.go", `[A-Za-z0-9_.][A-Za-z0-9_.-]*`)

// Attestation is the settings of a build's attestation.
var Attestation = &Kind{Name: "the settings of an attestation", Form: "true, false, or KEY=VALUE[,KEY=VALUE…]",
	Source: "docker/buildx util/buildflags attests.go", valid: func(s string) bool { return word(s) }}
