package network

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// needed are what the agent has to be allowed, by service: to tell every five minutes that it is there,
// and to hold the channel through which it is given work (Systems Manager User Guide, reference for
// ec2messages, ssmmessages and other API operations).
var needed = map[string][]string{
	"ssm":         {heartbeat},
	"ssmmessages": {"ssmmessages:CreateControlChannel", "ssmmessages:OpenControlChannel"},
	"ec2messages": {"ec2messages:GetMessages"},
}

const heartbeat = "ssm:UpdateInstanceInformation"

// managedActions are what AWS managed policies allow the agent, without any condition. All others allow
// none of it, as of 2026-03.
var managedActions = map[string][]string{
	"AdministratorAccess":                      {"*"},
	"PowerUserAccess":                          {"*"},
	"AmazonSSMManagedInstanceCore":             everyAgentAction,
	"AmazonEC2RoleforSSM":                      everyAgentAction,
	"AmazonSSMManagedEC2InstanceDefaultPolicy": everyAgentAction,
	"AmazonSSMFullAccess":                      everyAgentAction,
	"AWSCloud9SSMInstanceProfile":              {heartbeat, "ssmmessages:*"},
	"AmazonEKSLocalOutpostClusterPolicy":       everyAgentAction,
	"AmazonElasticFileSystemsUtils":            everyAgentAction,
	"AmazonSSMAutomationRole":                  {heartbeat},
	"AWSEC2SqlHaInstancePolicy":                {"ssmmessages:*", "ec2messages:*"},
	"AWSRefactoringToolkitFullAccess":          {"ssmmessages:*"},
	"AWSRefactoringToolkitSidecarPolicy":       {"ssmmessages:*"},
	"AmazonRDSCustomInstanceProfileRolePolicy": {"ssmmessages:*", "ec2messages:*"},
	"AmazonSageMakerClusterInstanceRolePolicy": {"ssmmessages:*"},
}

var everyAgentAction = []string{heartbeat, "ssmmessages:*", "ec2messages:*"}

// permissions are the policies of a role.
type permissions struct {
	identity []*policy.Document
	boundary []*policy.Document
	// weaker are reasons why the role may have others.
	weaker []string
}

// roleLink asks whether the role of the workload allows what its agent calls of the service.
func (a *agents) roleLink(try attempt) ServiceLink {
	link := ServiceLink{Kind: RoleLink, At: try.workload.At}
	role := try.ssm.Role
	switch {
	case try.ssm.Profile == nil:
		return a.profileLink(try)
	case role == nil:
		link.Holds = fact.Undecided("the role of " + try.workload.Name + " is not declared")
		return link
	default:
		link = a.roleAllows(role, try.service)
	}
	if link.Holds.Answer == value.No {
		if unknown := a.otherRights(try); unknown != "" {
			link.Holds, link.Blocker = fact.Undecided(unknown), ""
		}
	}
	return link
}

// profileLink is the link of a workload without an instance profile. Its agent depends on a setting of the account,
// Default Host Management Configuration, so that nothing is sure; the blocker says what it lacks unless a Quick Setup
// is declared that may turn the setting on.
func (a *agents) profileLink(try attempt) ServiceLink {
	link := ServiceLink{
		Kind: RoleLink, At: try.workload.At.Child("Properties").Child("IamInstanceProfile"),
		Holds: fact.Undecided(
			try.workload.Name + " has no instance profile, so whether its agent is let in is a setting of the account",
		),
	}
	if unknown := a.otherRights(try); unknown != "" {
		link.Holds = fact.Undecided(unknown)
		return link
	}
	link.Blocker = MissingPermission
	_, link.Weaker = a.Absence(try.workload.Resource)
	return link
}

// otherRights says why the agent may do without the permissions of its role: Default Host Management
// Configuration gives it others, and ec2messages stands in for ssmmessages. Empty where nothing does.
func (a *agents) otherRights(try attempt) string {
	if setups := a.OfType("AWS::SSMQuickSetup::ConfigurationManager"); len(setups) > 0 {
		return "the Quick Setup " + setups[0].Name + " may give instances a role or permissions"
	}
	if try.service != "ssmmessages" || try.ssm.Role == nil {
		return ""
	}
	old := a.roleAllows(try.ssm.Role, "ec2messages")
	if old.Holds.Answer != value.No && a.endpoint(try.vpc, "ec2messages").fact.Answer != value.No {
		return "the agent may use ec2messages in place of ssmmessages"
	}
	return ""
}

