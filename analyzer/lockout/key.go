package lockout

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
)

// axis names a part of a request that can vary while the others stay. Keys that depend on each other share
// one; every other key is an axis of its own, under its own name. An empty axis is that of keys which
// requests for the recovery actions never have.
type axis string

const (
	// onAction is the action.
	onAction axis = "action"
	// onCaller is the principal with its credentials.
	onCaller axis = "caller"
	// onRoute is the way of the request: from the internet, through an endpoint or through a service.
	onRoute axis = "route"
	// onTransport is the protocol.
	onTransport axis = "transport"
	// onTime is the instant.
	onTime axis = "time"
	// onOrganization is the organization that the account is in.
	onOrganization axis = "organization"
	// onDeployment is what is settled by where the resource is.
	onDeployment axis = "deployment"
	// onDocument is what is settled by the document alone.
	onDocument axis = "document"
)

// The global condition keys that are looked at by name (IAM User Guide, AWS global condition context keys).
const (
	keyPrincipalARN     = "aws:principalarn"
	keyUserID           = "aws:userid"
	keyUserName         = "aws:username"
	keyPrincipalType    = "aws:principaltype"
	keyAssumedRoot      = "aws:assumedroot"
	keyMFA              = "aws:multifactorauthpresent"
	keyMFAAge           = "aws:multifactorauthage"
	keyTokenIssueTime   = "aws:tokenissuetime"
	keyViaService       = "aws:viaawsservice"
	keyCalledVia        = "aws:calledvia"
	keyCalledFirst      = "aws:calledviafirst"
	keyCalledLast       = "aws:calledvialast"
	keySourceIP         = "aws:sourceip"
	keySourceVPC        = "aws:sourcevpc"
	keySourceVPCE       = "aws:sourcevpce"
	keySourceVPCARN     = "aws:sourcevpcarn"
	keyVPCSourceIP      = "aws:vpcsourceip"
	keyVPCEAccount      = "aws:vpceaccount"
	keyVPCEOrganization = "aws:vpceorgid"
	keyVPCEPaths        = "aws:vpceorgpaths"
	keyCurrentTime      = "aws:currenttime"
	keyEpochTime        = "aws:epochtime"
	keySecureTransport  = "aws:securetransport"
	keyOrganization     = "aws:principalorgid"
	keyPaths            = "aws:principalorgpaths"
	keyOwnOrganization  = "aws:resourceorgid"
	keyOwnPaths         = "aws:resourceorgpaths"
	keyAccount          = "aws:principalaccount"
	keyOwnAccount       = "aws:resourceaccount"
	keyRegion           = "aws:requestedregion"
	keyIsService        = "aws:principalisawsservice"
	keySourceOwner      = "aws:sourceowner"
)

var axes = map[string]axis{
	keyPrincipalARN: onCaller, keyUserID: onCaller, keyUserName: onCaller, keyPrincipalType: onCaller,
	keyAssumedRoot: onCaller, keyMFA: onCaller, keyMFAAge: onCaller, keyTokenIssueTime: onCaller,
	keyViaService: onRoute, keyCalledVia: onRoute, keyCalledFirst: onRoute, keyCalledLast: onRoute,
	keySourceIP: onRoute, keySourceVPC: onRoute, keySourceVPCE: onRoute, keySourceVPCARN: onRoute,
	keyVPCSourceIP: onRoute, keyVPCEAccount: onRoute, keyVPCEOrganization: onRoute, keyVPCEPaths: onRoute,
	keyCurrentTime: onTime, keyEpochTime: onTime,
	keySecureTransport: onTransport,
	keyOrganization:    onOrganization, keyPaths: onOrganization,
	keyOwnOrganization: onOrganization, keyOwnPaths: onOrganization,
	keyAccount: onDeployment, keyOwnAccount: onDeployment, keyRegion: onDeployment, keyIsService: onDeployment,
}

// absentKeys are in no request that a principal makes for a recovery action: what AWS services send on
// behalf of a resource, and the tags that a request would set (IAM User Guide, AWS global condition context
// keys). A "/" at the end stands for all keys that begin so.
var absentKeys = []string{
	"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths", "aws:principalservicename",
	"aws:principalservicenameslist", "aws:tagkeys", "aws:requesttag/",
}

// accountKeys are keys of services, without their prefix, that hold the account of the caller or of the
// resource, which are one here.
var accountKeys = []string{"resourceaccount", "calleraccount", "dataaccesspointaccount"}

// prefix is that of the actions of the service, and of its condition keys.
func (s service) prefix() string {
	for _, action := range append(s.recovery(), s.Data...) {
		before, _, _ := strings.Cut(action, ":")
		return before
	}
	return ""
}

// axisOf returns the axis of a key in lower case.
func (s service) axisOf(key string) axis {
	if found, is := axes[key]; is {
		return found
	}
	prefix, name, _ := strings.Cut(key, ":")
	switch {
	case isListed(absentKeys, key):
		return ""
	case prefix == "aws", strings.Contains(prefix, "."), prefix == "saml":
		return axis(key) // a provider of identities has a dot in its name
	case prefix != s.prefix() || !isListed(s.carries, name):
		return elsewhere(key)
	case slices.Contains(accountKeys, name):
		return onDeployment
	case name == "tlsversion":
		return onTransport
	default:
		return axis(key)
	}
}

// elsewhere returns the axis of a key that the service does not list for the recovery actions: that of keys which
// AWS puts into all that a role session calls, and of those that no service lists, since nothing is known of
// them. All others are in requests for their own service, or for other actions, alone.
func elsewhere(key string) axis {
	_, isGlobal := catalogue.GlobalKey(key)
	if _, isListed := catalogue.FindKey(key); isListed && !isGlobal {
		return ""
	}
	return axis(key)
}

