// Package template reads CloudFormation: parameters, mappings, conditions and intrinsic functions,
// resolved as far as they can be without an account.
package template

import (
	"github.com/latchkey-dev/latchkey/analyzer/source"
	"github.com/latchkey-dev/latchkey/analyzer/syntax"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Template is a CloudFormation template with its resources resolved under one scenario.
type Template struct {
	// Tree is the text the template was read from.
	Tree *syntax.Tree
	// Resources are in the order of the file. Resources that do not exist under the scenario are
	// left out.
	Resources []*Resource
	// Absent are the resources that do not exist under the scenario, in the order of the file. Nothing
	// of them is resolved: Properties and Metadata are nil.
	Absent []*Resource
	// Implied are the resources that AWS SAM makes of those that the template declares.
	Implied []Implied
	// Outputs are the values that the stack gives to whoever made it.
	Outputs []Output
	// Exports are the outputs that other stacks may import.
	Exports []Export
	// Imports are the names of the exports that the template imports, as far as they are known.
	Imports []string
	// OpenImports are the names of the other exports that it imports, which are not known as a whole.
	OpenImports []*value.Value
	// Transforms are the macros that change the template at deployment, as in
	// "AWS::Serverless-2016-10-31".
	Transforms []string
	// Gaps are reasons why the stack may hold resources that Resources does not list, such as a
	// macro. A template with gaps proves no absence.
	Gaps []string
	// Scenario is the truth of every condition, by name.
	Scenario map[string]value.Truth
	// Body is the resolved template, for finding the text of a handle: a Map that holds the section
	// Resources and below it every resource with its attributes.
	Body *value.Value
	// Problems are sections and resources of the wrong shape.
	Problems []Problem

	byID map[string]*Resource
}

// Resource is a resource of a template.
type Resource struct {
	// ID is the file's name, "#" and the logical id, as in "net.yaml#Vpc". References use it.
	ID string
	// Name is the logical id.
	Name string
	// Type is the resource's type, as in "AWS::EC2::VPC".
	Type string
	// At is the handle of the resource.
	At source.At
	// Exists is Undecided when the resource stands under a condition that can't be decided.
	Exists value.Truth
	// Condition is the name of the condition the resource stands under; empty without one.
	Condition string
	// Properties are the resource's properties: a Map, or Unresolved where they can't be known at
	// all. Never nil.
	Properties *value.Value
	// Metadata is the resource's Metadata section; nil without one.
	Metadata *value.Value
	// DependsOn are the logical ids the resource waits for.
	DependsOn []string
	// Origin is the resource's text.
	Origin value.Origin
}

// Output is a value that a stack gives to whoever made it.
type Output struct {
	Name  string
	Value *value.Value
}

// Export is an output that other stacks may import by name.
type Export struct {
	// At is the handle of the output.
	At source.At
	// Name is the name it is imported by.
	Name *value.Value
	// Value is what an import gives.
	Value *value.Value
	// Importer is the name of another file that may import it, as far as can be told; empty for none.
	Importer string
}

// Importer is an import of another file that is not known to mean a certain export.
type Importer struct {
	// File is the file's base name.
	File string
	// Import is the name it imports by, as far as it is known.
	Import *value.Value
}

// Problem is something in a template that CloudFormation would refuse, at the node it is about.
type Problem struct {
	At source.At
	// Message is a sentence without a full stop.
	Message string
}

// Environment is what is known of the deployment. Empty fields are unknown and stay symbolic.
type Environment struct {
	// Region is the AWS Region, as in "ap-northeast-2".
	Region string
	// Account is the 12-digit id of the account that owns the stack.
	Account string
	// Partition is "aws", "aws-cn" or another; empty means that of the Region. See InPartition.
	Partition string
	// Parameters are values by parameter name; they come before defaults.
	Parameters map[string]string
	// Facts returns what is known beyond that of what a file declares; nil where nothing is. See Known.
	Facts func(file string) Known
	// Arguments are the parameters that a parent stack gives; they come before Parameters.
	Arguments map[string]*value.Value
	// Imports are the values of exports, by name.
	Imports map[string]*value.Value
	// Importers are the imports of other files that may mean an export of this one.
	Importers []Importer
	// Outputs are the outputs of nested stacks, by the logical id of the stack and the output's name.
	Outputs map[string]map[string]*value.Value
	// Instance tells the stacks of one template apart where there are several; it becomes part of the
	// resources' ids. Empty for a template that is one stack.
	Instance string
	// Include returns the file that AWS::Include names by its location, as it is written in the file
	// named from. Nil, and a nil tree, leave what is included unresolved, or a gap where it may hold
	// resources.
	Include func(from, location string) *syntax.Tree
	// Relevant reports whether anybody looks at the properties of resources of a type. Others are left
	// unresolved, which saves most of the work. Nil means all.
	Relevant func(resourceType string) bool
	// Scenario is what parameters without a given value are taken to be; nil means their defaults.
	Scenario Assignment
	// AnyScenario leaves conditions undecided that another scenario decides otherwise, so that all is read
	// that there is in any.
	AnyScenario bool
}
