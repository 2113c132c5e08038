package translate

import (
	"fmt"
	"strings"

	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/lazyregexp"
	"github.com/compose2unit/compose2unit/translate/model"
)

// The keys of x-compose2unit of a secret: where systemd finds it on the target (systemd.exec(5), LoadCredential= and
// LoadCredentialEncrypted=).
const (
	credentialKey = "credential"
	encryptedKey  = "credential-encrypted"
)

// credentialName is the valid name of a credential in a store, by the strictest reading of systemd.exec(5).
var credentialName = lazyregexp.New(`^[A-Za-z0-9_.-]+$`)

// findCredentials finds the secrets that systemd provides: those declared so and, if values are left to the target,
// those that Compose would take from the environment.
func (l *lowering) findCredentials(p *types.Project) {
	l.credentials = map[string]*model.Credential{}
	for _, name := range sortedKeys(p.Secrets) {
		secret := p.Secrets[name]
		at := []string{"secrets", name, extensionKey}
		texts := l.extensionTexts(at, secret.Extensions[extensionKey], inSecret)
		c := model.Credential{Name: notInFileName.ReplaceAllString(name, "_"), From: texts[credentialKey]}
		switch {
		case texts[encryptedKey] != "" && c.From != "":
			l.invalid(append(at, encryptedKey), "a secret is one credential, encrypted or not")
			continue
		case texts[encryptedKey] != "":
			c.From, c.Encrypted = texts[encryptedKey], true
		case c.From == "" && l.valuesOnTarget && secret.Environment != "":
			c.From = p.Name + "." + c.Name
			if !credentialName.MatchString(c.From) {
				c.From = ""
			}
			l.find(diag.Note, diag.Missing, []string{"secrets", name, "environment"},
				fmt.Sprintf("the value is read on the target, from the systemd credential %s", c.From), "put it into /etc/credstore/"+c.From)
		}
		if c.From == "" {
			continue
		}
		if !strings.HasPrefix(c.From, "/") && !credentialName.MatchString(c.From) || strings.ContainsAny(c.From, "\n\r:") {
			l.invalid(at, fmt.Sprintf("%q is neither the path nor the name of a credential", c.From))
			continue
		}
		l.credentials[name] = &c
	}
}

func (l *lowering) credential(secret string) *model.Credential { return l.credentials[secret] }
