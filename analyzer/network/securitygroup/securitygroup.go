// Package securitygroup finds what is wrong with security groups.
package securitygroup

import (
	"github.com/latchkey-dev/latchkey/analyzer/network"
)

// Diagnose reports what is wrong with the security groups of the network.
func Diagnose(n *network.Network, d *network.Diagnosis) {
	s := &survey{
		Network: n, diagnosis: d, doubts: map[network.Doubt]bool{}, reported: map[issueKey]int{},
	}
	for _, group := range n.SecurityGroups {
		s.icmp(group)
		s.open(group)
		s.openResolver(group)
		s.oneProtocol(group)
		s.egress(group)
	}
	s.peerless()
	s.circles()
	s.tiers()
	s.references()
	s.places()
}

// The kinds of issues, which are the rules that report them.
const (
	openICMP      = "security-group/open-icmp"
	openPing      = "security-group/open-ping"
	invalidICMP   = "security-group/invalid-icmp-type"
	openTraffic   = "security-group/open-all-traffic"
	wideRange     = "security-group/wide-port-range"
	openAdmin     = "security-group/open-remote-admin"
	openDatabase  = "security-group/open-database-port"
	openResolver  = "security-group/open-dns-resolver"
	oneProtocol   = "security-group/dns-on-one-protocol"
	revokedEgress = "security-group/revoked-default-egress"
	emptyEgress   = "security-group/empty-egress-list"
	withoutPeer   = "security-group/rule-without-peer"
	circular      = "security-group/circular-reference"
	tierByCIDR    = "security-group/tier-open-by-cidr"
	unreachable   = "security-group/unreachable-group-reference"
	wrongVPC      = "security-group/wrong-vpc"
)
