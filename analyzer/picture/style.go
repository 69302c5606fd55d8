package picture

import (
	"fmt"
	"strings"
)

// paint is how a class looks, in light and in dark surroundings: the fill, the line and the text in it. Empty
// colours are left alone.
type paint struct {
	selector           string
	fill, stroke       string
	darkFill, darkLine string
}

// paints are the colours. Text has a contrast of at least 4.5 to 1 to what it stands on, lines 3 to 1 (WCAG 2.2,
// 1.4.3 and 1.4.11).
var paints = []paint{
	{".back", "#ffffff", "", "#14171c", ""},
	{".vpc>.box", "#fbfaff", "#6d4fc2", "#1a1b24", "#a48cf0"},
	{".zone>.box", "#f3f4f7", "#d0d5de", "#20232c", "#3b414e"},
	{".public>.box", "#e7f4e4", "#3f8a3a", "#1b2f1e", "#6cbb66"},
	{".private>.box", "#e3eefb", "#2f6fb3", "#182a3f", "#6ea8e6"},
	{".isolated>.box", "#eceef1", "#767d89", "#282c34", "#929aa7"},
	{".undecided>.box", "#fbf5e6", "#96742a", "#302a1b", "#c9a85c"},
	{".chip>.box", "#ffffff", "#8a92a0", "#101318", "#79818f"},
	{".outer>.box", "#ffffff", "#56606f", "#101318", "#9aa3b2"},
	{".gate>.box", "#ffffff", "#6d4fc2", "#14151c", "#a48cf0"},
	{"text", "#1d2330", "", "#e8ebf0", ""},
	{".t3", "#454d5c", "", "#b8c0cc", ""},
	{".bad", "#b3161f", "", "#ff9a94", ""},
	{".icon", "none", "#4a5361", "none", "#aab3c0"},
	{".line", "none", "#56606f", "none", "#9aa3b2"},
	{".line.to-gateway,.line.to-internet", "none", "#2f7d32", "none", "#74c476"},
	{".line.to-egress", "none", "#00796b", "none", "#4fd1c0"},
	{".line.to-vpn", "none", "#8d5a00", "none", "#e0b050"},
	{".line.to-nat", "none", "#1f6fc0", "none", "#74b0f0"},
	{".line.to-transit", "none", "#a04a00", "none", "#f0a35e"},
	{".line.to-peering", "none", "#8a2a8a", "none", "#dd8fdd"},
	{".head", "#56606f", "none", "#9aa3b2", "none"},
	{".head.to-gateway,.head.to-internet", "#2f7d32", "none", "#74c476", "none"},
	{".head.to-egress", "#00796b", "none", "#4fd1c0", "none"},
	{".head.to-vpn", "#8d5a00", "none", "#e0b050", "none"},
	{".head.to-nat", "#1f6fc0", "none", "#74b0f0", "none"},
	{".head.to-transit", "#a04a00", "none", "#f0a35e", "none"},
	{".head.to-peering", "#8a2a8a", "none", "#dd8fdd", "none"},
	{".found:not(.vpc)>.box", "", "#c4141e", "", "#ff7a73"},
	{".line.broken", "none", "#c4141e", "none", "#ff7a73"},
	{".head.broken", "#c4141e", "none", "#ff7a73", "none"},
	{".cross", "none", "#c4141e", "none", "#ff7a73"},
	{".badge circle", "#c4141e", "none", "#ff7a73", "none"},
	{".badge text", "#ffffff", "", "#1a0505", ""},
	{".swatch.loose,.swatch.broken", "none", "#56606f", "none", "#9aa3b2"},
	{".swatch.broken", "", "#c4141e", "", "#ff7a73"},
	{".swatch.public", "#e7f4e4", "#3f8a3a", "#1b2f1e", "#6cbb66"},
	{".swatch.private", "#e3eefb", "#2f6fb3", "#182a3f", "#6ea8e6"},
	{".swatch.isolated", "#eceef1", "#767d89", "#282c34", "#929aa7"},
	{".swatch.undecided", "#fbf5e6", "#96742a", "#302a1b", "#c9a85c"},
}

