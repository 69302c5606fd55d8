// Package policy reads the IAM policy language and decides what policies do: documents, statements,
// principals and conditions, whether a statement matches a request, and, with [Evaluate], whether the
// policies of a request allow it. Unresolved parts included: what can't be known stays undecided.
package policy
