package translate

import (
	"testing"

	"github.com/compose2unit/compose2unit/translate/diag"
)

const credentialProject = `
services:
  web: {image: nginx, secrets: [token]}
secrets:
  token: `

// A secret that systemd provides is copied from its credential, whatever else the Compose file sets for it.
func TestCredential(t *testing.T) {
	for text, want := range map[string]string{
		"{file: token, x-compose2unit: {credential: shop.token}}":             "token:shop.token false",
		"{environment: NONE, x-compose2unit: {credential-encrypted: /etc/t}}": "token:/etc/t true",
	} {
		c := lowered(t, credentialProject+text).Containers[0]
		if len(c.Copies) != 1 || c.Copies[0].Credential == nil || len(c.Host.Mounts) != 0 {
			t.Fatalf("%s: copies %v, mounts %v", text, c.Copies, c.Host.Mounts)
		}
		got := c.Copies[0].Credential
		if have := got.Name + ":" + got.From + map[bool]string{false: " false", true: " true"}[got.Encrypted]; have != want {
			t.Errorf("%s: %s, want %s", text, have, want)
		}
	}
}

func TestCredentialFindings(t *testing.T) {
	for text, at := range map[string]string{
		"{environment: NONE, x-compose2unit: {credential: a, credential-encrypted: b}}": "secrets.token.x-compose2unit.credential-encrypted",
		"{environment: NONE, x-compose2unit: {credential: a/b}}":                        "secrets.token.x-compose2unit",
		`{environment: NONE, x-compose2unit: {credential: "/a:b"}}`:                     "secrets.token.x-compose2unit",
		`{environment: NONE, x-compose2unit: {credential: "/a\nb"}}`:                    "secrets.token.x-compose2unit",
		"{environment: NONE, x-compose2unit: {secret: a}}":                              "secrets.token.x-compose2unit.secret",
	} {
		_, report := reported(t, credentialProject+text, "NONE=x")
		wantFinding(t, report, diag.Error, diag.Invalid, at)
	}
}
