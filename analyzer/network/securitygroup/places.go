package securitygroup

import (
	"github.com/latchkey-dev/latchkey/analyzer/fact"
	"github.com/latchkey-dev/latchkey/analyzer/network"
	"github.com/latchkey-dev/latchkey/analyzer/stack"
	"github.com/latchkey-dev/latchkey/analyzer/template"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// placed are the properties of a type that name subnets and groups which have to be of one VPC. Steps lead through
// mappings and lists.
var placed = map[string][]struct {
	// within leads to the mappings that hold the properties; empty for the properties of the resource.
	within          []string
	subnets, groups []string
}{
	"AWS::EC2::Instance": {
		{nil, []string{"SubnetId"}, []string{"SecurityGroupIds"}},
		{[]string{"NetworkInterfaces"}, []string{"SubnetId"}, []string{"GroupSet"}},
	},
	"AWS::EC2::LaunchTemplate": {
		{[]string{"LaunchTemplateData", "NetworkInterfaces"}, []string{"SubnetId"}, []string{"Groups"}},
	},
	"AWS::EC2::NetworkInterface":        {{nil, []string{"SubnetId"}, []string{"GroupSet"}}},
	"AWS::EC2::VPCEndpoint":             {{nil, []string{"SubnetIds"}, []string{"SecurityGroupIds"}}},
	"AWS::EC2::InstanceConnectEndpoint": {{nil, []string{"SubnetId"}, []string{"SecurityGroupIds"}}},
	balancerType: {
		{nil, []string{"Subnets"}, []string{"SecurityGroups"}},
		{nil, []string{"SubnetMappings", "SubnetId"}, []string{"SecurityGroups"}},
	},
	classicType:                 {{nil, []string{"Subnets"}, []string{"SecurityGroups"}}},
	"AWS::EFS::MountTarget":     {{nil, []string{"SubnetId"}, []string{"SecurityGroups"}}},
	"AWS::Lambda::Function":     {{[]string{"VpcConfig"}, []string{"SubnetIds"}, []string{"SecurityGroupIds"}}},
	"AWS::Serverless::Function": {{[]string{"VpcConfig"}, []string{"SubnetIds"}, []string{"SecurityGroupIds"}}},
	"AWS::ECS::Service":         {{awsvpc, []string{"Subnets"}, []string{"SecurityGroups"}}},
	"AWS::RDS::DBProxy":         {{nil, []string{"VpcSubnetIds"}, []string{"VpcSecurityGroupIds"}}},
	"AWS::Route53Resolver::ResolverEndpoint": {
		{nil, []string{"IpAddresses", "SubnetId"}, []string{"SecurityGroupIds"}},
	},
}

// awsvpc leads to the network of an ECS service whose tasks have interfaces of their own.
var awsvpc = []string{"NetworkConfiguration", "AwsvpcConfiguration"}

// grouped are the types that name their subnets by a subnet group.
var grouped = map[string]struct {
	group, groupType, subnets, groups string
}{
	"AWS::RDS::DBInstance":               {"DBSubnetGroupName", databaseSubnets, "SubnetIds", "VPCSecurityGroups"},
	"AWS::RDS::DBCluster":                {"DBSubnetGroupName", databaseSubnets, "SubnetIds", "VpcSecurityGroupIds"},
	"AWS::ElastiCache::ReplicationGroup": {"CacheSubnetGroupName", cacheSubnets, "SubnetIds", "SecurityGroupIds"},
	"AWS::ElastiCache::CacheCluster":     {"CacheSubnetGroupName", cacheSubnets, "SubnetIds", "VpcSecurityGroupIds"},
}

// The types of subnet groups.
const (
	databaseSubnets = "AWS::RDS::DBSubnetGroup"
	cacheSubnets    = "AWS::ElastiCache::SubnetGroup"
)

// places finds what stands in a subnet of one VPC with a group of another.
func (s *survey) places() {
	for _, kind := range sortedKeys(placed) {
		for _, resource := range s.Index.OfType(kind) {
			for _, way := range placed[kind] {
				for _, holder := range follow([]*value.Value{resource.Properties}, way.within) {
					one := []*value.Value{holder}
					s.compare(resource, follow(one, way.subnets), follow(one, way.groups))
				}
			}
		}
	}
	for _, kind := range sortedKeys(grouped) {
		way := grouped[kind]
		for _, resource := range s.Index.OfType(kind) {
			if named := s.Index.Declared(stack.Property(resource, way.group), way.groupType); named != nil {
				subnets, groups := stack.Property(named, way.subnets), stack.Property(resource, way.groups)
				s.compare(resource, subnets.List(), groups.List())
			}
		}
	}
	s.startedGroups()
}

// startedGroups looks at the instances of Auto Scaling groups, whose subnets and groups may stand in different
// resources.
func (s *survey) startedGroups() {
	for _, workload := range s.Workloads {
		if workload.Kind == network.AutoScalingGroup {
			s.compareLinks(workload)
		}
	}
}

// follow returns what the steps lead to from the values, through mappings and lists.
func follow(values []*value.Value, steps []string) []*value.Value {
	for _, step := range steps {
		var next []*value.Value
		for _, v := range values {
			next = append(next, stack.Dig(v, step).List()...)
		}
		values = next
	}
	return values
}

// compare reports a resource one of whose groups is surely not of the VPC of its first declared subnet.
func (s *survey) compare(resource *template.Resource, subnets, groups []*value.Value) {
	var subnet *network.Subnet
	for _, named := range subnets {
		if declared := s.Index.Declared(named, "AWS::EC2::Subnet"); declared != nil {
			subnet = s.Subnet(declared.ID)
			break
		}
	}
	if subnet == nil || subnet.VPC.Standing != stack.Declared {
		return
	}
	for _, named := range groups {
		if declared := s.Index.Declared(named, groupType); declared != nil {
			issue := network.Issue{At: named.At, Related: fact.Steps(named)}
			s.mismatch(resource, subnet, s.SecurityGroup(declared.ID), issue)
		}
	}
}

// compareLinks does the same for a workload whose subnets and groups are gathered.
func (s *survey) compareLinks(workload *network.Workload) {
	var subnet *network.Subnet
	for _, link := range workload.Subnets {
		if subnet = s.Subnet(link.ID); subnet != nil {
			break
		}
	}
	if subnet == nil || subnet.VPC.Standing != stack.Declared {
		return
	}
	for _, link := range workload.SecurityGroups {
		if group := s.SecurityGroup(link.ID); group != nil && group.Resource != nil {
			s.mismatch(workload.Resource, subnet, group, network.Issue{At: workload.At})
		}
	}
}

// mismatch reports a group that is not of the VPC of a subnet.
func (s *survey) mismatch(
	resource *template.Resource, subnet *network.Subnet, group *network.SecurityGroup, issue network.Issue,
) {
	issue.Kind, issue.Name = wrongVPC, resource.Name
	issue.Words = map[string]string{"group": group.Name, "subnet": subnet.Name, "vpc": subnet.VPC.Name}
	switch {
	case group.VPC.Standing == stack.Declared && group.VPC.ID != subnet.VPC.ID:
		issue.Words["other"] = group.VPC.Name
	case group.VPC.Standing == stack.Default && group.Resource.Origin.Node.Get("Properties").Get("VpcId") == nil:
		issue.Variant = "default"
	default:
		return
	}
	if s.isShared(group) {
		return
	}
	if resource.Exists != value.Yes || group.Exists != value.Yes || subnet.Exists != value.Yes {
		all := resource.Name + ", " + group.Name + " and " + subnet.Name
		s.doubt(wrongVPC, issue.At, "it can't be decided whether "+all+" exist")
		return
	}
	issue.Related = append(issue.Related,
		fact.Hop{At: subnet.At.Child("Properties").Child("VpcId"), Message: subnet.Name + " is in " + subnet.VPC.Name},
		fact.Hop{At: group.At.Child("Properties").Child("VpcId"), Message: group.Name + " is for " + vpcOf(group)})
	s.diagnosis.Report(issue)
}

func vpcOf(group *network.SecurityGroup) string {
	if group.VPC.Standing == stack.Declared {
		return group.VPC.Name
	}
	return "the default VPC"
}

// isShared reports whether a group is, or may be, associated with further VPCs.
func (s *survey) isShared(group *network.SecurityGroup) bool {
	for _, association := range s.Index.OfType("AWS::EC2::SecurityGroupVpcAssociation") {
		named := stack.Property(association, "GroupId")
		if s.Index.Declared(named, groupType) == group.Resource || s.Index.MayBe(named, group.Resource) {
			return true
		}
	}
	return false
}
