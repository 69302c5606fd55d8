package picture

import (
	"fmt"
	"slices"
	"strings"
)

// dotText makes a text harmless in a quoted string of DOT, in which a backslash starts an escape.
func dotText(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(visible(text))
}

// dot writes DOT for Graphviz.
type dot struct {
	pen

	ends map[*node]end // where lines to a cluster end
}

// end is the node inside a cluster that a line is drawn to, and the cluster at which it is cut off.
type end struct{ node, cluster string }

// dotFills are the colours of clusters.
var dotFills = map[string]string{
	"vpc": `color="#6d4fc2",fillcolor="#fbfaff"`, "zone": `color="#d0d5de",fillcolor="#f3f4f7"`,
	"public": `color="#3f8a3a",fillcolor="#e7f4e4"`, "private": `color="#2f6fb3",fillcolor="#e3eefb"`,
	"isolated": `color="#767d89",fillcolor="#eceef1"`, "undecided": `color="#96742a",fillcolor="#fbf5e6"`,
}

func writeDOT(panels []*panel) string {
	d := &dot{ends: map[*node]end{}}
	d.put("digraph network {\n  label=\"%s\\l", dotText("Network of "+titles(panels)))
	for _, p := range panels {
		for _, note := range p.notes {
			d.put("%s\\l", dotText(note))
		}
	}
	d.add("\"\n  labelloc=t\n  rankdir=BT\n  compound=true\n  fontname=\"Helvetica\"\n" +
		"  node [shape=box,style=\"rounded,filled\",fillcolor=\"#ffffff\",fontname=\"Helvetica\",fontsize=11]\n" +
		"  edge [fontname=\"Helvetica\",fontsize=9]\n")
	for _, p := range panels {
		for _, vpc := range p.vpcs {
			d.vpc(vpc)
		}
		for _, n := range slices.Concat(p.outside, p.below, p.beyond) {
			d.leaf(n, "  ")
		}
		for _, w := range p.ways {
			d.way(w)
		}
	}
	d.add("}\n")
	return d.String()
}

func (d *dot) label(n *node) string {
	lines := []string{dotText(n.name)}
	for _, l := range n.small() {
		lines = append(lines, dotText(l.text))
	}
	if text := affectedText(n); text != "" {
		lines = append(lines, dotText(text))
	}
	return strings.Join(lines, `\n`)
}

func (d *dot) vpc(v *vpcBox) {
	d.cluster(&v.node, "vpc", "  ", func(indent string) {
		for _, n := range slices.Concat(v.border, v.side) {
			d.leaf(n, indent)
		}
		for _, z := range v.zones {
			if z.label == "" {
				d.subnets(z, indent)
				continue
			}
			d.cluster(&z.node, "zone", indent, func(indent string) { d.subnets(z, indent) })
		}
	})
}

func (d *dot) subnets(z *zoneBox, indent string) {
	for _, s := range z.subnets {
		d.cluster(&s.node, s.tier.String(), indent, func(indent string) {
			for _, chip := range s.chips {
				d.leaf(chip, indent)
			}
		})
	}
}

// cluster writes a box. An invisible node in it is where its lines end, since DOT ties nodes only.
func (d *dot) cluster(n *node, class, indent string, inside func(indent string)) {
	style := "rounded,filled"
	if n.isLoose {
		style += ",dashed"
	}
	colours := dotFills[class]
	if len(n.here)+len(n.affected) > 0 && n.kind != kindVPC {
		colours += `,color="#c4141e",penwidth=2`
	}
	d.put("%ssubgraph \"cluster_%s\" {\n%s  graph [label=\"%s\",style=\"%s\",%s,fontsize=11,labelloc=b]\n",
		indent, n.id, indent, d.label(n), style, colours)
	d.put("%s  \"%s\" [shape=point,style=invis,width=0,height=0,label=\"\"]\n", indent, n.id)
	d.ends[n] = end{node: n.id, cluster: "cluster_" + n.id}
	inside(indent + "  ")
	d.put("%s}\n", indent)
}

func (d *dot) leaf(n *node, indent string) {
	extra := ""
	if n.isLoose {
		extra += `,style="rounded,filled,dashed"`
	}
	if len(n.here)+len(n.affected) > 0 {
		extra += `,color="#c4141e",penwidth=2`
	}
	if n.kind == kindInternet {
		extra += ",shape=ellipse"
	}
	d.put("%s\"%s\" [label=\"%s\"%s]\n", indent, n.id, d.label(n), extra)
	d.ends[n] = end{node: n.id}
}

func (d *dot) way(w *way) {
	from, to := d.ends[w.outer()], d.ends[w.to]
	var extra []string
	if from.cluster != "" {
		extra = append(extra, fmt.Sprintf(`ltail="%s"`, from.cluster))
	}
	if to.cluster != "" {
		extra = append(extra, fmt.Sprintf(`lhead="%s"`, to.cluster))
	}
	if said := w.text(); said != "" {
		extra = append(extra, fmt.Sprintf(`label="%s"`, dotText(said)))
	}
	switch {
	case w.isBroken:
		extra = append(extra, `color="#c4141e",fontcolor="#c4141e",style=dashed,arrowhead=tee`)
	case w.isLoose:
		extra = append(extra, "style=dashed")
	case w.from.kind == kindVPC || w.course.kind == downward:
		extra = append(extra, "dir=none")
	}
	d.put("  \"%s\" -> \"%s\"", from.node, to.node)
	if len(extra) > 0 {
		d.put(" [%s]", strings.Join(extra, ","))
	}
	d.add("\n")
}
