package network

import (
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Balancer is what a load balancer does with what it receives.
type Balancer struct {
	// Workload is the load balancer as a member of the network.
	*Workload
	// Type is "application", which is the default, "network", "gateway" or "classic"; empty where it is not known.
	Type string
	// Internet says whether it faces the internet, which is the default.
	Internet fact.Fact
	// Listeners are what it listens on.
	Listeners []*Listener
	// Unknown says why it may have other listeners; empty where it has these alone.
	Unknown string
	// Weaker are reasons why it may have other listeners after all.
	Weaker []string
}

// Listener is a port that a load balancer listens on.
type Listener struct {
	// Item names the resource of the listener, which is the load balancer itself for a classic one.
	Item
	// Protocol is "HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE" or "SSL"; empty where it is not known.
	Protocol string
	// Port is 0 where it is not known.
	Port int
	// Targets are the groups that it or one of its rules forwards to.
	Targets []*TargetGroup
	// Unknown says why it may forward to other groups; empty where it forwards to these alone.
	Unknown string
}

// TargetGroup is where listeners forward to.
type TargetGroup struct {
	Item
	// VPC is the VPC of its targets.
	VPC stack.Link
	// Type is "instance", which is the default, "ip", "lambda" or "alb"; empty where it is not known.
	Type string
	// Protocol is as written; empty where it is not given or not known.
	Protocol string
	// Port is the port of targets that name none; 0 where it is not known.
	Port int
	// HealthPort is the port of health checks; 0 where it is that of the traffic, -1 where it is not known.
	HealthPort int
	// Targets are what is registered, by the group itself, by an Auto Scaling group or by a service.
	Targets []Registration
	// Unknown says why other targets may be registered; empty where these are all.
	Unknown string
	// Weaker are reasons why other targets may be registered after all.
	Weaker []string
}

// Registration is a target of a load balancer.
type Registration struct {
	// Workload is the target; nil where it is not a declared one, such as an address.
	Workload *Workload
	// Port is the port it is reached at; 0 where it is not known.
	Port int
	// At is the place that registers it.
	At source.At
}

const (
	groupOfTargets = "AWS::ElasticLoadBalancingV2::TargetGroup"
	balancerV2     = "AWS::ElasticLoadBalancingV2::LoadBalancer"
	balancerV1     = "AWS::ElasticLoadBalancing::LoadBalancer"
	listenerV2     = "AWS::ElasticLoadBalancingV2::Listener"
)

// TargetGroup returns the target group with the id; nil where there is none.
func (n *Network) TargetGroup(id string) *TargetGroup { return n.targets[id] }

// Balancer returns the load balancer with the id; nil where there is none.
func (n *Network) Balancer(id string) *Balancer { return n.balancers[id] }

// readBalancers reads load balancers with what they forward to.
func (b *builder) readBalancers() {
	n := b.network
	n.targets, n.balancers = map[string]*TargetGroup{}, map[string]*Balancer{}
	for _, resource := range b.OfType(groupOfTargets) {
		group := b.targetGroup(resource)
		n.TargetGroups = append(n.TargetGroups, group)
		n.targets[group.ID] = group
	}
	b.registerMembers()
	b.readClassicUsers()
	for _, workload := range n.Members {
		if workload.Kind == LoadBalancer {
			b.addBalancer(workload)
		}
		if workload.Kind == ClassicLoadBalancer {
			b.addClassic(workload)
		}
	}
	b.readListeners()
}

func (b *builder) targetGroup(resource *template.Resource) *TargetGroup {
	group := &TargetGroup{
		Item: item(resource), VPC: b.Link(stack.Property(resource, "VpcId"), "AWS::EC2::VPC"),
		Type:       textOr(stack.Property(resource, "TargetType"), "instance"),
		Protocol:   textOr(stack.Property(resource, "Protocol"), ""),
		HealthPort: healthPort(stack.Property(resource, "HealthCheckPort")),
	}
	group.Port, _ = stack.Property(resource, "Port").Int()
	group.Unknown, group.Weaker = b.Absence(resource)
	for _, target := range stack.Property(resource, "Targets").List() {
		id := stack.Dig(target, "Id")
		registered := Registration{At: target.At, Port: group.Port}
		if port := stack.Dig(target, "Port"); port != nil {
			registered.Port, _ = port.Int()
		}
		if named := b.Declared(id, "AWS::EC2::Instance", balancerV2); named != nil {
			registered.Workload = b.members[named.ID]
		}
		if target.Is(value.Unresolved) && group.Unknown == "" {
			group.Unknown = "the targets of " + group.Name + " are not known: " + reasonOf(target)
		}
		group.Targets = append(group.Targets, registered)
	}
	return group
}

// textOr returns the text of a property: the default where it is absent, nothing where it is not known.
func textOr(v *value.Value, byDefault string) string {
	if v == nil {
		return byDefault
	}
	text, _ := v.Literal()
	return text
}

func healthPort(v *value.Value) int {
	if text, ok := v.Literal(); v == nil || ok && text == "traffic-port" {
		return 0
	}
	if port, ok := v.Int(); ok {
		return port
	}
	return -1
}

// registerMembers adds the targets that register themselves: Auto Scaling groups and services.
func (b *builder) registerMembers() {
	for _, workload := range b.network.Members {
		if workload.Kind == AutoScalingGroup {
			for _, arn := range stack.Property(workload.Resource, "TargetGroupARNs").List() {
				b.register(arn, Registration{Workload: workload, At: arn.At})
			}
			for _, origin := range stack.Property(workload.Resource, "TrafficSources").List() {
				b.register(stack.Dig(origin, "Identifier"), Registration{Workload: workload, At: origin.At})
			}
		}
		if workload.Kind == ECSService {
			for _, use := range stack.Property(workload.Resource, "LoadBalancers").List() {
				port, _ := stack.Dig(use, "ContainerPort").Int()
				b.register(stack.Dig(use, "TargetGroupArn"), Registration{Workload: workload, At: use.At, Port: port})
			}
		}
	}
}

// register adds a target to the target group that it names. One whose group is not known may be in any.
func (b *builder) register(arn *value.Value, target Registration) {
	if declared := b.named(arn, groupOfTargets); declared != nil {
		group := b.network.targets[declared.ID]
		if target.Port == 0 {
			target.Port = group.Port
		}
		group.Targets = append(group.Targets, target)
		return
	}
	if !mayTurnOut(b.Follow(arn)) {
		return
	}
	for _, group := range b.network.TargetGroups {
		if group.Unknown == "" && b.MayBe(arn, group.Resource) {
			group.Unknown = target.Workload.Name + " may register with " + group.Name
		}
	}
}

func (b *builder) addBalancer(workload *Workload) {
	balancer := &Balancer{
		Workload: workload, Internet: workload.PublicIPv4,
		Type: textOr(stack.Property(workload.Resource, "Type"), "application"),
	}
	balancer.Unknown, balancer.Weaker = b.Absence(workload.Resource)
	b.network.Balancers = append(b.network.Balancers, balancer)
	b.network.balancers[workload.ID] = balancer
}

// readListeners adds listeners to their load balancers, with the target groups of their rules.
func (b *builder) readListeners() {
	byID := map[string]*Listener{}
	for _, resource := range b.OfType(listenerV2) {
		listener := &Listener{Item: item(resource), Protocol: textOr(stack.Property(resource, "Protocol"), "")}
		listener.Port, _ = stack.Property(resource, "Port").Int()
		listener.Unknown, _ = b.Absence(resource)
		b.forward(listener, stack.Property(resource, "DefaultActions"))
		byID[listener.ID] = listener
		arn := stack.Property(resource, "LoadBalancerArn")
		if declared := b.named(arn, balancerV2); declared != nil {
			balancer := b.network.balancers[declared.ID]
			balancer.Listeners = append(balancer.Listeners, listener)
		} else if mayTurnOut(b.Follow(arn)) {
			b.doubtBalancers(arn, listener)
		}
	}
	for _, rule := range b.OfType("AWS::ElasticLoadBalancingV2::ListenerRule") {
		if declared := b.named(stack.Property(rule, "ListenerArn"), listenerV2); declared != nil {
			b.forward(byID[declared.ID], stack.Property(rule, "Actions"))
		}
	}
}

func (b *builder) doubtBalancers(arn *value.Value, listener *Listener) {
	for _, balancer := range b.network.Balancers {
		if balancer.Unknown == "" && b.MayBe(arn, balancer.Resource) {
			balancer.Unknown = "the listener " + listener.Name + " may be of " + balancer.Name
		}
	}
}

// forward notes which target groups actions forward to.
func (b *builder) forward(listener *Listener, actions *value.Value) {
	for _, action := range actions.List() {
		arns := stack.Dig(action, "TargetGroupArn").List()
		for _, group := range stack.Dig(action, "ForwardConfig", "TargetGroups").List() {
			arns = append(arns, stack.Dig(group, "TargetGroupArn"))
		}
		for _, arn := range arns {
			declared := b.named(arn, groupOfTargets)
			switch {
			case declared != nil:
				listener.add(b.network.targets[declared.ID])
			case listener.Unknown == "":
				listener.Unknown = "a target group of " + listener.Name + " is not declared"
			}
		}
	}
}

func (l *Listener) add(group *TargetGroup) {
	if !slices.Contains(l.Targets, group) {
		l.Targets = append(l.Targets, group)
	}
}

// addClassic reads a classic load balancer, which has listeners and instances of its own.
func (b *builder) addClassic(workload *Workload) {
	balancer := &Balancer{Workload: workload, Type: "classic", Internet: workload.PublicIPv4}
	balancer.Unknown, balancer.Weaker = b.Absence(workload.Resource)
	targets := b.classicTargets(workload)
	for _, fields := range stack.Property(workload.Resource, "Listeners").List() {
		listener := &Listener{Item: workload.Item}
		listener.At = fields.At
		listener.Protocol = textOr(stack.Dig(fields, "Protocol"), "")
		listener.Port, _ = stack.Dig(fields, "LoadBalancerPort").Int()
		group := &TargetGroup{
			Item: listener.Item, VPC: workload.VPC, Type: "instance", HealthPort: -1, Unknown: balancer.Unknown,
		}
		group.Port, _ = stack.Dig(fields, "InstancePort").Int()
		for _, target := range targets {
			target.Port = group.Port
			group.Targets = append(group.Targets, target)
		}
		listener.Targets = []*TargetGroup{group}
		if fields.Is(value.Unresolved) {
			balancer.Unknown = "the listeners of " + workload.Name + " are not known: " + reasonOf(fields)
		}
		balancer.Listeners = append(balancer.Listeners, listener)
	}
	b.network.Balancers = append(b.network.Balancers, balancer)
	b.network.balancers[workload.ID] = balancer
}

func (b *builder) classicTargets(balancer *Workload) []Registration {
	var targets []Registration
	for _, id := range stack.Property(balancer.Resource, "Instances").List() {
		registered := Registration{At: id.At}
		if named := b.Declared(id, "AWS::EC2::Instance"); named != nil {
			registered.Workload = b.members[named.ID]
		}
		targets = append(targets, registered)
	}
	return append(targets, b.classicUsers[balancer.ID]...)
}

// readClassicUsers finds what registers with classic load balancers by itself.
func (b *builder) readClassicUsers() {
	b.classicUsers = map[string][]Registration{}
	note := func(name *value.Value, workload *Workload) {
		if declared := b.Declared(name, balancerV1); declared != nil {
			user := Registration{Workload: workload, At: name.At}
			b.classicUsers[declared.ID] = append(b.classicUsers[declared.ID], user)
		}
	}
	for _, workload := range b.network.Members {
		if workload.Kind == AutoScalingGroup {
			for _, name := range stack.Property(workload.Resource, "LoadBalancerNames").List() {
				note(name, workload)
			}
		}
		if workload.Kind == ECSService {
			for _, use := range stack.Property(workload.Resource, "LoadBalancers").List() {
				note(stack.Dig(use, "LoadBalancerName"), workload)
			}
		}
	}
}

// arnAttributes are the attributes that give the ARN of a part of a load balancer, besides Ref.
var arnAttributes = []string{"LoadBalancerArn", "ListenerArn", "TargetGroupArn"}

// named returns the declared part of a load balancer that a value names, or nil.
func (b *builder) named(v *value.Value, kind string) *template.Resource {
	if v.Is(value.Reference) && slices.Contains(arnAttributes, v.Attribute) {
		if resource := b.Resource(v.Resource); resource != nil && resource.Type == kind {
			return resource
		}
	}
	return b.Declared(v, kind)
}
