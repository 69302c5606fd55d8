package value

import (
	"slices"
	"strings"
)

// partition is a part of AWS with accounts of its own.
type partition struct {
	name string
	// regions is how the names of its Regions start.
	regions string
	// domain is that of its endpoints.
	domain string
}

// partitions are those besides "aws", from the tables of endpoints that the AWS SDKs come with.
var partitions = []partition{
	{name: "aws-cn", regions: "cn-", domain: "amazonaws.com.cn"},
	{name: "aws-us-gov", regions: "us-gov-", domain: "amazonaws.com"},
	{name: "aws-iso", regions: "us-iso-", domain: "c2s.ic.gov"},
	{name: "aws-iso-b", regions: "us-isob-", domain: "sc2s.sgov.gov"},
	{name: "aws-iso-e", regions: "eu-isoe-", domain: "cloud.adc-e.uk"},
	{name: "aws-iso-f", regions: "us-isof-", domain: "csp.hci.ic.gov"},
	{name: "aws-eusc", regions: "eusc-", domain: "amazonaws.eu"},
}

// PartitionOf returns the partition that a Region is in. A Region that is not known, "", is taken to be in
// "aws", as most are.
func PartitionOf(region string) string {
	for _, one := range partitions {
		if strings.HasPrefix(region, one.regions) {
			return one.name
		}
	}
	return "aws"
}

// IsPartition reports whether AWS has a partition of the name.
func IsPartition(name string) bool {
	return name == "aws" || slices.ContainsFunc(partitions, func(one partition) bool { return one.name == name })
}

// DomainOf returns the domain of a partition's endpoints, as in "amazonaws.com".
func DomainOf(name string) string {
	for _, one := range partitions {
		if one.name == name {
			return one.domain
		}
	}
	return "amazonaws.com"
}
