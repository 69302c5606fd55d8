package network

import (
	"path"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// rights are what a role lets the SSM agent do.
type rights struct {
	// agent says whether the role lets the agent register with Systems Manager.
	agent value.Truth
	// sessions says whether it lets the agent open the channels of Session Manager.
	sessions value.Truth
	// sign is the place that grants it.
	sign fact.Hop
}

// within keeps of the rights what is for instances, as far as the reach says.
func (r *rights) within(reach value.Truth) {
	r.agent, r.sessions = r.agent.And(reach), r.sessions.And(reach)
}

func (r *rights) add(other rights) {
	if r.agent != value.Yes && other.agent == value.Yes {
		r.sign = other.sign
	}
	r.agent, r.sessions = r.agent.Or(other.agent), r.sessions.Or(other.sessions)
}

// agentPolicies are the AWS managed policies that let the agent work, Session Manager included.
var agentPolicies = []string{
	"AmazonSSMManagedInstanceCore", "AmazonEC2RoleforSSM", "AmazonSSMManagedEC2InstanceDefaultPolicy",
	"AmazonSSMFullAccess",
}

// agentActions are what the agent calls to be managed, sessionActions what it calls to open sessions.
// Reading parameters is neither: other programs do that, too.
var (
	sessionActions = []string{
		"ssmmessages:createcontrolchannel", "ssmmessages:opencontrolchannel",
		"ssmmessages:createdatachannel", "ssmmessages:opendatachannel",
	}
	agentActions = append([]string{
		"ssm:updateinstanceinformation", "ec2messages:getmessages", "ec2messages:acknowledgemessage",
	}, sessionActions...)
)

// readIntent finds out whether the workload is meant to be managed by Systems Manager.
func (a *agents) readIntent(ssm *SSM, workload *Workload) {
	granted := a.profileRights(workload.launch.profile)
	ssm.Role = a.profileRole(workload.launch.profile)
	ssm.Sessions = fact.Fact{Answer: granted.sessions}
	if granted.sessions == value.Undecided {
		ssm.Sessions.Reason = "the permissions of its role are not fully known"
	}
	if granted.agent == value.Yes {
		ssm.Signs = append(ssm.Signs, granted.sign)
	}
	ssm.Signs = append(ssm.Signs, a.associations(workload)...)
	ssm.Signs = append(ssm.Signs, a.endpointSigns(workload.VPC, granted)...)
	switch {
	case len(ssm.Signs) > 0:
		ssm.Intent = fact.Yes(ssm.Signs[0].Message)
	case granted.agent == value.Undecided:
		ssm.Intent = fact.Undecided("the permissions of its role are not fully known")
	default:
		ssm.Intent = fact.No("nothing shows that " + workload.Name + " is to be managed by Systems Manager")
	}
}

// endpointSigns are the endpoints of the VPC that show that its instances are managed. Parameter Store
// is behind ssm, too, so an endpoint for ssm alone says nothing of a role that can't run the agent. One
// for ssmmessages says nothing where ECS Exec may be what needs it.
func (a *agents) endpointSigns(vpc stack.Link, granted rights) []fact.Hop {
	var signs []fact.Hop
	containers := a.opensContainers()
	for _, endpoint := range a.network.Endpoints {
		if vpc.Standing != stack.Declared || endpoint.VPC.ID != vpc.ID || endpoint.Exists != value.Yes {
			continue
		}
		switch endpoint.Service {
		case "ssm":
			if granted.agent == value.No {
				continue
			}
		case "ssmmessages":
			if containers && granted.agent != value.Yes {
				continue
			}
		case "ec2messages":
		default:
			continue
		}
		sign := fact.Hop{At: endpoint.At, Message: endpoint.Name + " is an endpoint for " + endpoint.Service}
		signs = append(signs, sign)
	}
	return signs
}

// opensContainers reports whether a service may use ECS Exec, which needs ssmmessages in the service's VPC
// and no agent on the instances.
func (a *agents) opensContainers() bool {
	return slices.ContainsFunc(a.OfType("AWS::ECS::Service"), func(service *template.Resource) bool {
		return setting(stack.Property(service, "EnableExecuteCommand"), value.No).Answer != value.No
	})
}

// associations are the State Manager associations that target the workload.
func (a *agents) associations(workload *Workload) []fact.Hop {
	var signs []fact.Hop
	if own := stack.Property(workload.Resource, "SsmAssociations"); len(own.List()) > 0 && !own.Is(value.Unresolved) {
		signs = append(signs, fact.Hop{At: own.At, Message: workload.Name + " has an association of Systems Manager"})
	}
	for _, association := range a.OfType("AWS::SSM::Association") {
		if association.Exists == value.Yes && a.isTarget(association, workload) {
			signs = append(signs, fact.Hop{At: association.At, Message: association.Name + " targets " + workload.Name})
		}
	}
	return signs
}

// isTarget reports whether an association names the workload, all instances or one of its tags.
func (a *agents) isTarget(association *template.Resource, workload *Workload) bool {
	isNamed := false
	a.Mentions(association.Properties, func(id string) { isNamed = isNamed || id == workload.ID })
	if isNamed {
		return true
	}
	for _, target := range stack.Property(association, "Targets").List() {
		key, _ := stack.Dig(target, "Key").Literal()
		for _, v := range stack.Dig(target, "Values").List() {
			wanted, ok := v.Literal()
			if ok && (wanted == "*" && strings.EqualFold(key, "InstanceIds") || hasTag(workload, key, wanted)) {
				return true
			}
		}
	}
	return false
}

func hasTag(workload *Workload, key, wanted string) bool {
	name, isTag := strings.CutPrefix(key, "tag:")
	if !isTag {
		return false
	}
	for _, tag := range stack.Property(workload.Resource, "Tags").List() {
		tagKey, _ := stack.Dig(tag, "Key").Literal()
		tagValue, ok := stack.Dig(tag, "Value").Literal()
		if ok && tagKey == name && tagValue == wanted {
			return true
		}
	}
	return false
}

// profileRights returns what the roles of an instance profile let the agent do. Without a profile
// that is nothing; Default Host Management Configuration, which needs none, is a setting of the
// account.
func (a *agents) profileRights(profile *value.Value) rights {
	if profile == nil {
		return rights{agent: value.No, sessions: value.No}
	}
	declared := a.declaredProfile(profile)
	if declared == nil {
		return rights{}
	}
	granted := rights{agent: value.No, sessions: value.No}
	for _, named := range stack.Property(declared, "Roles").List() {
		role := a.roleNamed(named)
		if role == nil {
			granted.add(rights{})
			continue
		}
		granted.add(a.roleRights(role))
	}
	return granted
}

// declaredProfile returns the declared instance profile that a workload names, by reference or by name, or
// nil.
func (a *agents) declaredProfile(profile *value.Value) *template.Resource {
	if profile.Is(value.Map) {
		named := first("Arn", profile)
		if named == nil {
			named = first("Name", profile)
		}
		profile = named
	}
	declared := a.Declared(profile, "AWS::IAM::InstanceProfile")
	if declared == nil {
		declared = a.profileNamed(profile)
	}
	if declared == nil || declared.Exists != value.Yes {
		return nil
	}
	return declared
}

// profileRole returns the declared role of an instance profile, which takes one; nil where it is not known.
func (a *agents) profileRole(profile *value.Value) *template.Resource {
	if profile == nil {
		return nil
	}
	declared := a.declaredProfile(profile)
	if declared == nil {
		return nil
	}
	roles := stack.Property(declared, "Roles").List()
	if len(roles) != 1 {
		return nil
	}
	role := a.roleNamed(roles[0])
	if role == nil || role.Exists != value.Yes {
		return nil
	}
	return role
}

// roleNamed returns the declared role that a value names, by reference or by name, or nil.
func (a *agents) roleNamed(named *value.Value) *template.Resource {
	if role := a.Declared(named, "AWS::IAM::Role"); role != nil {
		return role
	}
	for _, candidate := range a.OfType("AWS::IAM::Role") {
		name := stack.Property(candidate, "RoleName")
		if name != nil && value.Same(name, named) == value.Yes {
			return candidate
		}
	}
	return nil
}

// profileNamed returns the declared instance profile with the name, or nil.
func (a *agents) profileNamed(name *value.Value) *template.Resource {
	for _, candidate := range a.OfType("AWS::IAM::InstanceProfile") {
		declared := stack.Property(candidate, "InstanceProfileName")
		if declared != nil && value.Same(declared, name) == value.Yes {
			return candidate
		}
	}
	return nil
}

// roleRights returns what a role lets the agent do, by all policies that are attached to it.
func (a *agents) roleRights(role *template.Resource) rights {
	if granted, done := a.roles[role]; done {
		return granted
	}
	granted := rights{agent: value.No, sessions: value.No}
	for _, arn := range stack.Property(role, "ManagedPolicyArns").List() {
		granted.add(a.managedRights(role, arn))
	}
	for _, inline := range stack.Property(role, "Policies").List() {
		granted.add(documentRights(role, stack.Dig(inline, "PolicyDocument")))
	}
	for _, kind := range []string{"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"} {
		for _, policy := range a.OfType(kind) {
			if policy.Exists == value.Yes && a.attaches(policy, role) {
				granted.add(documentRights(policy, stack.Property(policy, "PolicyDocument")))
			}
		}
	}
	a.roles[role] = granted
	return granted
}

// attaches reports whether a policy names the role, by reference or by name.
func (a *agents) attaches(policy, role *template.Resource) bool {
	name := stack.Property(role, "RoleName")
	for _, v := range append(stack.Property(policy, "Roles").List(), stack.Property(policy, "RoleName").List()...) {
		if a.Declared(v, role.Type) == role || name != nil && value.Same(v, name) == value.Yes {
			return true
		}
	}
	return false
}

// managedRights returns what a managed policy lets the agent do, by the name at the end of its ARN.
func (a *agents) managedRights(role *template.Resource, arn *value.Value) rights {
	if policy := a.Declared(arn, "AWS::IAM::ManagedPolicy"); policy != nil {
		return documentRights(policy, stack.Property(policy, "PolicyDocument"))
	}
	last := arn
	if arn.Kind == value.Text {
		last = arn.Parts[len(arn.Parts)-1]
	}
	text, ok := last.Literal()
	if !ok {
		return rights{}
	}
	name := text[strings.LastIndex(text, "/")+1:]
	if !slices.Contains(agentPolicies, name) {
		return rights{agent: value.No, sessions: value.No}
	}
	return rights{
		agent: value.Yes, sessions: value.Yes,
		sign: fact.Hop{At: arn.At, Message: "role " + role.Name + " has the managed policy " + name},
	}
}

// documentRights returns what the Allow statements of a policy let the agent do. A statement for every
// action shows no intent.
func documentRights(owner *template.Resource, document *value.Value) rights {
	granted := rights{agent: value.No, sessions: value.No}
	for _, statement := range stack.Dig(document, "Statement").List() {
		effect, known := stack.Dig(statement, "Effect").Literal()
		if !known {
			granted.add(rights{})
		}
		if effect != "Allow" {
			continue
		}
		reach := coversInstances(statement)
		for _, action := range stack.Dig(statement, "Action").List() {
			given := actionRights(owner, action)
			given.within(reach)
			granted.add(given)
		}
	}
	return granted
}

func actionRights(owner *template.Resource, action *value.Value) rights {
	text, ok := action.Literal()
	if !ok {
		return rights{}
	}
	pattern := strings.ToLower(text)
	service, _, _ := strings.Cut(pattern, ":")
	if strings.ContainsAny(service, "*?") {
		return rights{agent: value.No, sessions: value.No}
	}
	matches := func(name string) bool {
		matched, err := path.Match(pattern, name)
		return err == nil && matched
	}
	return rights{
		agent:    value.TruthOf(slices.ContainsFunc(agentActions, matches)),
		sessions: value.TruthOf(slices.ContainsFunc(sessionActions, matches)),
		sign:     fact.Hop{At: action.At, Message: owner.Name + " allows " + text},
	}
}
