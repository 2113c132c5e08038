package translate

import (
	"slices"
	"strconv"
	"strings"

	"github.com/compose-spec/compose-go/v2/format"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/compose2unit/compose2unit/translate/model"
)

// volumeOptions are the options of the short form that Compose knows (compose-go format/volume.go).
var volumeOptions = append([]string{"", "ro", "rw", "nocopy", types.SELinuxShared, types.SELinuxPrivate}, format.Propagations...)

// writtenVolume finds the options of a volume that compose-go drops silently: only the file has them.
func (l *lowering) writtenVolume(path []string, v types.ServiceVolumeConfig) model.Written {
	entry, err := strconv.Atoi(path[len(path)-1])
	if err != nil {
		return model.Written{}
	}
	out := model.Written{Entry: entry + 1}
	short, ok := l.text(path...)
	if !ok {
		return out
	}
	// What compose-go took for the source and the target may contain anything but a colon; the options follow it.
	cut := strings.LastIndexByte(short, ':')
	if cut < 0 || strings.HasPrefix(short[cut+1:], "/") || !strings.Contains(short[:cut], ":") {
		return out
	}
	for _, o := range strings.Split(short[cut+1:], ",") {
		if !slices.Contains(volumeOptions, o) && !slices.Contains(out.Unknown, o) {
			out.Unknown = append(out.Unknown, o)
		}
	}
	return out
}
