package picture

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// Figure is a drawing of one network, for a page that others write.
type Figure struct {
	// Files are the names of the templates' files that declare resources.
	Files []string
	// Summary says in a sentence what is drawn.
	Summary string
	// SVG is an element to stand in HTML under the style sheet of [Sheet], with all texts escaped. Its ids are "n",
	// "w", "title" or "desc" with a number, and differ among the figures of one call.
	SVG string
	// Issues are those of the input. The first has the number 1 in the drawing.
	Issues []Issue
}

// Figures draws the networks, each on its own. Networks with nothing to draw are left out.
func Figures(inputs []Input) []Figure {
	panels := sketches(inputs)
	figures := make([]Figure, len(panels))
	for i, p := range panels {
		p.layout(0)
		d := &drawing{isPage: true}
		d.inline(p, i)
		figures[i] = Figure{Files: p.files(), Summary: p.summary(), SVG: d.String()}
		for _, each := range p.marks {
			figures[i].Issues = append(figures[i].Issues, each.Issue)
		}
	}
	return figures
}

// files returns the names of the files that declare what the network is made of.
func (p *panel) files() []string {
	var names []string
	p.network.Index.Each(func(resource *template.Resource) {
		if name := resource.At.File(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	})
	return names
}

// Sheet returns the style sheet of drawings: everything in it applies below the class "net" alone.
func Sheet() string { return sheet() }

// inline writes the drawing of a panel that is laid out as an element of a page.
func (d *drawing) inline(p *panel, index int) {
	d.put(`<svg xmlns="http://www.w3.org/2000/svg" class="net" role="group" aria-labelledby="title%d desc%d" `+
		`width="%d" height="%d" viewBox="0 0 %d %d">`+"\n", index, index, p.width, p.height, p.width, p.height)
	d.put("<title id=\"title%d\">%s</title>\n<desc id=\"desc%d\">%s</desc>\n",
		index, escape(p.title), index, escape(p.summary()))
	d.put(`<rect class="back" width="%d" height="%d"/>`+"\n", p.width, p.height)
	d.panel(p)
	d.add("</svg>\n")
}
