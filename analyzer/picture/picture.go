// Package picture draws networks: VPCs with their zones, subnets, gateways, endpoints and workloads, the ways
// that routes make, and what is wrong with them. It writes SVG, HTML, Mermaid and DOT, with a layout of its own.
package picture

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/network"
)

// Input is the network of templates that belong together, with what is known to be wrong with it.
type Input struct {
	// Title names the templates, as in "net.yaml".
	Title      string
	Conditions Conditions
	Network    *network.Network
	Issues     []Issue
}

// Conditions are the names of the templates' conditions in the scenario that is drawn.
type Conditions struct {
	// Hold are those that hold, Open those of which it can't be decided.
	Hold, Open []string
}

// Issue is a finding about the network.
type Issue struct {
	// Rule is the id of the rule that found it.
	Rule string
	// Severity is "critical", "high", "medium" or "low".
	Severity string
	// Message is one sentence without a full stop.
	Message string
	// Place is where it stands, as in "net.yaml:18".
	Place string
	// Link is what its number links to in a [Figure], as in "#issue-1"; empty for no link.
	Link string
	// Closes says that nothing gets through at what it is about, such as a route.
	Closes bool
	// At is the resource it is about.
	At Resource
	// Related are the resources that its evidence names.
	Related []Resource
}

// Resource names a resource of a template.
type Resource struct {
	// File is the name of the template's file.
	File string
	// Name is the logical id.
	Name string
}

// Format is a form of a picture.
type Format string

// The formats.
const (
	SVG     Format = "svg"
	HTML    Format = "html"
	Mermaid Format = "mermaid"
	DOT     Format = "dot"
)

// Formats returns the names of all formats.
func Formats() []string {
	return []string{string(SVG), string(Mermaid), string(DOT), string(HTML)}
}

// ErrNothing says that there is nothing to draw.
var ErrNothing = errors.New("there is no network to draw: no VPC, no subnet and nothing that runs in one")

// Write draws the networks and writes the picture. Networks with nothing to draw are left out; where that leaves
// none the error is [ErrNothing].
func Write(to io.Writer, format Format, inputs []Input) error {
	panels := sketches(inputs)
	if len(panels) == 0 {
		return ErrNothing
	}
	var text string
	switch format {
	case SVG:
		text = writeSVG(panels)
	case HTML:
		text = writeHTML(panels)
	case Mermaid:
		text = writeMermaid(panels)
	case DOT:
		text = writeDOT(panels)
	default:
		return fmt.Errorf("unknown format %q", format)
	}
	if _, err := io.WriteString(to, text); err != nil {
		return fmt.Errorf("write picture: %w", err)
	}
	return nil
}

// sketches draws the networks in which there is something to draw.
func sketches(inputs []Input) []*panel {
	var panels []*panel
	for _, input := range inputs {
		if drawn := sketch(input); drawn != nil {
			panels = append(panels, drawn)
		}
	}
	number(panels)
	return panels
}

// number gives everything an id that is unique among the panels, in the order in which it is read.
func number(panels []*panel) {
	nodes, ways := 0, 0
	for _, p := range panels {
		for n := range p.nodes {
			nodes++
			n.id = fmt.Sprintf("n%d", nodes)
		}
		for _, w := range p.ways {
			ways++
			w.id = fmt.Sprintf("w%d", ways)
		}
	}
}

// nodes visits everything with a box, containers before what they hold.
func (p *panel) nodes(visit func(*node) bool) {
	var all []*node
	all = append(all, p.outside...)
	for _, vpc := range p.vpcs {
		all = append(all, &vpc.node)
		all = append(all, vpc.border...)
		for _, z := range vpc.zones {
			all = append(all, &z.node)
			for _, s := range z.subnets {
				all = append(append(all, &s.node), s.chips...)
			}
		}
		all = append(all, vpc.side...)
	}
	all = slices.Concat(all, p.below, p.beyond)
	for _, n := range all {
		if !visit(n) {
			return
		}
	}
}
