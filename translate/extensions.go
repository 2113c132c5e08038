package translate

import "slices"

// The places in a Compose file that may have an extension key, as the documentation names them.
const (
	inProject  = "project"
	inService  = "service"
	inJob      = "job"
	inPreStart = "pre_start step"
	inSecret   = "secret"
)

// Extension is a key of x-compose2unit, or a section of x-systemd. The translation accepts the keys in these tables,
// and the manual prints them.
type Extension struct {
	Name string
	// In lists the places in a Compose file that may have it.
	In []string
	// Value shows the form of its value, an example, and Text describes its effect.
	Value, Text string
}

// Extensions returns the keys of x-compose2unit, by name.
func Extensions() []Extension {
	return []Extension{
		{credentialKey, []string{inSecret}, "shop.token", "The secret is a systemd credential: its name in a credential store, or a path (LoadCredential=). " +
			"systemd reads it when the unit starts, and it is copied into the container."},
		{encryptedKey, []string{inSecret}, "/etc/token.cred", "The same, of a credential that systemd-creds encrypted for this machine (LoadCredentialEncrypted=)."},
		{archiveKey, []string{inService, inJob, inPreStart}, "images/web.tar", "The image is loaded from this file when it is missing, and never pulled. " +
			"A relative path is below the project directory. Every name in the file must be that of an image with this image-archive."},
		{unhealthyKey, []string{inService, inProject}, "restart", "restart: a container that becomes unhealthy is killed and restarted. none: it is left alone. " +
			"The value of a service overrides that of the project, which applies to services with a healthcheck and a restart policy."},
		{updateKey, []string{inService}, "Sun 03:00", "A newer image is pulled at these times, and the container recreated if there is one; a calendar expression (OnCalendar=)."},
	}
}

// SystemdSections returns the sections of x-systemd, in the order of a unit file.
func SystemdSections() []Extension {
	return []Extension{
		{"Unit", []string{inProject, inService, inJob}, "OnFailure: mail@%n.service", "Dependencies, order, conditions, and what happens on failure."},
		{"Service", []string{inService, inJob}, "TimeoutStartSec: 90", "Times, restarts, credentials, and the resources of the unit's main process, which is the client that follows the container."},
		{"Install", []string{inProject, inService, inJob}, "WantedBy: edge.target", "What starts the unit when it is enabled."},
	}
}

// namesIn returns the names in a table that are valid at a place.
func namesIn(table []Extension, in string) []string {
	var out []string
	for _, e := range table {
		if slices.Contains(e.In, in) {
			out = append(out, e.Name)
		}
	}
	return out
}
