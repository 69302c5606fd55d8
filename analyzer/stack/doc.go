// Package stack looks things up in the resources of templates that belong together: what a value refers
// to, whether it may be a resource that is declared, and what keeps the templates from being all there is.
// Proofs that something is missing begin with [Index.Absence].
package stack
