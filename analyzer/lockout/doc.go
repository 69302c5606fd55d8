// Package lockout proves who could still edit or remove a resource policy once it is in force.
//
// The proof looks for escapes: a principal of the owning account, a request such as principals can make, and an
// action on the policy, that no Deny statement closes and, for services that ask for it, that some Allow grants.
// Principals are assumed to hold every permission in their identity policies, so what no escape gets around,
// nobody does. A finite search is enough: for each condition key, the values that the document tells apart and
// one that stands for all the others. Keys that depend on each other, such as a VPC endpoint and a public
// address, are chosen together.
//
// An escape may need facts that the document can't prove: that a role exists, that the request comes from a
// network. The easiest one is named with its facts.
//
// What can't be known is looked at from both sides. Where the verdict is the same whether such a
// statement denies or not, it is proven; where it is not, it is undecided, for a reason. An unresolved value
// within a condition is no such doubt, but one more fact.
//
// Only one policy is looked at, since a resource has no two at once: a policy that is put replaces the one before as a
// whole (Amazon S3 API, PutBucketPolicy). What CloudFormation does with two that are on one resource is for
// lockout/second-policy to say. Policies of organizations, VPC endpoints and permissions boundaries are left out.
package lockout
