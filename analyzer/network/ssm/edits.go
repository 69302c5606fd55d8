package ssm

import (
	"slices"
	"strconv"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// draft gathers the edits of one template.
type draft struct {
	file string
	// condition is that of the resources that new ones hang on.
	condition string
	taken     map[string]bool
	edits     []fact.Edit
}

// newDraft starts edits of the template that holds the resource. It is nil where its text is not known, as for
// what a macro makes.
func newDraft(of *template.Resource) *draft {
	tree := of.Origin.Tree
	if tree == nil || tree.Root == nil || !of.At.IsIn(tree.File.Name) {
		return nil
	}
	d := &draft{file: of.At.File(), condition: of.Condition, taken: map[string]bool{}}
	for _, section := range []string{"Resources", "Parameters"} {
		if node := tree.Root.Get(section); node != nil {
			for _, entry := range node.Entries {
				d.taken[entry.Key.Value] = true
			}
		}
	}
	return d
}

// holds reports whether new resources of the draft may refer to another one: it stands in the same template, and
// exists where they do.
func (d *draft) holds(resource *template.Resource) bool {
	if resource == nil || resource.At.File() != d.file {
		return false
	}
	if d.condition == "" {
		d.condition = resource.Condition
	}
	return resource.Condition == "" || resource.Condition == d.condition
}

// add adds a resource under a name that is free, and returns that.
func (d *draft) add(base, kind string, properties map[string]any) (name string) {
	name = base
	for number := 2; d.taken[name]; number++ {
		name = base + strconv.Itoa(number)
	}
	d.taken[name] = true
	added := map[string]any{"Type": kind, "Properties": properties}
	if d.condition != "" {
		added["Condition"] = d.condition
	}
	d.edits = append(d.edits, fact.Add(source.At(d.file+"#/Resources").Child(name), added))
	return name
}

func ref(name string) map[string]any { return map[string]any{"Ref": name} }

func attribute(name, attribute string) map[string]any {
	return map[string]any{"Fn::GetAtt": []any{name, attribute}}
}

// managedCore is the ARN of the managed policy that lets the agent work.
func managedCore() map[string]any {
	return map[string]any{"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"}
}

// isPlain reports whether a property is absent or written as it is, and not by a function whose result another
// deployment may change.
func isPlain(resource *template.Resource, key string) bool {
	properties := resource.Origin.Node.Get("Properties")
	if properties == nil {
		return stack.Property(resource, key) == nil
	}
	node := properties.Get(key)
	if node == nil {
		return stack.Property(resource, key) == nil && properties.Tag == ""
	}
	return node.Tag == "" && len(node.Entries) == 0
}

// set writes a property of a resource; it reports false where the text does not allow that.
func (d *draft) set(resource *template.Resource, key string, to any) bool {
	if resource.At.File() != d.file || !isPlain(resource, key) {
		return false
	}
	at := resource.At.Child("Properties").Child(key)
	edit := fact.Add(at, to)
	if stack.Property(resource, key) != nil {
		edit = fact.Replace(at, to)
	}
	d.edits = append(d.edits, edit)
	return true
}

// extend adds an item to a property that is a list; it reports false where the text does not allow that.
func (d *draft) extend(resource *template.Resource, key string, item any) bool {
	if resource.At.File() != d.file || !isPlain(resource, key) {
		return false
	}
	at := resource.At.Child("Properties").Child(key)
	list := stack.Property(resource, key)
	switch {
	case list == nil:
		d.edits = append(d.edits, fact.Add(at, []any{item}))
	case list.Is(value.List):
		d.edits = append(d.edits, fact.Add(at.Item(len(list.Items)), item))
	default:
		return false
	}
	return true
}

// enableNames turns on the attributes of the VPC that names of endpoints need.
func (d *draft) enableNames(vpc *network.VPC) bool {
	for _, attribute := range vpc.DNSAttributes() {
		if attribute.Is.Answer != value.Yes && !d.set(vpc.Resource, attribute.Key, true) {
			return false
		}
	}
	return true
}

// endpointNames are what new endpoints are called.
var endpointNames = map[string]string{"ssm": "SsmEndpoint", "ssmmessages": "SsmMessagesEndpoint"}

// addEndpoints are the edits that add endpoints for the services to the template of the VPC, in the subnets of
// the workloads and with a security group that admits them.
func (f *survey) addEndpoints(vpc *network.VPC, services []string, workloads []*network.Workload) []fact.Edit {
	draft := newDraft(vpc.Resource)
	if draft == nil {
		return nil
	}
	var subnets []stack.Link
	var clients [][]stack.Link
	for _, workload := range workloads {
		subnets = append(subnets, workload.Subnets...)
		clients = append(clients, workload.SecurityGroups)
	}
	return f.addEndpointsFor(draft, vpc, services, stand{
		subnets: subnets, clients: clients, groups: f.groupRefs(draft, f.admittingAll(workloads)),
	})
}

// stand is where new endpoints stand, and who is to be admitted.
type stand struct {
	subnets []stack.Link
	// clients are the security groups of each client.
	clients [][]stack.Link
	// groups are those of an endpoint that admits all clients already; none where a new one is needed.
	groups []any
}

// addEndpointsFor adds endpoints for the services.
func (f *survey) addEndpointsFor(draft *draft, vpc *network.VPC, services []string, at stand) []fact.Edit {
	home := f.home(draft, at.subnets)
	if len(home) == 0 || !draft.enableNames(vpc) {
		return nil
	}
	groups := at.groups
	if len(groups) == 0 {
		name := draft.add("EndpointSecurityGroup", "AWS::EC2::SecurityGroup", map[string]any{
			"GroupDescription":     "VPC endpoints, HTTPS from their clients",
			"VpcId":                ref(vpc.Name),
			"SecurityGroupIngress": f.admitted(draft, vpc, at.clients),
		})
		groups = []any{attribute(name, "GroupId")}
	}
	for _, service := range services {
		draft.add(endpointNames[service], "AWS::EC2::VPCEndpoint", map[string]any{
			"VpcId":             ref(vpc.Name),
			"ServiceName":       map[string]any{"Fn::Sub": "com.amazonaws.${AWS::Region}." + service},
			"VpcEndpointType":   "Interface",
			"PrivateDnsEnabled": true,
			"SubnetIds":         home,
			"SecurityGroupIds":  groups,
		})
	}
	return draft.edits
}

// home returns the subnets for an endpoint: the first, and others that surely are in other zones, since an
// endpoint takes one subnet of each.
func (f *survey) home(draft *draft, links []stack.Link) []any {
	var subnets []any
	var zones []string
	for _, link := range links {
		subnet := f.Subnet(link.ID)
		if subnet == nil || !draft.holds(subnet.Resource) {
			continue
		}
		zone, _ := stack.Property(subnet.Resource, "AvailabilityZone").Literal()
		if len(subnets) > 0 && (zone == "" || slices.Contains(zones, zone) || slices.Contains(zones, "")) {
			continue
		}
		subnets, zones = append(subnets, ref(subnet.Name)), append(zones, zone)
	}
	return subnets
}

// maxAdmitted bounds how many groups an endpoint admits one by one.
const maxAdmitted = 8

// admitted are the rules for the clients of an endpoint: by their security groups where these are few and declared
// beside it, else by the block of the VPC.
func (f *survey) admitted(draft *draft, vpc *network.VPC, clients [][]stack.Link) []any {
	https := func(key string, peer any) any {
		return map[string]any{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, key: peer}
	}
	var rules []any
	var named []string
	for _, groups := range clients {
		index := slices.IndexFunc(groups, func(link stack.Link) bool {
			group := f.SecurityGroup(link.ID)
			return link.Standing == stack.Declared && group != nil && draft.holds(group.Resource)
		})
		if index < 0 || len(named) == maxAdmitted {
			return []any{https("CidrIp", attribute(vpc.Name, "CidrBlock"))}
		}
		if name := groups[index].Name; !slices.Contains(named, name) {
			named = append(named, name)
			rules = append(rules, https("SourceSecurityGroupId", attribute(name, "GroupId")))
		}
	}
	return rules
}

// addition adds an item to the end of a list.
func addition(list *value.Value, item any) fact.Edit {
	return fact.Add(list.At.Item(len(list.Items)), item)
}

func listOf(texts []string) []any {
	var list []any
	for _, text := range texts {
		list = append(list, text)
	}
	return list
}
