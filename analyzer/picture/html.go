package picture

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"
)

// pageStyle is the style sheet of a page, beside that of its drawings.
const pageStyle = `:root{color-scheme:light dark}
body{margin:0;padding:24px;color:#1d2330;background:#fff}
body{font:14px/1.5 "Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif}
h1{font-size:20px;margin:0 0 4px}h2{font-size:17px;margin:28px 0 4px}h3{font-size:14px;margin:20px 0 6px}
p{margin:0 0 8px;max-width:80ch}
.skip{position:absolute;left:-999px}.skip:focus{position:static}
.figure{overflow:auto;border:1px solid #d0d5de;border-radius:6px;margin:8px 0}
.figure svg{display:block;margin:0 auto}
.scroll{overflow-x:auto}
table{border-collapse:collapse;min-width:60%}
caption{text-align:left;font-weight:700;padding:18px 0 6px}
th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 0;border-bottom:1px solid #d0d5de}
td small,th small{display:block;font-weight:400;color:#454d5c}
.bad{color:#b3161f;font-weight:700}
@media (prefers-color-scheme:dark){
body{color:#e8ebf0;background:#14171c}
.figure,th,td{border-color:#3b414e}
td small,th small{color:#b8c0cc}
.bad{color:#ff9a94}
}
@media print{.figure{overflow:visible;border:0}}
`

// pageScript makes the ways of what is pointed at or has the focus stand out. The page does without it.
const pageScript = `(function(){
var svgs=document.querySelectorAll("svg.net");
svgs.forEach(function(svg){
var ways=svg.querySelectorAll(".way");
function show(event){
var node=event.target.closest?event.target.closest(".node"):null;
var lit=false;
ways.forEach(function(way){
var on=!!node&&(way.dataset.from===node.id||way.dataset.to===node.id);
way.classList.toggle("lit",on);lit=lit||on;
});
ways.forEach(function(way){way.classList.toggle("dim",lit&&!way.classList.contains("lit"));});
}
svg.addEventListener("mouseover",show);
svg.addEventListener("focusin",show);
svg.addEventListener("mouseleave",show);
svg.addEventListener("focusout",show);
});
document.documentElement.dataset.ready="yes";
})();
`

// hash names a text in a content security policy.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// writeHTML writes a page that needs nothing but itself. Its policy lets nothing in: no other script, style or
// image, and no connection.
func writeHTML(panels []*panel) string {
	css := pageStyle + sheet()
	d := &drawing{isPage: true}
	title := escape("Network of " + titles(panels))
	d.put("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"+
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src %s; script-src %s; `+
		`base-uri 'none'; form-action 'none'">`+"\n"+
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"+
		"<meta name=\"referrer\" content=\"no-referrer\">\n<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n",
		hash(css), hash(pageScript), title, css)
	d.put("<a class=\"skip\" href=\"#tables\">Skip to the tables</a>\n<main>\n<h1>%s</h1>\n", title)
	for i, p := range panels {
		d.section(p, i)
	}
	d.add("</main>\n<script>" + pageScript + "</script>\n</body>\n</html>\n")
	return d.String()
}

func (d *drawing) section(p *panel, index int) {
	p.layout(0)
	d.put("<section aria-label=\"%s\">\n", escape(p.title))
	d.put(`<div class="figure" role="region" tabindex="0" aria-label="%s">`+"\n", escape("Drawing of "+p.title))
	d.inline(p, index)
	d.add("</div>\n")
	if index == 0 {
		d.add("<div id=\"tables\"></div>\n")
	}
	d.findings(p)
	d.subnetTable(p)
	d.memberTable(p)
	d.add("</section>\n")
}

// table writes a table. The cells are HTML already.
func (d *drawing) table(caption string, header []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	d.put("<div class=\"scroll\"><table>\n<caption>%s</caption>\n<thead><tr>", escape(caption))
	for _, name := range header {
		d.put("<th scope=\"col\">%s</th>", escape(name))
	}
	d.add("</tr></thead>\n<tbody>\n")
	for _, row := range rows {
		d.add("<tr>")
		for i, cell := range row {
			if i == 0 {
				d.put("<th scope=\"row\">%s</th>", cell)
				continue
			}
			d.put("<td>%s</td>", cell)
		}
		d.add("</tr>\n")
	}
	d.add("</tbody>\n</table></div>\n")
}

// cell writes a text with a smaller one beneath it.
func cell(text, below string) string {
	if below == "" {
		return escape(text)
	}
	return escape(text) + "<small>" + escape(below) + "</small>"
}

// bad marks a cell.
func bad(cell string) string { return `<span class="bad">` + cell + "</span>" }

// numbers lists the issues of a node.
func numbers(marks []*mark) string {
	var all []string
	for _, issue := range marks {
		all = append(all, fmt.Sprintf(`%d <small>%s</small>`, issue.number, escape(issue.Rule)))
	}
	return strings.Join(all, " ")
}
