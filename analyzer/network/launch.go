package network

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// launch is how instances are started, gathered from an instance or a group and from the launch
// template or configuration it names.
type launch struct {
	subnets []*value.Value
	groups  []*value.Value
	// interfaces are the declared network interfaces that are attached.
	interfaces []*template.Resource
	// public says whether a public IPv4 address is asked for; nil where that is left to the subnet.
	public *fact.Fact
	// ipv6 says whether IPv6 addresses are asked for.
	ipv6 fact.Fact
	// profile names the instance profile: its name, or a mapping with Name or Arn.
	profile *value.Value
	// scripts are the values that may hold commands: user data and metadata.
	scripts []*value.Value
}

// instanceLaunch reads an instance. What it says itself comes before its launch template.
func (b *builder) instanceLaunch(instance *template.Resource) launch {
	data, configuration := b.launchTemplate(stack.Property(instance, "LaunchTemplate"))
	started := b.readLaunch(instance.Properties, data)
	started.addScripts(instance, configuration)
	for _, attachment := range b.OfType("AWS::EC2::NetworkInterfaceAttachment") {
		if b.Declared(stack.Property(attachment, "InstanceId"), instance.Type) == instance {
			b.addInterface(&started, stack.Property(attachment, "NetworkInterfaceId"))
		}
	}
	return started
}

// groupLaunch reads an Auto Scaling group. Its subnets are those it names itself, else those of its
// launch template.
func (b *builder) groupLaunch(group *template.Resource) launch {
	spec := stack.Property(group, "LaunchTemplate")
	if spec == nil {
		spec = stack.Property(group, "MixedInstancesPolicy", "LaunchTemplate", "LaunchTemplateSpecification")
	}
	data, configuration := b.launchTemplate(spec)
	if named := stack.Property(group, "LaunchConfigurationName"); named != nil {
		data, configuration = b.launchConfiguration(named)
	}
	started := b.readLaunch(data)
	started.addScripts(group, configuration)
	if own := items(stack.Property(group, "VPCZoneIdentifier")); len(own) > 0 {
		started.subnets = own
	}
	return started
}

// launchTemplate returns the data of the launch template that the specification names. None gives an
// absent value, and one that is not declared an unresolved value.
func (b *builder) launchTemplate(spec *value.Value) (data *value.Value, resource *template.Resource) {
	if spec == nil {
		return nil, nil
	}
	id, name := stack.Dig(spec, "LaunchTemplateId"), stack.Dig(spec, "LaunchTemplateName")
	for _, candidate := range b.OfType("AWS::EC2::LaunchTemplate") {
		declared := stack.Property(candidate, "LaunchTemplateName")
		if b.Declared(id, candidate.Type) == candidate || name != nil && value.Same(name, declared) == value.Yes {
			return stack.Property(candidate, "LaunchTemplateData"), candidate
		}
	}
	return &value.Value{Kind: value.Unresolved, Reason: "the launch template is not declared"}, nil
}

func (b *builder) launchConfiguration(named *value.Value) (data *value.Value, resource *template.Resource) {
	resource = b.Declared(named, "AWS::AutoScaling::LaunchConfiguration")
	if resource == nil {
		return &value.Value{Kind: value.Unresolved, Reason: "the launch configuration is not declared"}, nil
	}
	return resource.Properties, resource
}

// readLaunch reads what the sources say; the first that says something counts.
func (b *builder) readLaunch(sources ...*value.Value) launch {
	started := launch{
		profile: first("IamInstanceProfile", sources...),
		scripts: []*value.Value{first("UserData", sources...)},
		ipv6:    asksIPv6(sources...),
	}
	if subnet := first("SubnetId", sources...); subnet != nil {
		started.subnets = append(started.subnets, subnet)
	}
	for _, key := range []string{"SecurityGroupIds", "SecurityGroups"} {
		started.groups = append(started.groups, items(first(key, sources...))...)
	}
	if asked := first("AssociatePublicIpAddress", sources...); asked != nil {
		answer := setting(asked, value.No)
		started.public = &answer
	}
	for _, iface := range items(first("NetworkInterfaces", sources...)) {
		b.readInterface(&started, iface)
	}
	return started
}