// spelled returns a key as AWS spells it, and one that is not listed as it is.
func spelled(key string) string {
	listed, isListed := catalogue.FindKey(key)
	fixed, _, isTemplate := strings.Cut(listed.Name, "$")
	switch {
	case !isListed || len(fixed) > len(key):
		return key
	case isTemplate:
		return fixed + key[len(fixed):]
	default:
		return listed.Name
	}
}

// isListed reports whether a list has the key, or a beginning of it that ends in "/".
func isListed(list []string, key string) bool {
	return slices.ContainsFunc(list, func(entry string) bool {
		return entry == key || strings.HasSuffix(entry, "/") && strings.HasPrefix(key, entry)
	})
}

// trait is what is known of a key that depends on no other.
type trait struct {
	// optional says that requests may lack the key, and that any of them can.
	optional bool
	// usual are values that any request can have; a fresh one where free is set.
	usual []string
	free  bool
	// rare are values that requests can have as well.
	rare []string
	// kind is what it takes to have another value, and text says it, with the value behind it. any says it
	// where the value does not matter.
	kind      FactKind
	text, any string
	// name stands before the value in what a fact is about, as in "team=".
	name string
}

// traits are those of the keys that are not attributes of something.
var traits = map[string]trait{
	"aws:useragent": {free: true, kind: Header, text: "the client calls itself "},
	"aws:referer": {
		optional: true, kind: Header, text: "the client sends the referer ", any: "the client sends a referer",
	},
	"aws:sourceidentity": {
		optional: true, kind: InSession,
		text: "the session has the source identity ", any: "the session has a source identity",
	},
	"aws:federatedprovider": {
		optional: true, kind: InSession,
		text: "the session comes from the provider ", any: "the session comes from an identity provider",
	},
	instanceKeys: {
		optional: true, kind: Network,
		text: "the credentials are those of an instance in ", any: "the credentials are those of an instance",
	},
	"authtype": {
		usual: []string{"REST-HEADER"}, rare: []string{"REST-QUERY-STRING", "POST"}, kind: Header,
		text: "the client authenticates by ",
	},
	"signatureversion": {
		usual: []string{"AWS4-HMAC-SHA256"}, rare: []string{"AWS"}, kind: Header, text: "the client signs with ",
	},
	"signatureage": {
		optional: true, kind: Header, text: "the signature has the age ", any: "the client presigns the request",
	},
	"ec2:sourceinstancearn": {
		optional: true, kind: Network,
		text: "the credentials are those of the instance ", any: "the credentials are those of an instance",
	},
	"ec2:roledelivery": {
		optional: true, kind: Network,
		text: "the instance gets its credentials by version ", any: "the credentials are those of an instance",
	},
	"ssm:sourceinstancearn": {
		optional: true, kind: Network, text: "the credentials are those of the managed node ",
		any: "the credentials are those of a managed node",
	},
	"lambda:sourcefunctionarn": {
		optional: true, kind: InSession,
		text: "the request comes from the function ", any: "the request comes from a Lambda function",
	},
	"codebuild:buildarn": {
		optional: true, kind: InSession,
		text: "the request comes from the build ", any: "the request comes from a build",
	},
	"codebuild:projectarn": {
		optional: true, kind: InSession,
		text: "the request comes from a build of ", any: "the request comes from a build",
	},
	"glue:roleassumedby": {
		optional: true, kind: InSession,
		text: "the session was begun by ", any: "the session was begun by AWS Glue",
	},
	"glue:credentialissuingservice": {
		optional: true, kind: InSession,
		text: "the credentials were issued by ", any: "the credentials were issued by AWS Glue",
	},
	"identitystore:userid": {
		optional: true, kind: InSession, text: "the session is that of the Identity Center user ",
		any: "the session is that of an Identity Center user",
	},
	"x-amz-content-sha256":           {free: true, kind: Header, text: "the client sends the digest "},
	"blockpublicpolicy":              {optional: true, usual: []string{"true", "false"}},
	"bypasspolicylockoutsafetycheck": {optional: true, usual: []string{"true", "false"}},
}

// instanceKeys is how the keys begin that tell of the instance that credentials are for.
const instanceKeys = "aws:ec2instancesource"

// traitOf returns what is known of a key that is an axis of its own.
func traitOf(key string) trait {
	prefix, name, _ := strings.Cut(key, ":")
	holder, tag, isTag := strings.Cut(name, "/")
	switch {
	case isTag && holder == "principaltag":
		return tagged("the principal", tag)
	case isTag && strings.HasSuffix(holder, "tag"):
		return tagged("the resource", tag)
	case strings.HasPrefix(key, instanceKeys):
		return traits[instanceKeys]
	}
	if found, is := traits[key]; is {
		return found
	}
	if found, is := traits[name]; is && prefix != "aws" {
		return found
	}
	if strings.Contains(prefix, ".") || prefix == "saml" {
		text := "the session has " + spelled(key)
		return trait{optional: true, kind: InSession, text: text + " ", any: text}
	}
	if prefix == "aws" || elsewhere(key) != "" {
		return trait{optional: true, free: true, kind: Given, text: spelled(key) + " is "}
	}
	return trait{free: true, kind: Tagged, text: "the resource has the " + key + " "}
}

func tagged(whose, tag string) trait {
	return trait{
		optional: true, kind: Tagged,
		text: whose + " has the tag " + tag + "=", any: whose + " has the tag " + tag, name: tag + "=",
	}
}
