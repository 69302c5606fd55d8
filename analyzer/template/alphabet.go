package template

import (
	"slices"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// alphabetOf returns what an attribute of a resource is made of, "" for what Ref gives.
func alphabetOf(node *syntax.Node, attribute string) value.Alphabet {
	kind := scalarText(node.Get("Type"))
	switch {
	case strings.HasPrefix(kind, "AWS::EC2::") && slices.Contains(idAttributes, attribute):
		return value.Words
	case kind == "AWS::EC2::SecurityGroup" && attribute == "":
		return groupAlphabet(node.Get("Properties").Get("VpcId"))
	}
	return alphabets[[2]string{kind, attribute}]
}

// idAttributes are the attributes of EC2's types that give an id such as vpc-0a1b.
var idAttributes = []string{
	"AllocationId", "GroupId", "InstanceId", "InternetGatewayId", "LaunchTemplateId", "NatGatewayId",
	"RouteTableId", "SubnetId", "VolumeId", "VpcId",
}

// groupAlphabet is that of what Ref gives for a security group: its id when it is in a VPC, else its name,
// which may hold nearly anything.
func groupAlphabet(vpc *syntax.Node) value.Alphabet {
	if vpc == nil || hasNoValue(vpc) {
		return value.AnyText
	}
	return value.Words
}

// alphabets are what names and ids are made of, by type and attribute, "" for Ref. Source: the constraints on
// the properties that hold these names, and the examples of return values, in the CloudFormation Template
// Reference. What is left out may hold anything: names of log groups and repositories have slashes, those of
// IAM commas, and Ref gives an ARN or a URL for many a type.
var alphabets = map[[2]string]value.Alphabet{
	{"AWS::EC2::CustomerGateway", ""}:           value.Words,
	{"AWS::EC2::DHCPOptions", ""}:               value.Words,
	{"AWS::EC2::EgressOnlyInternetGateway", ""}: value.Words,
	{"AWS::EC2::EIP", ""}:                       value.Names,
	{"AWS::EC2::Host", ""}:                      value.Words,
	{"AWS::EC2::Instance", ""}:                  value.Words,
	{"AWS::EC2::InternetGateway", ""}:           value.Words,
	{"AWS::EC2::LaunchTemplate", ""}:            value.Words,
	{"AWS::EC2::NatGateway", ""}:                value.Words,
	{"AWS::EC2::NetworkAcl", ""}:                value.Words,
	{"AWS::EC2::NetworkInterface", ""}:          value.Words,
	{"AWS::EC2::RouteTable", ""}:                value.Words,
	{"AWS::EC2::Subnet", ""}:                    value.Words,
	{"AWS::EC2::Subnet", "AvailabilityZone"}:    value.Words,
	{"AWS::EC2::TransitGateway", ""}:            value.Words,
	{"AWS::EC2::TransitGatewayAttachment", ""}:  value.Words,
	{"AWS::EC2::TransitGatewayRouteTable", ""}:  value.Words,
	{"AWS::EC2::VPC", ""}:                       value.Words,
	{"AWS::EC2::VPCEndpoint", ""}:               value.Words,
	{"AWS::EC2::VPCPeeringConnection", ""}:      value.Words,
	{"AWS::EC2::VPNGateway", ""}:                value.Words,
	{"AWS::EC2::Volume", ""}:                    value.Words,
	{"AWS::EFS::FileSystem", ""}:                value.Words,
	{"AWS::KMS::Key", ""}:                       value.Words,
	{"AWS::KMS::ReplicaKey", ""}:                value.Words,

	{"AWS::DynamoDB::GlobalTable", ""}:   value.Names,
	{"AWS::DynamoDB::Table", ""}:         value.Names,
	{"AWS::Kinesis::Stream", ""}:         value.Names,
	{"AWS::Lambda::Function", ""}:        value.Names,
	{"AWS::S3::Bucket", ""}:              value.Names,
	{"AWS::SNS::Topic", "TopicName"}:     value.Names,
	{"AWS::SQS::Queue", "QueueName"}:     value.Names,
	{"AWS::Serverless::Function", ""}:    value.Names,
	{"AWS::Serverless::SimpleTable", ""}: value.Names,
}

// pseudoAlphabets are what pseudo parameters are made of.
var pseudoAlphabets = map[string]value.Alphabet{
	"AWS::AccountId": value.Digits,
	"AWS::Region":    value.Words,
	"AWS::StackName": value.Words,
}

// alphabetOfType returns what a parameter of an AWS-specific type is made of. CloudFormation looks such ids up
// in the account.
func alphabetOfType(kind string) value.Alphabet {
	if strings.HasPrefix(kind, "AWS::EC2::") && strings.HasSuffix(kind, "::Id") {
		return value.Words
	}
	return value.AnyText
}

// alphabetOfItems returns what the items of a list parameter are made of that the node refers to.
func (r *reader) alphabetOfItems(node *syntax.Node) value.Alphabet {
	function, _ := asCall(node)
	kind := scalarText(r.parameters[scalarText(function.argument)].Get("Type"))
	if function.name != "Ref" || !isListType(kind) {
		return value.AnyText
	}
	return alphabetOfType(strings.TrimSuffix(strings.TrimPrefix(kind, "List<"), ">"))
}

// reference returns a reference to an attribute of a declared resource, "" for what Ref gives.
func (r *reader) reference(name, attribute string) *value.Value {
	return &value.Value{
		Kind: value.Reference, Resource: r.id(name), Attribute: attribute,
		Alphabet: alphabetOf(r.resources[name], attribute),
	}
}

// spelledOut returns a text with the names that the template gives in place of references that may hold some
// of the characters.
func (r *reader) spelledOut(v *value.Value, characters string) *value.Value {
	switch {
	case v.Kind == value.Reference && v.Alphabet.MayHold(characters):
		if name := r.givenName(v); name != nil {
			return name
		}
	case v.Kind == value.Text:
		parts := make([]*value.Value, len(v.Parts))
		for i, part := range v.Parts {
			parts[i] = r.spelledOut(part, characters)
		}
		return r.concat(parts)
	}
	return v
}

// givenName returns the literal name that the template gives the resource that a reference is to; nil for
// none.
func (r *reader) givenName(reference *value.Value) *value.Value {
	name := strings.TrimPrefix(reference.Resource, r.id("")) // no name where it is of another file
	kind := scalarText(r.resources[name].Get("Type"))
	property, ok := nameProperties[[2]string{kind, reference.Attribute}]
	if !ok {
		return nil
	}
	given := r.property(name, property)
	if _, isLiteral := given.Literal(); !isLiteral {
		return nil
	}
	return given
}