// roleAllows answers whether the role allows what the agent calls of the service.
func (a *agents) roleAllows(role *template.Resource, service string) ServiceLink {
	key := roleKey{role: role, service: service}
	if link, done := a.allowed[key]; done {
		return link
	}
	granted := a.permissions(role)
	link := ServiceLink{Kind: RoleLink, At: role.At}
	link.allows("role "+role.Name, needed[service], func(action string) policy.Decision {
		return policy.Evaluate(a.request(role, action), policy.Policies{
			Identity: granted.identity, Boundary: granted.boundary,
		})
	})
	if link.Holds.Answer == value.No {
		link.Blocker, link.Weaker = MissingPermission, granted.weaker
		if unknown, _ := a.Absence(role); unknown != "" && len(link.Related) == 0 {
			link = ServiceLink{Kind: RoleLink, At: role.At, Holds: fact.Undecided(unknown)}
		}
	}
	a.allowed[key] = link
	return link
}

// allows sums up the decisions about actions, with the statements that deny some.
func (l *ServiceLink) allows(who string, actions []string, decide func(action string) policy.Decision) {
	l.Holds = fact.Yes(who + " allows " + fact.Enumerate(actions))
	for _, action := range actions {
		decision := decide(action)
		switch decision.Allows() {
		case value.No:
			l.Actions = append(l.Actions, action)
			for _, by := range decision.Statements {
				l.Related = append(l.Related, fact.Hop{At: by.At, Message: "this statement denies " + action})
			}
		case value.Undecided:
			l.Holds = fact.Undecided("it can't be decided whether " + who + " allows " + action)
		case value.Yes:
		}
	}
	if len(l.Actions) > 0 {
		l.Holds = fact.No(who + " does not allow " + fact.Enumerate(l.Actions))
	}
}

// request is a call of the agent under the role. Its heartbeat is about the instance, the other actions
// are about no resource (Service Authorization Reference).
func (a *agents) request(role *template.Resource, action string) policy.Request {
	account := unnamed("AWS::AccountId")
	request := policy.Request{
		Action: action,
		Caller: policy.Caller{
			Kind: policy.Role, Account: account,
			ARN: &value.Value{Kind: value.Reference, Resource: role.ID, Attribute: "Arn"},
		},
		Context: policy.Direct(),
	}
	if action == heartbeat {
		region := unnamed("AWS::Region")
		if a.env.Region != "" {
			region = value.OfText(a.env.Region)
		}
		if a.env.Account != "" {
			account = value.OfText(a.env.Account)
			request.Caller.Account = account
		}
		request.Owner = account
		request.Resource = value.Join(
			value.OfText("arn:"+a.env.InPartition()+":ec2:"), region, value.OfText(":"), account,
			value.OfText(":instance/i-"), unnamed("the id of the instance"),
		)
	}
	return request
}

// unnamed is a value that is equal to itself alone.
func unnamed(symbol string) *value.Value {
	return &value.Value{Kind: value.Unresolved, Symbol: symbol, Reason: symbol + " is not known"}
}

// permissions returns the policies of a role, with an unresolved one for each that is not known.
func (a *agents) permissions(role *template.Resource) *permissions {
	if known := a.permitted[role]; known != nil {
		return known
	}
	granted := &permissions{}
	for _, arn := range stack.Property(role, "ManagedPolicyArns").List() {
		granted.identity = append(granted.identity, a.managedDocument(arn))
	}
	for _, inline := range stack.Property(role, "Policies").List() {
		granted.identity = append(granted.identity, policy.Parse(stack.Dig(inline, "PolicyDocument")))
	}
	if boundary := stack.Property(role, "PermissionsBoundary"); boundary != nil {
		granted.boundary = append(granted.boundary, a.managedDocument(boundary))
	}
	for _, kind := range rolePolicyTypes {
		for _, resource := range a.OfType(kind) {
			switch attached := a.attaches(resource, role); {
			case attached && resource.Exists == value.Yes:
				granted.identity = append(granted.identity, policy.Parse(stack.Property(resource, "PolicyDocument")))
			case attached || a.mayAttach(resource, role):
				granted.identity = append(granted.identity, &policy.Document{
					At: resource.At, Unresolved: "policy " + resource.Name + " may be attached",
				})
			}
		}
	}
	_, granted.weaker = a.Absence(role)
	a.permitted[role] = granted
	return granted
}

