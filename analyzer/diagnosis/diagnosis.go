// Package diagnosis asks every family of questions about a network.
package diagnosis

import (
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/network/dns"
	"github.com/latchkey-dev/latchkey/analyzer/network/endpoint"
	"github.com/latchkey-dev/latchkey/analyzer/network/loadbalancer"
	"github.com/latchkey-dev/latchkey/analyzer/network/nacl"
	"github.com/latchkey-dev/latchkey/analyzer/network/reachability"
	"github.com/latchkey-dev/latchkey/analyzer/network/routing"
	"github.com/latchkey-dev/latchkey/analyzer/network/securitygroup"
	"github.com/latchkey-dev/latchkey/analyzer/network/ssm"
)

// families are the questions, a package for each family of rules. The order is that of the issues.
var families = []func(*network.Network, *network.Diagnosis){
	dns.Diagnose,
	endpoint.Diagnose,
	loadbalancer.Diagnose,
	nacl.Diagnose,
	reachability.Diagnose,
	routing.Diagnose,
	securitygroup.Diagnose,
	ssm.Diagnose,
}

// Of returns what is wrong with the network, and what could not be decided about it.
func Of(n *network.Network) network.Diagnosis {
	diagnosis := network.Diagnosis{Issues: []network.Issue{}, Doubts: []network.Doubt{}}
	for _, diagnose := range families {
		diagnose(n, &diagnosis)
	}
	return diagnosis
}
