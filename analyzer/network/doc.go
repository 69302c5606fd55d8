// Package network reads the VPCs out of CloudFormation templates: what stands in which subnet, where
// its routes lead, which endpoints and security groups are there. Every container is declared in the
// templates, the account's default one, or external; every fact is yes, no or undecided with a
// reason. That something is missing is said only of what is declared.
package network
