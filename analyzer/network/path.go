package network

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Blockers that only whole paths have. Those of the first group are explanation codes of VPC Reachability
// Analyzer, those of the second our own.
const (
	NoPrivateAddress       Blocker = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
	NotOnTheInternet       Blocker = "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS"
	SharedNotOnTheInternet Blocker = "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS"
	FromPrivate            Blocker = "IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS"
	FromShared             Blocker = "IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS"
	ReferencesNotPreserved Blocker = "SG_REFERENCES_NOT_PRESERVED"
	NoPossibleDestination  Blocker = "NO_POSSIBLE_DESTINATION"
	ListenerPort           Blocker = "ELBV2_LISTENER_PORT_RESTRICTION"
	ClassicListenerPort    Blocker = "ELB_LISTENER_PORT_RESTRICTION"
	NotAttachedToTransit   Blocker = "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT"
	TransitZone            Blocker = "TGW_ROUTE_AZ_RESTRICTION"

	PrivateDNSDisabled Blocker = "DNS_PRIVATE_DNS_DISABLED"
	VPCDNSDisabled     Blocker = "DNS_VPC_ATTRIBUTE_DISABLED"
	CustomResolver     Blocker = "DNS_CUSTOM_RESOLVER"
	MissingService     Blocker = "VPCE_MISSING_SERVICE"
	EndpointPolicyCode Blocker = "VPCE_POLICY_RESTRICTION"
	MissingPermission  Blocker = "IAM_MISSING_PERMISSION"
	// ExternalUnknown is for what the templates do not tell, a middlebox among it.
	ExternalUnknown Blocker = "EXTERNAL_UNKNOWN"
)

// Obstacle is what keeps traffic back, or what is not known of the way.
type Obstacle struct {
	// Code is as VPC Reachability Analyzer names it, where it has a name for it.
	Code Blocker
	fact.Hop
	// Way is the way that this is an obstacle of, where another one would do, too: OverInternet or ByEndpoints. Empty
	// for what every way meets.
	Way string
}

// The ways to a service of AWS, of which one is enough.
const (
	OverInternet = "internet"
	ByEndpoints  = "endpoints"
)

// Path is whether one party reaches another, and how.
type Path struct {
	// Fact is "yes" where all of the traffic arrives and is answered, "no" where nothing is.
	fact.Fact
	// Hops are the steps of the path, in order, as far as it leads.
	Hops []fact.Hop
	// Blockers are all that keep the traffic back, each on its own; there are some where the answer is "no".
	Blockers []Obstacle
	// Doubts are what is not known of the way; there are some where the answer is undecided.
	Doubts []Obstacle
	// Weaker are reasons why a "no" may be wrong after all, such as an exported route table.
	Weaker []string
}

// walk follows traffic from one party to another, and gathers what it meets.
type walk struct {
	*Network
	traffic Traffic
	family  Family
	path    Path
	// open says why nothing that was met proves that traffic is kept back: it may go another way.
	open string
}

func (n *Network) walk(traffic Traffic, family Family) *walk {
	return &walk{Network: n, traffic: traffic, family: family}
}

// sub is a walk for one of several ways.
func (w *walk) sub() *walk { return w.walk(w.traffic, w.family) }

func (w *walk) pass(at source.At, message string) {
	w.path.Hops = append(w.path.Hops, fact.Hop{At: at, Message: message})
}

func (w *walk) block(code Blocker, at source.At, message string) {
	w.blocked(Obstacle{Code: code, Hop: fact.Hop{At: at, Message: message}})
}

func (w *walk) blocked(by Obstacle) {
	if !slices.Contains(w.path.Blockers, by) {
		w.path.Blockers = append(w.path.Blockers, by)
	}
}

// by returns a path with its blockers as those of one way.
func (p Path) by(way string) Path {
	p.Blockers = slices.Clone(p.Blockers)
	for i := range p.Blockers {
		p.Blockers[i].Way = way
	}
	return p
}

