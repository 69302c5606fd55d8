// Package nacl finds what is wrong with network ACLs.
package nacl

import (
	"strconv"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Diagnose reports what is wrong with the network ACLs of the network.
func Diagnose(n *network.Network, d *network.Diagnosis) {
	s := &survey{Network: n, diagnosis: d, ties: ties(n)}
	for _, acl := range n.ACLs {
		s.emptyDirection(acl)
		s.blockedReturn(acl)
		s.shadowed(acl)
	}
	s.numbers()
	for _, entry := range n.Index.OfType(entryType) {
		s.ignoredPorts(entry)
	}
}

// The kinds of issues, which are the rules that report them.
const (
	emptyDirection  = "nacl/empty-direction"
	blockedReturn   = "nacl/blocked-return-traffic"
	shadowedEntry   = "nacl/shadowed-entry"
	duplicateNumber = "nacl/duplicate-rule-number"
	ignoredPorts    = "nacl/ignored-ports"
)

// survey asks questions about the ACLs of a network.
type survey struct {
	*network.Network

	diagnosis *network.Diagnosis
	// ties are the associations of declared ACLs with subnets, by the ACL.
	ties map[string][]*template.Resource
	// members are the workloads by the ids of their subnets; nil until asked for.
	members map[string][]*network.Workload
}

const aclType = "AWS::EC2::NetworkAcl"

// ties finds the associations of every declared ACL, with subnets that are declared or not.
func ties(n *network.Network) map[string][]*template.Resource {
	found := map[string][]*template.Resource{}
	for _, tie := range n.Index.OfType("AWS::EC2::SubnetNetworkAclAssociation") {
		if acl := n.Index.Declared(stack.Property(tie, "NetworkAclId"), aclType); acl != nil {
			found[acl.ID] = append(found[acl.ID], tie)
		}
	}
	return found
}

// guarded returns the places of the subnets that surely stand behind the ACL.
func (s *survey) guarded(acl *network.ACL) []fact.Hop {
	var hops []fact.Hop
	for _, tie := range s.ties[acl.ID] {
		if tie.Exists != value.Yes {
			continue
		}
		subnet := s.Index.Declared(stack.Property(tie, "SubnetId"), "AWS::EC2::Subnet")
		if subnet == nil {
			hops = append(hops, fact.Hop{At: tie.At, Message: tie.Name + " puts a subnet behind " + acl.Name})
			continue
		}
		hops = append(hops, fact.Hop{At: subnet.At, Message: "subnet " + subnet.Name + " stands behind " + acl.Name})
	}
	return hops
}

// closed answers whether the entries of a declared ACL are all known, and what makes that less sure. Where they
// are not, that is noted.
func (s *survey) closed(kind string, acl *network.ACL) (weaker []string, isClosed bool) {
	unknown, weaker := acl.Closed()
	if acl.Exists != value.Yes {
		unknown = "it can't be decided whether " + acl.Name + " exists"
	}
	if unknown != "" {
		s.diagnosis.Doubt(kind, acl.At, unknown)
	}
	return weaker, unknown == ""
}

// directions are the ways through an ACL, as a message names them.
var directions = []struct {
	direction network.Direction
	verb      string
}{{network.Inbound, "in"}, {network.Outbound, "out"}}

// emptyDirection finds an ACL that subnets stand behind and that has no entry for one direction, which denies
// everything there.
func (s *survey) emptyDirection(acl *network.ACL) {
	subnets := s.guarded(acl)
	if acl.Standing != stack.Declared || len(subnets) == 0 {
		return
	}
	var empty []string
	for _, way := range directions {
		if !hasEntries(acl, way.direction) {
			empty = append(empty, way.verb)
		}
	}
	if len(empty) == 0 {
		return
	}
	weaker, isClosed := s.closed(emptyDirection, acl)
	if !isClosed {
		return
	}
	verb := empty[0]
	if len(empty) > 1 {
		verb = "in or out"
	}
	s.diagnosis.Report(network.Issue{
		Kind: emptyDirection, At: acl.At, Name: acl.Name, Words: map[string]string{"direction": verb},
		Related: subnets, Codes: []network.Blocker{network.ACLCode}, Weaker: weaker,
		Flow: []fact.Hop{subnets[0], {At: acl.At, Message: acl.Name + " lets nothing " + verb}},
	})
}

// hasEntries reports whether the ACL has an entry for the direction, or may have one.
func hasEntries(acl *network.ACL, direction network.Direction) bool {
	for _, entry := range acl.Entries {
		if entry.Direction == direction || entry.Direction == "" {
			return true
		}
	}
	return false
}

// isSure reports whether everything about an entry is known.
func isSure(entry *network.ACLEntry) bool {
	return entry.Undecided == "" && entry.Exists == value.Yes && entry.Resource != nil
}

// properties is the place of a resource's properties.
func properties(at source.At) source.At { return at.Child("Properties") }

// numberOf is the place of an entry's number.
func numberOf(entry *template.Resource) source.At { return properties(entry.At).Child("RuleNumber") }

// shadowed finds entries that never decide: one with a lower number is for all that they are for.
func (s *survey) shadowed(acl *network.ACL) {
	for i, entry := range acl.Entries {
		if !isSure(entry) || entry.Number == 0 || !entry.Block.IsValid() {
			continue
		}
		for _, earlier := range acl.Entries[:i] {
			if earlier.Undecided == "" && earlier.Exists == value.Yes && earlier.Number < entry.Number &&
				covers(earlier, entry) {
				s.reportShadowed(acl, entry, earlier)
				break
			}
		}
	}
}

// covers reports whether an entry is for everything that another one is for.
func covers(outer, inner *network.ACLEntry) bool {
	if outer.Direction != inner.Direction || outer.Family != inner.Family || !outer.Block.IsValid() ||
		outer.Block.Bits() > inner.Block.Bits() || !outer.Block.Contains(inner.Block.Addr()) {
		return false
	}
	if outer.Protocol == everything {
		return true
	}
	isKnown := outer.From != nil && outer.To != nil && inner.From != nil && inner.To != nil
	if outer.Protocol != inner.Protocol || !isKnown {
		return false
	}
	if outer.Protocol == "icmp" || outer.Protocol == "icmpv6" {
		return (*outer.From == all || *outer.From == *inner.From) && (*outer.To == all || *outer.To == *inner.To)
	}
	return *outer.From <= *inner.From && *inner.To <= *outer.To
}

// everything is the protocol of an entry for all protocols, and all stands for every type or code of ICMP.
const (
	everything = "-1"
	all        = -1
)

func (s *survey) reportShadowed(acl *network.ACL, entry, earlier *network.ACLEntry) {
	issue := network.Issue{
		Kind: shadowedEntry, At: numberOf(entry.Resource), Name: entry.Name,
		Words: map[string]string{
			"acl": acl.Name, "number": strconv.Itoa(entry.Number), "earlier": earlier.Name,
			"first": strconv.Itoa(earlier.Number), "does": action(entry),
		},
		Related: []fact.Hop{{At: earlier.At, Message: earlier.Name + " decides first"}},
		Codes:   []network.Blocker{},
	}
	issue.Flow = []fact.Hop{
		{At: earlier.At, Message: "number " + issue.Words["first"] + " decides first"},
		{At: entry.At, Message: entry.Name + " is never asked"},
	}
	if earlier.Resource == nil {
		issue.Words["earlier"] = "the default entry"
		issue.Related[0].Message = "the default network ACL lets everything pass"
	}
	if earlier.Allow == entry.Allow {
		if earlier.Resource == nil {
			return // harmless, and the templates do not show the other entry
		}
		issue.Variant = "same"
	}
	s.diagnosis.Report(issue)
}

func action(entry *network.ACLEntry) string {
	if entry.Allow == value.Yes {
		return "allows"
	}
	return "denies"
}
