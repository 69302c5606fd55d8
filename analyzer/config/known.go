package config

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/rule"
)

// The texts that facts are written as.
type (
	// PrincipalPattern is the ARN of a user or role: * stands for any text in its name, and for any account.
	PrincipalPattern string
	// Organization is the id of an organization, as in o-a1b2c3d4e5.
	Organization string
	// Network is a block of addresses in CIDR notation.
	Network string
	// Service is the last part of the name of an endpoint service, as in ssm of com.amazonaws.eu-west-1.ssm.
	Service string
	// Switch is true or false.
	Switch string
)

// Known is what is known of a deployment and stands in no template. It decides what is undecided or conditional
// without it.
type Known struct {
	// BreakGlass are users and roles that are kept for emergencies and have no permissions boundary: in each account
	// that fits there is one for each pattern. A policy that spares all that fit a pattern can be changed again.
	BreakGlass []PrincipalPattern `json:"break-glass"`
	// Organization is the id of the organization that the account is in.
	Organization Organization `json:"organization"`
	// OnPremises are the addresses of networks that gateways lead to, such as those of an office. Requests to AWS come
	// from the public ones.
	OnPremises []Network `json:"on-premises"`
	// LegacySSMAgent says that the agents of Systems Manager are older than version 3.3.40 and need ec2messages.
	LegacySSMAgent Switch `json:"legacy-ssm-agent"`
	// Endpoints are services that endpoints in another VPC provide under their usual names.
	Endpoints []Service `json:"endpoints"`
}

// with returns the facts with others on top. A list takes the place of the one below it.
func (k Known) with(over Known) Known {
	if over.BreakGlass != nil {
		k.BreakGlass = over.BreakGlass
	}
	if over.OnPremises != nil {
		k.OnPremises = over.OnPremises
	}
	if over.Endpoints != nil {
		k.Endpoints = over.Endpoints
	}
	replace(&k.Organization, over.Organization)
	replace(&k.LegacySSMAgent, over.LegacySSMAgent)
	return k
}

// Networks returns the networks on premises.
func (k Known) Networks() []netip.Prefix {
	var all []netip.Prefix
	for _, written := range k.OnPremises {
		if network, err := netip.ParsePrefix(string(written)); err == nil {
			all = append(all, network)
		}
	}
	return all
}

// principalForm is that of the ARNs of users and roles, with their paths (IAM User Guide, IAM identifiers). The
// partition and the account may be any.
var principalForm = regexp.MustCompile(`^arn:(\*|aws(-[a-z]+)*):iam::(\*|\d{12}):(role|user)/[\w+=,.@/*?-]+$`)

// reservedRole begins the names of the roles that IAM Identity Center makes, and reservedPath their path (IAM Identity
// Center User Guide, Referencing permission sets in resource policies).
const (
	reservedRole = "AWSReservedSSO_"
	reservedPath = "role/aws-reserved/sso.amazonaws.com/"
)

// fault says what is wrong with a pattern; empty for nothing.
func (p PrincipalPattern) fault() string {
	_, name, _ := strings.Cut(string(p), "::")
	switch {
	case !principalForm.MatchString(string(p)):
		return "want the ARN of a role or user, such as arn:aws:iam::*:role/BreakGlass"
	case strings.Contains(name, reservedRole) && !strings.Contains(name, reservedPath):
		return "roles of IAM Identity Center have the path /aws-reserved/sso.amazonaws.com/"
	default:
		return ""
	}
}

// fault says what is wrong with a block of addresses; empty for nothing.
func (n Network) fault() string {
	network, err := netip.ParsePrefix(string(n))
	switch {
	case err != nil || network.Addr().Is4In6():
		return "want a block of addresses such as 192.168.0.0/16"
	case network != network.Masked():
		return "want the first address of the block, " + network.Masked().String()
	case network.Bits() == 0:
		return "want the addresses on premises, not all there are"
	default:
		return ""
	}
}

// serviceForm is that of the last part of the names of endpoint services, which may have parts of its own, as in
// ecr.api.
var serviceForm = regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)*$`)

// askedServices are those for whose endpoints latchkey looks.
var askedServices = []string{"ssm", "ssmmessages", "ec2messages", "s3", "dynamodb"}

// fault says what is wrong with a service; empty for nothing. One that is nearly one of those that are looked for is
// misspelt: it would quietly decide nothing.
func (s Service) fault() string {
	text := string(s)
	if !serviceForm.MatchString(text) || strings.Contains(text, "amazonaws") {
		return "want a service such as ssm, without com.amazonaws and the Region"
	}
	if slices.Contains(askedServices, text) {
		return ""
	}
	for _, asked := range askedServices {
		if off := rule.Distance(strings.ReplaceAll(text, "-", ""), asked); off <= (len(asked)+1)/4 {
			return fmt.Sprintf("did you mean %q?", asked)
		}
	}
	return ""
}
