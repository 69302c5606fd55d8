package lockout

import (
	"maps"
	"slices"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Service is what is known of one kind of resource whose policy is analysed: a row of the table.
type Service struct {
	// Name is what [Target] knows it by: the prefix of the actions, unless several kinds of resources share
	// one, as in "s3-access-point".
	Name string
	// Noun is the resource, as in "bucket".
	Noun string
	// Types are the CloudFormation resource types that hold the policy; empty where none does.
	Types []string
	// ARN is the form of the ARN that the service authorises the actions on, with the parts that differ in
	// braces, as in "arn:{partition}:s3:::{name}".
	ARN string
	// Edit are the actions that replace the policy, Remove those that take it away or take denials out of
	// it. Actions that only add permissions lead nowhere. A policy of a service without either can't lock
	// anyone out of managing it, since identity policies alone decide that.
	Edit, Remove []string
	// Destroy are the actions that delete the resource with its policy.
	Destroy []string
	// Data are the core data actions: without all of them, the resource is of no use to anyone.
	Data []string
	// Root are the actions that a Deny does not close to the root user of the account, as the service
	// documents; empty where it documents none.
	Root []string
	// Unlock is AWS's task policy for sts:AssumeRoot that allows what the root user needs.
	Unlock string
	// Safety says how the service makes sure that a document does not lock out the one who puts it: the
	// parameter that turns the check off, or "always"; "" for services that accept every document.
	Safety string
	// NeedsAllow says that permissions in identity policies count only if the policy allows the same, to the
	// principal or to the account.
	NeedsAllow bool
}

// service is a row of the table, with what the proof needs besides. A service that is not in the table is
// undecided.
type service struct {
	Service

	// objects stands between the ARN of the resource and the name of an object within it, when the data
	// actions are on objects.
	objects string
	// carries are the condition keys of the service that requests for Edit and Remove may have; all its
	// other keys are absent from them (Service Authorization Reference).
	carries []string
	// ownNameOnly says that the service refuses a policy with a Resource that is not its own.
	ownNameOnly bool
	// ownActionsOnly says that the service refuses a policy with an action of another service (IAM User Guide, Access
	// Analyzer policy check reference, Unsupported action in policy).
	ownActionsOnly bool
	// bare says that statements of the policy have no Resource element.
	bare bool
	// byLabel says that Remove takes single statements out, by their Sid. What it does with a statement
	// without one is not documented, so that such a statement closes no way.
	byLabel bool
	// refIsARN says that Ref gives the ARN of the resource, and not its name.
	refIsARN bool
	// url returns the URL of a resource that is wholly known; nil for resources that have none.
	url func(Place) string
	// arn reads what a property or a pattern refers to as an ARN, with symbolic parts; nil for ARN.read.
	arn func(place, *value.Value) *value.Value
}

// services holds the services that are analysed, by their names.
var services = byName(storage, messaging, data, build, others)

func byName(tables ...[]service) map[string]service {
	all := map[string]service{}
	for _, table := range tables {
		for _, row := range table {
			all[row.Name] = row
		}
	}
	return all
}

// Services returns the table of services, sorted by name.
func Services() []Service {
	all := make([]Service, 0, len(services))
	for _, name := range slices.Sorted(maps.Keys(services)) {
		all = append(all, services[name].Service)
	}
	return all
}

// Analysed reports whether policies of the service, as in "s3", are analysed.
func Analysed(name string) bool {
	_, known := services[name]
	return known
}

// recovery lists the actions that give a way back, those that edit first.
func (s service) recovery() []string {
	return append(append([]string{}, s.Edit...), s.Remove...)
}