// shapes are the rules that do not hang on the light.
const shapes = `.net text{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif}
.net .t0{font-size:16px;font-weight:700}
.net .t1{font-size:14px;font-weight:700}
.net .t2{font-size:12px;font-weight:700}
.net .t3{font-size:11px}
.net .t4{font-size:10px;font-weight:700;text-anchor:middle}
.net .t3.bad{font-weight:700}
.net .box{stroke-width:1}
.net .vpc>.box{stroke-width:2}
.net .found>.box{stroke-width:2}
.net .loose>.box,.net .swatch.loose{stroke-dasharray:6 4}
.net .line{stroke-width:2}
.net .line.loose{stroke-dasharray:6 4}
.net .line.broken{stroke-width:2;stroke-dasharray:4 3}
.net .cross{stroke-width:2.5;stroke-linecap:round}
.net .icon{stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
.net .swatch.broken{stroke-width:2}
.net .node:focus{outline:none}
.net .node:focus-visible>.box{stroke-width:3.5}
.net .way.dim{opacity:.15}
.net .way.lit .line{stroke-width:3}
`

// sheet is the style sheet of a drawing.
func sheet() string {
	var text, dark strings.Builder
	text.WriteString(shapes)
	for _, p := range paints {
		writeRule(&text, p.selector, p.fill, p.stroke)
		writeRule(&dark, p.selector, p.darkFill, p.darkLine)
	}
	return text.String() + "@media (prefers-color-scheme:dark){\n" + dark.String() + "}\n"
}

func writeRule(to *strings.Builder, selector, fill, stroke string) {
	var colours []string
	if fill != "" {
		colours = append(colours, "fill:"+fill)
	}
	if stroke != "" {
		colours = append(colours, "stroke:"+stroke)
	}
	selector = ".net " + strings.ReplaceAll(selector, ",", ",.net ")
	fmt.Fprintf(to, "%s{%s}\n", selector, strings.Join(colours, ";"))
}

// icons are drawn in a square of 16 pixels.
var icons = map[kind]string{
	kindInternet: "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM1.5 8h13M8 1.5c-4 4-4 9 0 13M8 1.5c4 4 4 9 0 13",
	kindOutside:  "M2 14h12M3.5 14V3h6v11M9.5 7h3v7M5.5 6h2M5.5 9h2",
	kindGateway:  "M2 14V8a6 6 0 0 1 12 0v6M8 13V6M5.5 8.5L8 6l2.5 2.5",
	kindEgress:   "M2 14V8a6 6 0 0 1 12 0v6M8 13V6M5.5 8.5L8 6l2.5 2.5M5 14h6",
	kindVPN:      "M3 7.5h10v6.5H3zM5 7.5V5a3 3 0 0 1 6 0v2.5M8 10v1.5",
	kindNAT:      "M1.5 3.5h13v9h-13zM4 8h7M8.5 5.5L11 8l-2.5 2.5",
	kindTransit:  "M8 6a2 2 0 1 0 0 4a2 2 0 1 0 0-4zM8 6V2M8 10v4M6 8H2M10 8h4",
	kindPeering:  "M4.5 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5zM11.5 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5zM7 8h2",
	kindEndpoint: "M1.5 8h5M6.5 5v6a3 3 0 0 0 3 0h1.5V5H9.5a3 3 0 0 0-3 0M11 6.5h3M11 9.5h3",
	kindInstance: "M2.5 2.5h11v4.5h-11zM2.5 9h11v4.5h-11zM5 4.750h.1M5 11.250h.1",
	kindGroup:    "M1.5 5.5h9v9h-9zM4 5.5V3.5h8.5v8.5h-2M6.5 3.5V1.5h8v8h-2",
	kindService:  "M8 1.5l5.5 3.2v6.6L8 14.5l-5.5-3.2V4.7zM2.5 4.7L8 8l5.5-3.3M8 8v6.5",
	kindFunction: "M4 2.5h2.5L12 13.5h2M7.6 6.5L3.5 13.5",
	kindDatabase: "M2.5 4c0-3 11-3 11 0v8c0 3-11 3-11 0zM2.5 4c0 3 11 3 11 0M2.5 8c0 3 11 3 11 0",
	kindBalancer: "M8 1.5a2 2 0 1 0 0 4a2 2 0 1 0 0-4zM8 5.5V10M8 8L3 11.5M8 8l5 3.5" +
		"M1.5 11.5h3v3h-3zM6.5 11.5h3v3h-3zM11.5 11.5h3v3h-3z",
	kindInterface: "M3 3h10v7H3zM5.5 10v3.5M8 10v3.5M10.5 10v3.5",
	kindStorage:   "M2 3h12v3.5H2zM2 9.5h12V13H2zM4.5 4.8h.1M4.5 11.2h.1",
	kindUnknown:   "M5.5 6a2.5 2.5 0 1 1 3.5 2.3c-.8.4-1 .8-1 1.7M8 12.8v.1",
}
