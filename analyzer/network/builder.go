package network

import (
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// builder holds what reading the network needs to look up and what has been read so far.
type builder struct {
	*stack.Index

	env     template.Environment
	network *Network

	vpcs    map[string]*VPC
	subnets map[string]*Subnet
	tables  map[string]*RouteTable
	groups  map[string]*SecurityGroup
	acls    map[string]*ACL
	members map[string]*Workload
	// elastic are the Elastic IP addresses by what has them.
	elastic map[*template.Resource][]*template.Resource
	// classicUsers are what registers with classic load balancers, by their id.
	classicUsers map[string][]Registration
	egress       map[egressKey]Egress
	open         map[egressKey]bool
}

func newBuilder(index *stack.Index, env template.Environment) *builder {
	return &builder{
		Index: index, env: env, network: newNetwork(),
		vpcs: map[string]*VPC{}, subnets: map[string]*Subnet{}, tables: map[string]*RouteTable{},
		groups: map[string]*SecurityGroup{}, acls: map[string]*ACL{},
		egress: map[egressKey]Egress{}, open: map[egressKey]bool{},
	}
}