// readInterface reads an item of NetworkInterfaces: an interface to create, or one that exists.
func (b *builder) readInterface(started *launch, iface *value.Value) {
	if existing := stack.Dig(iface, "NetworkInterfaceId"); existing != nil {
		b.addInterface(started, existing)
		return
	}
	if subnet := stack.Dig(iface, "SubnetId"); subnet != nil {
		started.subnets = append(started.subnets, subnet)
	}
	started.groups = append(started.groups, items(first("GroupSet", iface))...)
	started.groups = append(started.groups, items(first("Groups", iface))...)
	if asked := stack.Dig(iface, "AssociatePublicIpAddress"); asked != nil {
		answer := setting(asked, value.No)
		if started.public == nil || answer.Answer != value.No {
			started.public = &answer
		}
	}
	started.ipv6 = started.ipv6.Or(asksIPv6(iface))
}

// addInterface adds an interface of its own. It gets a public IPv4 address by an Elastic IP only.
func (b *builder) addInterface(started *launch, id *value.Value) {
	resource := b.Declared(id, "AWS::EC2::NetworkInterface")
	if resource == nil {
		unknown := value.Value{Kind: value.Unresolved, Reason: "the network interface is not declared"}
		started.subnets = append(started.subnets, &unknown)
		return
	}
	started.interfaces = append(started.interfaces, resource)
	started.groups = append(started.groups, items(stack.Property(resource, "GroupSet"))...)
	if subnet := stack.Property(resource, "SubnetId"); subnet != nil {
		started.subnets = append(started.subnets, subnet)
	}
	if started.public == nil {
		answer := fact.No("a network interface of its own has no public IPv4 address by default")
		started.public = &answer
	}
	started.ipv6 = started.ipv6.Or(asksIPv6(resource.Properties))
}

func (l *launch) addScripts(resources ...*template.Resource) {
	for _, resource := range resources {
		if resource != nil {
			l.scripts = append(l.scripts, resource.Metadata)
		}
	}
}

// says reports whether user data or metadata hold one of the words, which are in lower case.
func (l *launch) says(words ...string) bool {
	for _, script := range l.scripts {
		if stack.SaysAny(script, words...) {
			return true
		}
	}
	return false
}

// asksIPv6 answers whether IPv6 addresses are asked for.
func asksIPv6(sources ...*value.Value) fact.Fact {
	count, list := first("Ipv6AddressCount", sources...), items(first("Ipv6Addresses", sources...))
	if len(list) > 0 {
		return fact.Yes("it asks for IPv6 addresses")
	}
	if count == nil {
		return fact.No("")
	}
	number, ok := count.Int()
	if !ok {
		return fact.Undecided(reasonOf(count))
	}
	return fact.Fact{Answer: value.TruthOf(number > 0)}
}

// first returns what the first source that holds the key holds there. In a source that is not known
// anything may stand.
func first(key string, sources ...*value.Value) *value.Value {
	for _, source := range sources {
		if v := stack.Dig(source, key); v != nil {
			return v
		}
	}
	return nil
}

// items returns the items of a list. A text of references between commas, as joined lists are, counts
// as the list it stands for.
func items(v *value.Value) []*value.Value {
	var all []*value.Value
	for _, item := range v.List() {
		if item.Kind != value.Text || !isCommaList(item) {
			all = append(all, item)
			continue
		}
		for _, part := range item.Parts {
			if part.Kind != value.String {
				all = append(all, part)
			}
		}
	}
	return all
}

func isCommaList(text *value.Value) bool {
	for _, part := range text.Parts {
		if literal, ok := part.Literal(); ok && strings.Trim(literal, ", ") != "" {
			return false
		}
	}
	return true
}
