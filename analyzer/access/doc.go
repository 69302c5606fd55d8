// Package access answers who may do what: for a policy, who may administer, read and write its
// resource; for a single request, whether it goes through and which statement decides.
package access
