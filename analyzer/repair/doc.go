// Package repair finds a small change of a policy document that gives someone a way back into the policy,
// and proves it: a change is offered only after the changed document has been decided anew. What is
// offered is a suggestion all the same, since it says less than the author may have meant to say.
package repair
