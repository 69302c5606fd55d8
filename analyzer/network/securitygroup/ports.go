package securitygroup

import (
	"fmt"
	"strconv"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
)

// maxPort is the last port.
const maxPort = 65535

// ports is a range of ports, both ends included.
type ports struct {
	from, to int
}

// portsOf returns the ports of a rule for TCP or UDP, where they are known and make a range.
func portsOf(rule *network.GroupRule) (found ports, ok bool) {
	if rule.Protocol != "tcp" && rule.Protocol != "udp" || rule.From == nil || rule.To == nil {
		return ports{}, false
	}
	found = ports{from: *rule.From, to: *rule.To}
	return found, found.from >= 0 && found.from <= found.to && found.to <= maxPort
}

func (p ports) has(port int) bool { return p.from <= port && port <= p.to }

// String returns a range as in "8000-8999", or its one port.
func (p ports) String() string {
	if p.from == p.to {
		return strconv.Itoa(p.from)
	}
	return fmt.Sprintf("%d-%d", p.from, p.to)
}

// service is what listens on a port by convention.
type service struct {
	port int
	name string
}

// administration are the ports by which a machine is logged in to (IANA service name and port number
// registry).
var administration = []service{{22, "SSH"}, {3389, "RDP"}}

// databases are the ports of data stores and of administration without a login of its own, by protocol: the
// defaults that their documentation names.
var databases = map[string][]service{
	"tcp": {
		{1433, "SQL Server"},
		{1521, "Oracle Database"},
		{2375, "the Docker API"},
		{2379, "etcd"},
		{3306, "MySQL"},
		{5432, "PostgreSQL"},
		{5439, "Redshift"},
		{5984, "CouchDB"},
		{6379, "Redis"},
		{9042, "Cassandra"},
		{9200, "OpenSearch"},
		{11211, "Memcached"},
		{27017, "MongoDB"},
	},
	"udp": {{11211, "Memcached"}},
}

// services names the services whose ports are in the range.
func (p ports) services(known []service) []string {
	var names []string
	for _, service := range known {
		if p.has(service.port) {
			names = append(names, fmt.Sprintf("%s (%d)", service.name, service.port))
		}
	}
	return names
}

// nameServices names the services that a rule admits, those for administration first.
func nameServices(rule *network.GroupRule) string {
	found, ok := portsOf(rule)
	if !ok {
		return ""
	}
	var names []string
	if rule.Protocol == "tcp" {
		names = found.services(administration)
	}
	return fact.Enumerate(append(names, found.services(databases[rule.Protocol])...))
}
