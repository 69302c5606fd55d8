// Package lockout proves who could still edit or remove a resource policy once it is in force.
//
// The proof looks for escapes: a principal of the owning account and an action on the policy that no
// Deny statement closes to it. Principals are assumed to hold every permission in their identity
// policies, so what no escape gets around, nobody does. A finite search is enough: a principal that
// no statement names stands for all the others.
//
// What can't be known is looked at from both sides. Where the verdict is the same whether such a
// statement denies or not, it is proven; where it is not, it is undecided, for a reason.
package lockout
