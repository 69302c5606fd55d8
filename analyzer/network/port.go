package network

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/stack"
)

// ParseTraffic reads traffic as people write it: 443, 443/tcp, 53/udp, 8000-8100/tcp, icmp for a ping, or all.
func ParseTraffic(text string) (Traffic, error) {
	text = strings.ToLower(text)
	switch text {
	case "all", "-1":
		return AllTraffic(), nil
	case "icmp", "ping":
		return ICMPEcho(IPv4), nil
	case "icmpv6":
		return ICMPEcho(IPv6), nil
	}
	ports, protocol, isGiven := strings.Cut(text, "/")
	if !isGiven {
		protocol = "tcp"
	}
	first, last, isRange := strings.Cut(ports, "-")
	if !isRange {
		last = first
	}
	from, errFrom := strconv.ParseUint(first, 10, 16)
	to, errTo := strconv.ParseUint(last, 10, 16)
	if errFrom != nil || errTo != nil || from > to || protocol != "tcp" && protocol != "udp" {
		return Traffic{}, fmt.Errorf("%q is no port: want one as in 443, 53/udp or 8000-8100/tcp, icmp, or all", text)
	}
	return Traffic{Protocol: protocol, From: int(from), To: int(to)}, nil
}

// enginePorts are the ports of database engines, by what their names begin with (Amazon RDS API reference,
// CreateDBInstance, Port).
var enginePorts = []struct {
	prefix string
	port   int
}{
	{"aurora-postgresql", 5432},
	{"aurora", 3306},
	{"mysql", 3306},
	{"mariadb", 3306},
	{"postgres", 5432},
	{"oracle", 1521},
	{"custom-oracle", 1521},
	{"sqlserver", 1433},
	{"custom-sqlserver", 1433},
	{"db2", 50000},
}

// EnginePort returns the default port of a database engine, as in "aurora-mysql"; 0 for one that is not known.
func EnginePort(engine string) int {
	for _, known := range enginePorts {
		if strings.HasPrefix(strings.ToLower(engine), known.prefix) {
			return known.port
		}
	}
	return 0
}

// UsualTrafficBetween is what one party usually sends to another: a load balancer what it forwards to its target,
// others what UsualTraffic says.
func (n *Network) UsualTrafficBetween(from, to Party) Traffic {
	if from.Workload == nil || to.Workload == nil || n.balancers[from.Workload.ID] == nil {
		return n.UsualTraffic(to)
	}
	var found []Traffic
	for _, listener := range n.balancers[from.Workload.ID].Listeners {
		for _, group := range listener.Targets {
			found = append(found, group.trafficTo(to.Workload)...)
		}
	}
	slices.SortFunc(found, func(a, b Traffic) int { return cmp.Compare(a.String(), b.String()) })
	if found = slices.Compact(found); len(found) != 1 {
		return n.UsualTraffic(to)
	}
	return found[0]
}

// trafficTo is what a workload is sent as a target of the group, for each port that it is registered with.
func (g *TargetGroup) trafficTo(workload *Workload) []Traffic {
	var found []Traffic
	for _, target := range g.Targets {
		switch {
		case target.Workload != workload || target.Port == 0:
		case g.Protocol == "UDP":
			found = append(found, UDP(target.Port))
		default:
			found = append(found, TCP(target.Port))
		}
	}
	return found
}

// UsualTraffic is what a party is usually sent: HTTPS, but to databases, file systems and load balancers with one
// listener what they are for.
func (n *Network) UsualTraffic(to Party) Traffic {
	if to.Workload == nil {
		return https
	}
	switch workload := to.Workload; workload.Kind { //nolint:exhaustive // the others serve HTTPS
	case DBInstance, DBCluster:
		if port, ok := stack.Property(workload.Resource, "Port").Int(); ok {
			return TCP(port)
		}
		engine, _ := stack.Property(workload.Resource, "Engine").Literal()
		if port := EnginePort(engine); port > 0 {
			return TCP(port)
		}
	case MountTarget:
		return TCP(2049) // NFS
	case LoadBalancer, ClassicLoadBalancer:
		if balancer := n.balancers[workload.ID]; len(balancer.Listeners) == 1 && balancer.Listeners[0].Port > 0 {
			return TCP(balancer.Listeners[0].Port)
		}
	}
	return https
}
