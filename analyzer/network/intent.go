package network

import (
	"path"
	"slices"
	"strings"

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
	sign Hop
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
	ssm.Sessions = Fact{Answer: granted.sessions}
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
		ssm.Intent = yes(ssm.Signs[0].Message)
	case granted.agent == value.Undecided:
		ssm.Intent = undecided("the permissions of its role are not fully known")
	default:
		ssm.Intent = no("nothing shows that " + workload.Name + " is to be managed by Systems Manager")
	}
}

// endpointSigns are the endpoints of the VPC that show that its instances are managed. Parameter Store
// is behind ssm, too, so an endpoint for ssm alone says nothing of a role that can't run the agent. One
// for ssmmessages says nothing where ECS Exec may be what needs it.
func (a *agents) endpointSigns(vpc Link, granted rights) []Hop {
	var signs []Hop
	containers := a.opensContainers()
	for _, endpoint := range a.network.Endpoints {
		if vpc.Standing != Declared || endpoint.VPC.ID != vpc.ID || endpoint.Exists != value.Yes {
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
		signs = append(signs, Hop{At: endpoint.At, Message: endpoint.Name + " is an endpoint for " + endpoint.Service})
	}
	return signs
}

// opensContainers reports whether a service may use ECS Exec, which needs ssmmessages in the service's VPC
// and no agent on the instances.
func (a *agents) opensContainers() bool {
	return slices.ContainsFunc(a.types["AWS::ECS::Service"], func(service *template.Resource) bool {
		return setting(property(service, "EnableExecuteCommand"), value.No).Answer != value.No
	})
}

// associations are the State Manager associations that target the workload.
func (a *agents) associations(workload *Workload) []Hop {
	var signs []Hop
	if own := property(workload.resource, "SsmAssociations"); len(own.List()) > 0 && !own.Is(value.Unresolved) {
		signs = append(signs, Hop{At: own.At, Message: workload.Name + " has an association of Systems Manager"})
	}
	for _, association := range a.types["AWS::SSM::Association"] {
		if association.Exists == value.Yes && a.isTarget(association, workload) {
			signs = append(signs, Hop{At: association.At, Message: association.Name + " targets " + workload.Name})
		}
	}
	return signs
}

// isTarget reports whether an association names the workload, all instances or one of its tags.
func (a *agents) isTarget(association *template.Resource, workload *Workload) bool {
	isNamed := false
	a.mentions(association.Properties, func(id string) { isNamed = isNamed || id == workload.ID })
	if isNamed {
		return true
	}
	for _, target := range property(association, "Targets").List() {
		key, _ := dig(target, "Key").Literal()
		for _, v := range dig(target, "Values").List() {
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
	for _, tag := range property(workload.resource, "Tags").List() {
		tagKey, _ := dig(tag, "Key").Literal()
		tagValue, ok := dig(tag, "Value").Literal()
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
	if profile.Is(value.Map) {
		named := first("Arn", profile)
		if named == nil {
			named = first("Name", profile)
		}
		profile = named
	}
	declared := a.resource(profile, "AWS::IAM::InstanceProfile")
	if declared == nil {
		declared = a.profileNamed(profile)
	}
	if declared == nil || declared.Exists != value.Yes {
		return rights{}
	}
	granted := rights{agent: value.No, sessions: value.No}
	for _, named := range property(declared, "Roles").List() {
		role := a.resource(named, "AWS::IAM::Role")
		if role == nil {
			granted.add(rights{})
			continue
		}
		granted.add(a.roleRights(role))
	}
	return granted
}

// profileNamed returns the declared instance profile with the name, or nil.
func (a *agents) profileNamed(name *value.Value) *template.Resource {
	for _, candidate := range a.types["AWS::IAM::InstanceProfile"] {
		declared := property(candidate, "InstanceProfileName")
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
	for _, arn := range property(role, "ManagedPolicyArns").List() {
		granted.add(a.managedRights(role, arn))
	}
	for _, inline := range property(role, "Policies").List() {
		granted.add(documentRights(role, dig(inline, "PolicyDocument")))
	}
	for _, kind := range []string{"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"} {
		for _, policy := range a.types[kind] {
			if policy.Exists == value.Yes && a.attaches(policy, role) {
				granted.add(documentRights(policy, property(policy, "PolicyDocument")))
			}
		}
	}
	a.roles[role] = granted
	return granted
}

// attaches reports whether a policy names the role, by reference or by name.
func (a *agents) attaches(policy, role *template.Resource) bool {
	name := property(role, "RoleName")
	for _, v := range append(property(policy, "Roles").List(), property(policy, "RoleName").List()...) {
		if a.resource(v, role.Type) == role || name != nil && value.Same(v, name) == value.Yes {
			return true
		}
	}
	return false
}

// managedRights returns what a managed policy lets the agent do, by the name at the end of its ARN.
func (a *agents) managedRights(role *template.Resource, arn *value.Value) rights {
	if policy := a.resource(arn, "AWS::IAM::ManagedPolicy"); policy != nil {
		return documentRights(policy, property(policy, "PolicyDocument"))
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
		sign: Hop{At: arn.At, Message: "role " + role.Name + " has the managed policy " + name},
	}
}

// documentRights returns what the Allow statements of a policy let the agent do. A statement for every
// action shows no intent.
func documentRights(owner *template.Resource, document *value.Value) rights {
	granted := rights{agent: value.No, sessions: value.No}
	for _, statement := range dig(document, "Statement").List() {
		effect, known := dig(statement, "Effect").Literal()
		if !known {
			granted.add(rights{})
		}
		if effect != "Allow" {
			continue
		}
		reach := coversInstances(statement)
		for _, action := range dig(statement, "Action").List() {
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
		sign:     Hop{At: action.At, Message: owner.Name + " allows " + text},
	}
}
