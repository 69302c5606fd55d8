package lockout

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// service is what the proof needs to know of one service. A service that is not in the table is
// undecided.
type service struct {
	// edit are the actions that replace the policy, remove those that take it away or take denials
	// out of it, on the ARN of the resource. Actions that only add permissions lead nowhere.
	edit, remove []string
	// data are the core data actions: without all of them, the resource is of no use to anyone.
	data []string
	// objects says that the data actions are on what lies within the resource, such as objects.
	objects bool
	// rootExempt says that the service documents that a Deny does not bind the root user of the
	// account in edit or remove.
	rootExempt bool
	// unlock is AWS's task policy for sts:AssumeRoot that allows what the root user needs.
	unlock string
	// ownNameOnly says that the service refuses a policy with a Resource that is not its own.
	ownNameOnly bool
	// byLabel says that remove takes single statements out, by their Sid, so that a statement without
	// one stays.
	byLabel bool
	// url returns the URL of a resource that is wholly known; nil for resources that have none.
	url func(Place) string
	// arn returns the ARN of the resource that a property or a pattern refers to, with symbolic
	// parts; what it does not know how to read it returns as it is.
	arn func(place, *value.Value) *value.Value
}

// services holds the services that are analysed, by the prefix of their actions. Sources: the API
// references of PutBucketPolicy and SetQueueAttributes, the IAM User Guide's "Tasks that require
// root user credentials", and the AWS managed policies below policy/root-task.
var services = map[string]service{
	"s3": {
		edit:        []string{"s3:PutBucketPolicy"},
		remove:      []string{"s3:DeleteBucketPolicy"},
		data:        []string{"s3:GetObject", "s3:PutObject"},
		objects:     true,
		rootExempt:  true,
		unlock:      "S3UnlockBucketPolicy",
		ownNameOnly: true,
		arn:         bucketARN,
	},
	"sqs": {
		edit:       []string{"sqs:SetQueueAttributes"},
		remove:     []string{"sqs:RemovePermission"},
		data:       []string{"sqs:SendMessage", "sqs:ReceiveMessage"},
		rootExempt: true,
		unlock:     "SQSUnlockQueuePolicy",
		byLabel:    true,
		url:        queueURL,
		arn:        queueARN,
	},
}

// Analysed reports whether policies of the service, as in "s3", are analysed.
func Analysed(name string) bool {
	_, known := services[name]
	return known
}

// recovery lists the actions that give a way back, those that edit first.
func (s service) recovery() []string {
	return append(append([]string{}, s.edit...), s.remove...)
}

// arns returns the ARN for each form of a resource's name.
func (s service) arns(where place, name Name) []*value.Value {
	arns := make([]*value.Value, 0, len(name))
	for _, form := range name {
		arns = append(arns, s.arn(where, form))
	}
	return arns
}

// arnFields is the number of parts of an ARN.
const arnFields = 6

// place is where a resource lives, as far as it is known.
type place struct {
	partition, region, account *value.Value
}

func literal(text string) *value.Value {
	return &value.Value{Kind: value.String, Text: text}
}

// attribute returns another attribute of the resource that a reference is to.
func attribute(reference *value.Value, name string) *value.Value {
	return &value.Value{Kind: value.Reference, Resource: reference.Resource, Attribute: name}
}

// bucketARN reads a bucket's name, its ARN or a reference to it.
func bucketARN(where place, v *value.Value) *value.Value {
	switch {
	case isARN(v):
		return v
	case v.Kind == value.Reference && v.Attribute == "Arn":
		v = attribute(v, "")
	}
	return value.Join(literal("arn:"), where.partition, literal(":s3:::"), v)
}

// queueARN reads a queue's URL, its name, its ARN or a reference to it.
func queueARN(where place, v *value.Value) *value.Value {
	if isARN(v) {
		return v
	}
	name := v
	if v.Kind == value.Reference && (v.Attribute == "" || v.Attribute == "Arn" || v.Attribute == "QueueUrl") {
		name = attribute(v, "QueueName")
	} else if v.Kind == value.Unresolved {
		return v
	}
	if segments := policy.Split(v, "/", queueURLSegments); len(segments) == queueURLSegments {
		name = segments[queueURLSegments-1]
		where.account = segments[queueURLSegments-2]
		if region := hostRegion(segments[2]); region != "" {
			where.region = literal(region)
		}
	}
	return value.Join(literal("arn:"), where.partition, literal(":sqs:"), where.region, literal(":"),
		where.account, literal(":"), name)
}

// queueURLSegments counts what lies between the slashes of https://sqs.REGION.amazonaws.com/ACCOUNT/NAME.
const queueURLSegments = 5

// hostRegion returns the Region in the host name of a queue's URL, "" where it can't be told.
func hostRegion(host *value.Value) string {
	text, _ := host.Literal()
	if labels := strings.Split(text, "."); len(labels) > 2 && labels[0] == "sqs" {
		return labels[1]
	}
	return ""
}

func isARN(v *value.Value) bool {
	if v.Kind == value.Text {
		v = v.Parts[0]
	}
	text, ok := v.Literal()
	return ok && strings.HasPrefix(text, "arn:")
}

// pattern returns the ARN pattern of a Resource element with references to whole ARNs spelled out,
// so that it compares with the ARN of the resource part by part.
func (s service) pattern(where place, v *value.Value) *value.Value {
	if v.Kind == value.Reference && v.Attribute == "Arn" {
		return s.arn(where, v)
	}
	if v.Kind != value.Text || v.Parts[0].Kind != value.Reference || v.Parts[0].Attribute != "Arn" {
		return v
	}
	return value.Join(append([]*value.Value{s.arn(where, v.Parts[0])}, v.Parts[1:]...)...)
}
