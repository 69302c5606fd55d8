package policy

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// keyFact says in whose requests a global condition key is.
type keyFact struct {
	// always are the kinds of callers whose requests have the key, may those whose requests may.
	// Others' lack it.
	always, may []PrincipalKind
}

// everyone, identities and so on are the kinds of callers that keys are about.
var (
	identities = []PrincipalKind{User, Role, Session, FederatedUser, Account}
	sessions   = []PrincipalKind{Role, Session}
	temporary  = []PrincipalKind{User, Role, Session, FederatedUser, Account, Federated}
	principals = []PrincipalKind{User, Role, Session, FederatedUser}
	everyone   = []PrincipalKind{User, Role, Session, FederatedUser, Account, Service, Federated, Anyone}
	services   = []PrincipalKind{Service}
	// withAnyone and withService add to the callers of an account.
	withAnyone  = []PrincipalKind{User, Role, Session, FederatedUser, Account, Anyone}
	withService = []PrincipalKind{User, Role, Session, FederatedUser, Account, Service}
	outsiders   = []PrincipalKind{Service, Federated}
)

// keyFacts is the table of presence in the IAM User Guide, AWS global condition context keys. A key
// that may be there can't be told from the caller: it depends on how and where from the call is made.
var keyFacts = map[string]keyFact{
	"aws:currenttime":                  {always: everyone},
	"aws:epochtime":                    {always: everyone},
	"aws:securetransport":              {always: everyone},
	"aws:useragent":                    {always: everyone},
	"aws:requestedregion":              {always: everyone},
	"aws:viaawsservice":                {always: everyone},
	"aws:resourceaccount":              {may: everyone},
	"aws:resourceorgid":                {may: everyone},
	"aws:resourceorgpaths":             {may: everyone},
	"aws:principalaccount":             {always: withAnyone, may: outsiders},
	"aws:principaltype":                {always: everyone},
	"aws:userid":                       {always: withAnyone, may: outsiders},
	"aws:principalarn":                 {always: identities, may: outsiders},
	"aws:principalisawsservice":        {always: withService, may: outsiders},
	"aws:username":                     {always: []PrincipalKind{User}},
	"aws:principalorgid":               {may: identities},
	"aws:principalorgpaths":            {may: identities},
	"aws:principalservicename":         {always: services},
	"aws:principalservicenameslist":    {always: services},
	"aws:assumedroot":                  {may: []PrincipalKind{Account}},
	"aws:tokenissuetime":               {always: sessions, may: temporary},
	"aws:multifactorauthpresent":       {may: temporary},
	"aws:multifactorauthage":           {may: temporary},
	"aws:sourceidentity":               {may: []PrincipalKind{Role, Session, Federated}},
	"aws:federatedprovider":            {may: []PrincipalKind{Role, Session, Federated}},
	"aws:ec2instancesourcevpc":         {may: sessions},
	"aws:ec2instancesourceprivateipv4": {may: sessions},
	"aws:sourceip":                     {may: everyone},
	"aws:sourcevpc":                    {may: everyone},
	"aws:sourcevpcarn":                 {may: everyone},
	"aws:sourcevpce":                   {may: everyone},
	"aws:vpcsourceip":                  {may: everyone},
	"aws:vpceaccount":                  {may: everyone},
	"aws:vpceorgid":                    {may: everyone},
	"aws:vpceorgpaths":                 {may: everyone},
	"aws:sourcearn":                    {may: services},
	"aws:sourceaccount":                {may: services},
	"aws:sourceorgid":                  {may: services},
	"aws:sourceorgpaths":               {may: services},
	"aws:calledvia":                    {may: identities},
	"aws:calledviafirst":               {may: identities},
	"aws:calledvialast":                {may: identities},
}

// KeyPresence answers whether the requests of callers of a kind carry a condition key, as far as that
// alone tells. It is Undecided for keys of services and tags, too. The kinds are those of
// [Caller.Kind].
func KeyPresence(key string, kind PrincipalKind) value.Truth {
	key = strings.ToLower(key)
	fact, known := keyFacts[key]
	switch {
	case strings.HasPrefix(key, "aws:principaltag/"):
		return value.TruthOf(slices.Contains(principals, kind)).And(value.Undecided)
	case !known:
		return value.Undecided
	case slices.Contains(fact.always, kind):
		return value.Yes
	default:
		return value.TruthOf(slices.Contains(fact.may, kind)).And(value.Undecided)
	}
}

// multivaluedKeys hold lists (IAM User Guide, Multivalued context keys; Service Authorization
// Reference: keys of an ArrayOf type, of the services with resource policies).
var multivaluedKeys = []string{
	"aws:calledvia", "aws:principalorgpaths", "aws:principalservicenameslist", "aws:resourceorgpaths",
	"aws:sourceorgpaths", "aws:tagkeys", "aws:vpceorgpaths",
	"dynamodb:attributes", "dynamodb:leadingkeys",
	"ec2:vpceprivatednsspecifieddomains",
	"events:eventbusarn", "events:source", "events:targetarn",
	"kms:encryptioncontextkeys", "kms:grantoperations", "kms:resourcealiases",
	"lambda:layer", "lambda:securitygroupids", "lambda:subnetids",
	"s3:inventoryaccessibleoptionalfields", "s3:requestobjecttagkeys", "s3express:permissions",
	"secretsmanager:addreplicaregions",
	"sts:identitytokenaudience", "sts:transitivetagkeys", "sts:requestcontextproviders",
}

// IsMultivalued reports whether a condition key holds a list by its nature, as far as is known.
func IsMultivalued(key string) bool {
	return slices.Contains(multivaluedKeys, strings.ToLower(key))
}
