package picture

import (
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/template"
)

// kind says what a node is, and is the class that gives it its looks.
type kind string

// The kinds of nodes.
const (
	kindVPC       kind = "vpc"
	kindZone      kind = "zone"
	kindSubnet    kind = "subnet"
	kindInternet  kind = "internet"
	kindOutside   kind = "outside" // a network beyond the VPCs
	kindGateway   kind = "gateway"
	kindEgress    kind = "egress"
	kindVPN       kind = "vpn"
	kindNAT       kind = "nat"
	kindTransit   kind = "transit"
	kindPeering   kind = "peering"
	kindEndpoint  kind = "endpoint"
	kindInstance  kind = "instance"
	kindGroup     kind = "group" // of instances
	kindService   kind = "service"
	kindFunction  kind = "function"
	kindDatabase  kind = "database"
	kindBalancer  kind = "balancer"
	kindInterface kind = "interface"
	kindStorage   kind = "storage"
	kindUnknown   kind = "unknown"
)

// tier tells subnets apart by how they reach the internet. The order is that of the rows.
type tier uint8

const (
	public tier = iota
	private
	isolated
	undecided
)

func (t tier) String() string {
	return [...]string{"public", "private", "isolated", "undecided"}[t]
}

// node is something with a box.
type node struct {
	rect

	// id is unique in the picture.
	id   string
	kind kind
	// ref is the id of the resource; empty where there is none.
	ref  string
	name string
	// what says in a word or two what it is.
	what string
	// says are further lines.
	says []line
	// isLoose marks what the templates do not declare, or may not create.
	isLoose bool
	// here are the issues that stand here, affected those that matter here.
	here, affected []*mark
	resource       *template.Resource
	// texts are the lines in the box.
	texts []text
}

// text is a line of text with its place: the left end of its baseline.
type text struct {
	x, y  int
	style style
	text  string
}

// line is a line of text beneath a name.
type line struct {
	text  string
	isBad bool
}

// mark is an issue with its number in the picture.
type mark struct {
	Issue
	number int
}

// panel is the drawing of one network.
type panel struct {
	title   string
	notes   []string
	network *network.Network
	// outside stands above the VPCs, below between and beneath them, beyond beneath that.
	outside, below, beyond []*node
	vpcs                   []*vpcBox
	ways                   []*way
	marks                  []*mark

	// above, beneath and farther are the channels between these rows, from aboveY and so on down.
	above, beneath, farther    *lanes
	aboveY, beneathY, fartherY int

	// drawn is where the drawing ends and the legend begins.
	top, drawn, width, height int
	frame                     frame
}

// vpcBox is a VPC.
type vpcBox struct {
	node
	subnets []*subnetBox
	zones   []*zoneBox
	// border are the gateways on its edge, side the endpoints.
	border, side []*node
	rows         int

	plan vpcPlan
}

// zoneBox is a column of subnets: an Availability Zone, or one without a name.
type zoneBox struct {
	node
	subnets []*subnetBox
	label   string
	plan    zonePlan
}

// subnetBox is a subnet with what stands in it.
type subnetBox struct {
	node
	declared *network.Subnet
	vpc      *vpcBox
	zone     *zoneBox
	zoneName string
	tier     tier
	row      int
	chips    []*node

	plan subnetPlan
}

// way is a line between two boxes.
type way struct {
	id       string
	from, to *node
	course   course
	// isAlone says that no other way leads to the target.
	isAlone bool
	// source is the subnet it starts in, nil for other ways.
	source *subnetBox
	// routes are the destinations that take it, and refs the resources that say so.
	routes, refs []string
	isLoose      bool
	// isBroken says that nothing gets through, code why.
	isBroken bool
	code     string
	marks    []*mark

	points []point
}

// find returns the way between the boxes, made where there is none.
func (p *panel) way(from, to *node) *way {
	for _, w := range p.ways {
		if w.from == from && w.to == to {
			return w
		}
	}
	made := &way{from: from, to: to}
	p.ways = append(p.ways, made)
	return made
}
