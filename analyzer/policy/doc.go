// Package policy reads the IAM policy language: documents, statements, principals, and whether a
// pattern with wildcards matches an action or an ARN, unresolved parts included.
package policy
