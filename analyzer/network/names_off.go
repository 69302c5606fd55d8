package network

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// ReportNamesOff reports the DNS attributes of a declared VPC that are off, and doubts those that are not known. The
// issue comes with its kind and with what needs the attributes.
func (n *Network) ReportNamesOff(d *Diagnosis, vpc *VPC, issue Issue) {
	var off []string
	var steps []fact.Hop
	var edits [][]fact.Edit
	for _, attribute := range vpc.DNSAttributes() {
		switch attribute.Is.Answer {
		case value.No:
			off = append(off, attribute.Key)
			steps = append(steps, fact.Steps(stack.Property(vpc.Resource, attribute.Key))...)
			edits = append(edits, stack.Set(vpc.Resource, true, attribute.Key))
		case value.Undecided:
			d.Doubt(issue.Kind, stack.PropertyAt(vpc.Resource, attribute.Key), attribute.Is.Reason)
		case value.Yes:
		}
	}
	if len(off) == 0 {
		return
	}
	if by := n.Index.Handed(vpc.ID); by != nil && stack.IsCustom(by.Type) {
		d.Doubt(issue.Kind, vpc.At, by.Name+" ("+by.Type+") is handed "+vpc.Name+" and may turn its DNS attributes on")
		return
	}
	issue.Name, issue.At = vpc.Name, stack.PropertyAt(vpc.Resource, off[0])
	issue.Words["attributes"] = strings.Join(off, " and ")
	if stack.Property(vpc.Resource, off[0]) == nil {
		issue.Variant = "default"
	}
	issue.Related, issue.Codes = append(steps, issue.Related...), []Blocker{VPCDNSDisabled}
	for _, edit := range edits {
		if edit == nil { // half of them would help nobody
			issue.Edits = nil
			break
		}
		issue.Edits = append(issue.Edits, edit...)
	}
	d.Report(issue)
}
