package generate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/compose2unit/compose2unit/translate/diag"
	"github.com/compose2unit/compose2unit/translate/model"
)

// checkBinds implements Options.CheckBinds: a host path that a container binds and this machine lacks is an error, even if
// the engine would create an empty folder there, because that is the mistake the flag is meant to find.
func checkBinds(project *model.Project, scope diag.Scope) {
	for _, c := range project.Containers {
		for _, host := range c.HostPaths {
			_, err := os.Lstat(host)
			if err == nil {
				continue
			}
			text := fmt.Sprintf("%s is bound and cannot be checked: %v", host, err)
			if errors.Is(err, fs.ErrNotExist) {
				text = host + " is bound and does not exist on this machine"
			}
			scope.At(c.At...).At("volumes").Error(diag.Missing, text, "create it, or remove -check-bind-mounts")
		}
	}
}
