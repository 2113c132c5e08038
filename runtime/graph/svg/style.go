package svg

import (
	"fmt"
	"strings"
)

// colours are the colours of a class in light and in dark mode. Text has a contrast of at least 4.5 to its background (WCAG
// 2.1, 1.4.3), lines of 3.
type colours struct{ class, property, light, dark string }

var palette = []colours{
	{".sheet", "fill", "#ffffff", "#0d1117"},
	{".card rect,.object rect", "fill", "#f6f8fa", "#161b22"},
	{".card rect,.object rect", "stroke", "#afb8c1", "#3d444d"},
	{".frame", "fill", "#eef1f5", "#11161d"},
	{".frame", "stroke", "#d0d7de", "#30363d"},
	{"text", "fill", "#1f2328", "#e6edf3"},
	{"text.dim,.dim text,.dim", "fill", "#57606a", "#9198a1"},
	{".rule", "stroke", "#d8dee4", "#30363d"},
	{".icon", "stroke", "#57606a", "#9198a1"},
	{".card .tag rect", "fill", "#e4e9ef", "#262c36"},
	{".halo", "stroke", "#ffffff", "#0d1117"},
	{".started .line,.started .tab", "stroke", "#6e7781", "#8b949e"},
	{".healthy .line,.healthy .tab", "stroke", "#1a7f37", "#3fb950"},
	{".completed .line,.completed .tab", "stroke", "#0969da", "#58a6ff"},
	{".started .end", "fill", "#6e7781", "#8b949e"},
	{".healthy .end", "fill", "#1a7f37", "#3fb950"},
	{".completed .end", "fill", "#0969da", "#58a6ff"},
	{".started .tab", "fill", "#eaeef2", "#22272e"},
	{".healthy .tab", "fill", "#dafbe1", "#12261e"},
	{".completed .tab", "fill", "#ddf4ff", "#121d2f"},
	{".started text", "fill", "#424a53", "#adbac7"},
	{".healthy text", "fill", "#116329", "#7ee787"},
	{".completed text", "fill", "#0550ae", "#79c0ff"},
	{".n0", "fill", "#0969da", "#58a6ff"},
	{".n1", "fill", "#bc4c00", "#f0883e"},
	{".n2", "fill", "#8250df", "#bc8cff"},
	{".n3", "fill", "#1a7f37", "#3fb950"},
	{".n4", "fill", "#bf3989", "#f778ba"},
	{".n5", "fill", "#9a6700", "#d29922"},
	{".n6", "fill", "#1b7c83", "#39c5cf"},
	{".n7", "fill", "#cf222e", "#ff7b72"},
	{":target>rect", "stroke", "#0969da", "#58a6ff"},
}

// tints is the number of networks with a colour of their own. Colour is never the only distinction.
const tints = 8

const shapes = `text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;font-size:11px;white-space:pre}
.name{font-size:12px;font-weight:600}
.title{font-size:18px;font-weight:600}
.small,.tag text,.gate text{font-size:10px}
.gate text,.tag text{text-anchor:middle}
.icon{fill:none;stroke-width:1.2;stroke-linejoin:round;stroke-linecap:round}
.line,.halo{fill:none;stroke-linejoin:round}
.line{stroke-width:1.5}
.halo{stroke-width:5}
.optional .line{stroke-dasharray:5 3}
.tab{stroke-width:1}
.job>rect{stroke-dasharray:4 3}
:target>rect{stroke-width:2.5}
a:hover text,a:focus text{text-decoration:underline}
`

// sheet returns the style sheet of the picture, without external references.
func sheet() string {
	var light, dark strings.Builder
	for _, c := range palette {
		fmt.Fprintf(&light, "%s{%s:%s}\n", c.class, c.property, c.light)
		fmt.Fprintf(&dark, "%s{%s:%s}\n", c.class, c.property, c.dark)
	}
	return "<style>\n" + shapes + light.String() + "@media (prefers-color-scheme:dark){\n" + dark.String() + "}\n</style>\n"
}

// icons are drawn in a 12×12 square.
var icons = map[string]string{
	"schedule": `M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9zM6 3.5V6l1.8 1.2`,
	"build":    `M6 1.2l4.3 2.4v4.8L6 10.8L1.7 8.4V3.6zM1.7 3.6L6 6l4.3-2.4M6 6v4.8`,
	"step":     `M3.5 2l6 4l-6 4z`,
	"port":     `M1 6h7M5.5 3.2L8.3 6L5.5 8.8M10.8 1.8v8.4`,
	"network":  `M4.2 1.5h3.6v3H4.2zM1 7.8h3.4v2.7H1zM7.6 7.8H11v2.7H7.6zM6 4.5v1.7M2.7 7.8V6.2h6.6v1.6`,
	"host":     `M1.2 9.8V2.4h3.4l1.2 1.5h5v5.9z`,
	"volume":   `M2 3c0-1 1.8-1.7 4-1.7S10 2 10 3v6c0 1-1.8 1.7-4 1.7S2 10 2 9zM2 3c0 1 1.8 1.7 4 1.7S10 4 10 3`,
}