func (w *walk) doubt(code Blocker, at source.At, reason string) {
	obstacle := Obstacle{Code: code, Hop: fact.Hop{At: at, Message: reason}}
	if !slices.Contains(w.path.Doubts, obstacle) {
		w.path.Doubts = append(w.path.Doubts, obstacle)
	}
}

// aside notes that the traffic, or its replies, may go where the templates do not tell what happens.
func (w *walk) aside(at source.At, reason string) {
	w.open = reason
	w.doubt(ExternalUnknown, at, reason)
}

// weaken takes back that the way is blocked, where it was.
func (w *walk) weaken(at source.At, reason string) {
	if len(w.path.Blockers) > 0 {
		w.path.Blockers = nil
		w.doubt(ExternalUnknown, at, reason)
	}
}

// isBlocked reports whether the walk met something that surely keeps the traffic back.
func (w *walk) isBlocked() bool { return len(w.path.Blockers) > 0 && w.open == "" }

// result sums up the walk.
func (w *walk) result() Path {
	path := w.path
	if w.open != "" {
		path.Blockers = nil
	}
	switch {
	case len(path.Blockers) > 0:
		path.Fact = fact.No(path.Blockers[0].Message)
	case len(path.Doubts) > 0:
		path.Fact = fact.Undecided(path.Doubts[0].Message)
	default:
		path.Fact = fact.Yes("nothing keeps the traffic back")
	}
	return path
}

// add continues the walk with what another one met.
func (w *walk) add(other *walk) {
	w.path.Hops = append(w.path.Hops, other.path.Hops...)
	for _, met := range other.path.Blockers {
		w.blocked(met)
	}
	for _, met := range other.path.Doubts {
		w.doubt(met.Code, met.At, met.Message)
	}
	w.path.Weaker = fact.Join(w.path.Weaker, other.path.Weaker)
	if w.open == "" {
		w.open = other.open
	}
}

// every continues the walk with ways that each take a part of the traffic. Where only some are blocked, it can't be
// said of the whole.
func (w *walk) every(ways []*walk) {
	blocked := 0
	for _, way := range ways {
		if way.isBlocked() {
			blocked++
		}
	}
	for _, way := range ways {
		if blocked > 0 && blocked < len(ways) && way.isBlocked() {
			first := way.path.Blockers[0]
			way.path.Blockers = nil
			way.doubt(first.Code, first.At, "a part of the traffic is kept back: "+first.Message)
		}
		w.add(way)
	}
}

// whole returns the answer for paths that each are of a part of the traffic, such as from one of several subnets.
func whole(paths []Path) Path {
	if len(paths) == 1 {
		return paths[0]
	}
	answers := map[value.Truth]int{}
	joined := joinPaths(paths)
	for _, path := range paths {
		answers[path.Answer]++
	}
	switch {
	case answers[value.Yes] == len(paths):
		joined.Fact = paths[0].Fact
	case answers[value.No] == len(paths):
		joined.Fact = paths[0].Fact
	default:
		for _, met := range joined.Blockers {
			met.Message = "from or to some subnets only: " + met.Message
			joined.Doubts = append(joined.Doubts, met)
		}
		joined.Blockers = nil
		joined.Fact = fact.Undecided(joined.Doubts[0].Message)
	}
	return joined
}

// either returns the answer for paths of which one is enough.
func either(paths []Path) Path {
	var open []Path
	for _, path := range paths {
		switch path.Answer {
		case value.Yes:
			return path
		case value.Undecided:
			open = append(open, path)
		case value.No:
		}
	}
	if len(open) > 0 {
		return open[0]
	}
	joined := joinPaths(paths)
	joined.Fact = paths[0].Fact
	return joined
}

// joinPaths puts together what was met on several paths, each thing once.
func joinPaths(paths []Path) Path {
	w := &walk{}
	for _, path := range paths {
		w.add(&walk{path: path})
	}
	w.path.Hops = value.Distinct(w.path.Hops)
	return w.path
}