// rolePolicyTypes are the resources that attach a policy to roles.
var rolePolicyTypes = []string{"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"}

// mayAttach reports whether a policy names roles that are not known and may be this one.
func (a *agents) mayAttach(resource, role *template.Resource) bool {
	named := append(stack.Property(resource, "Roles").List(), stack.Property(resource, "RoleName").List()...)
	return slices.ContainsFunc(named, func(v *value.Value) bool { return a.MayBe(v, role) })
}

// managedDocument returns the document of a managed policy: one that is declared, or what one of AWS
// allows of the agent's actions.
func (a *agents) managedDocument(arn *value.Value) *policy.Document {
	if declared := a.Declared(arn, "AWS::IAM::ManagedPolicy"); declared != nil {
		return policy.Parse(stack.Property(declared, "PolicyDocument"))
	}
	name, isOfAWS := ManagedPolicyName(arn)
	if !isOfAWS {
		return &policy.Document{At: arn.At, Unresolved: "the managed policy is not declared"}
	}
	actions := managedActions[name]
	if actions == nil {
		return &policy.Document{At: arn.At}
	}
	listed := &value.Value{Kind: value.List, At: arn.At}
	for _, action := range actions {
		listed.Items = append(listed.Items, value.OfText(action))
	}
	return policy.Parse(&value.Value{Kind: value.Map, At: arn.At, Fields: []value.Field{
		{Key: "Version", Value: value.OfText("2012-10-17")},
		{Key: "Statement", Value: &value.Value{Kind: value.Map, At: arn.At, Fields: []value.Field{
			{Key: "Effect", Value: value.OfText("Allow")},
			{Key: "Action", Value: listed},
			{Key: "Resource", Value: value.OfText("*")},
		}}},
	}})
}

// ManagedPolicyName returns the name of an AWS managed policy, which is the end of its ARN, as in
// "AmazonEC2RoleforSSM" for "arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM". It reports false
// for the policy of an account and for an ARN whose end is not known.
func ManagedPolicyName(arn *value.Value) (name string, ok bool) {
	if arn == nil {
		return "", false
	}
	text := withGaps(arn)
	_, path, found := strings.Cut(text, ":iam::aws:policy/")
	if !found || strings.Contains(path, gap) {
		return "", false
	}
	return path[strings.LastIndex(path, "/")+1:], true
}

// policyLink asks whether the policy of the endpoint allows what the agent calls. Without one everything
// is allowed.
func (a *agents) policyLink(try attempt) ServiceLink {
	written := stack.Property(try.endpoint.Resource, "PolicyDocument")
	link := ServiceLink{
		Kind: EndpointPolicyLink, At: try.endpoint.At.Child("Properties").Child("PolicyDocument"), Holds: fact.Yes(""),
	}
	if written == nil {
		link.At, link.Holds.Reason = try.endpoint.At, try.endpoint.Name+" has the default policy"
		return link
	}
	document := policy.Parse(written)
	policies := policy.Policies{Identity: anything, Endpoint: []*policy.Document{document}}
	link.allows("the policy of "+try.endpoint.Name, needed[try.service], func(action string) policy.Decision {
		return policy.Evaluate(a.request(a.callerRole(try), action), policies)
	})
	if link.Holds.Answer == value.No {
		link.Blocker = EndpointPolicyCode
	}
	return link
}

// callerRole is the role under which the agent calls; one that nothing is known of where none is
// declared.
func (a *agents) callerRole(try attempt) *template.Resource {
	if try.ssm.Role != nil {
		return try.ssm.Role
	}
	return &template.Resource{ID: try.workload.ID + " role"}
}

// anything is a policy that allows everything, for questions about other policies.
var anything = []*policy.Document{policy.Parse(&value.Value{Kind: value.Map, Fields: []value.Field{
	{Key: "Statement", Value: &value.Value{Kind: value.Map, Fields: []value.Field{
		{Key: "Effect", Value: value.OfText("Allow")},
		{Key: "Action", Value: value.OfText("*")},
		{Key: "Resource", Value: value.OfText("*")},
	}}},
}})}
