package picture

import (
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// findings lists what is wrong.
func (d *drawing) findings(p *panel) {
	var rows [][]string
	for _, issue := range p.marks {
		rows = append(rows, []string{
			strconv.Itoa(issue.number), bad(escape(issue.Severity)), escape(issue.Rule), escape(issue.Message),
			escape(issue.Place),
		})
	}
	d.table("Findings", []string{"No.", "Severity", "Rule", "What is wrong", "Where"}, rows)
}

// subnetTable lists the declared subnets with their ways out.
func (d *drawing) subnetTable(p *panel) {
	var rows [][]string
	for _, vpc := range p.vpcs {
		for _, z := range vpc.zones {
			for _, s := range z.subnets {
				if s.declared == nil {
					continue
				}
				rows = append(rows, []string{
					cell(s.name, subnetBlocks(s.declared)), escape(vpc.name), escape(orNone(s.zoneName, "not given")),
					escape(s.tier.String()), escape(tableOf(s.declared)),
					egressCell(s.declared.Egress.IPv4), egressCell(s.declared.Egress.IPv6),
					numbers(slices.Concat(s.here, s.affected)),
				})
			}
		}
	}
	d.sparse(p, "Subnets", []string{
		"Subnet", "VPC", "Zone", "Kind", "Route table", "Internet by IPv4", byIPv6, inFindings,
	}, rows)
}

func orNone(text, none string) string {
	if text == "" {
		return none
	}
	return text
}

func tableOf(subnet *network.Subnet) string {
	if name := nameOf(subnet.RouteTable); name != "" {
		return name
	}
	return "main"
}

// classWords say how traffic leaves.
var classWords = map[network.Class]string{
	network.InternetGateway: "internet gateway", network.PublicNAT: "NAT gateway",
	network.PrivateNAT: "private NAT gateway", network.EgressOnly: "egress-only gateway",
	network.TransitGateway: "transit gateway", network.CloudWAN: "Cloud WAN", network.Peering: "peering connection",
	network.PrivateGateway: "virtual private gateway", network.Middlebox: "network appliance",
	network.Carrier: "carrier or local gateway", network.None: "no way", network.Unknown: "way not known",
}

// egressCell says whether the internet is reached, which way, and what closes it.
func egressCell(egress network.Egress) string {
	below := egress.Internet.Reason
	if egress.Blocker != "" {
		below += " [" + string(egress.Blocker) + "]"
	}
	answer := egress.Internet.Answer.String()
	if word := classWords[egress.Class]; word != "" && egress.Class != network.None {
		answer += ", " + word
	}
	return cell(answer, strings.TrimSpace(below))
}

// memberTable lists what runs in the subnets.
func (d *drawing) memberTable(p *panel) {
	marks, words := map[string][]*mark{}, map[string]string{}
	for n := range p.nodes {
		for _, issue := range slices.Concat(n.here, n.affected) {
			if !slices.Contains(marks[n.ref], issue) {
				marks[n.ref] = append(marks[n.ref], issue)
			}
		}
		words[n.ref] = n.what
	}
	var rows [][]string
	for _, member := range p.network.Members {
		if words[member.ID] == "" || member.Kind == network.InterfaceEndpoint {
			continue
		}
		rows = append(rows, []string{
			cell(member.Name, words[member.ID]), linkNames(member), groupNames(p.network, member),
			cell(member.PublicIPv4.Answer.String(), member.PublicIPv4.Reason),
			egressCell(member.Egress.IPv4), egressCell(member.Egress.IPv6), sessionCell(member),
			numbers(marks[member.ID]),
		})
	}
	d.sparse(p, "What runs in them", []string{
		"Name", "Subnets", "Security groups", "Public IPv4", "Internet by IPv4", byIPv6, "Systems Manager", inFindings,
	}, rows)
}

// The columns that a table does without where they would say nothing.
const (
	byIPv6     = "Internet by IPv6"
	inFindings = "Findings"
)

// sparse writes a table without the column for IPv6 where no subnet has it, and without that for findings where
// there are none.
func (d *drawing) sparse(p *panel, caption string, header []string, rows [][]string) {
	hasIPv6 := slices.ContainsFunc(p.network.Subnets, func(subnet *network.Subnet) bool {
		return subnet.IPv6.Answer != value.No
	})
	for i, name := range slices.Backward(header) {
		if name == byIPv6 && !hasIPv6 || name == inFindings && len(p.marks) == 0 {
			header = slices.Delete(header, i, i+1)
			for row := range rows {
				rows[row] = slices.Delete(rows[row], i, i+1)
			}
		}
	}
	d.table(caption, header, rows)
}

func linkNames(member *network.Workload) string {
	var names []string
	for _, link := range member.Subnets {
		if name := orNone(nameOf(link), "not declared"); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return escape(orNone(strings.Join(names, ", "), "default"))
}

func groupNames(n *network.Network, member *network.Workload) string {
	var names []string
	for _, link := range n.GroupsOf(member) {
		names = append(names, orNone(link.Name, orNone(nameOf(link), "not declared")))
	}
	return escape(strings.Join(names, ", "))
}

// sessionCell says whether the agent of an instance reaches Systems Manager.
func sessionCell(member *network.Workload) string {
	if member.SSM == nil {
		return ""
	}
	answer := member.SSM.Path.Answer
	below := member.SSM.Path.Reason
	if len(member.SSM.Missing) > 0 {
		below = "no endpoint for " + strings.Join(member.SSM.Missing, ", ")
	}
	said := cell(answer.String(), below)
	if answer == value.No && member.SSM.Intent.Answer == value.Yes {
		return bad(said)
	}
	return said
}
