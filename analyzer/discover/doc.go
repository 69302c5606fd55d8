// Package discover turns command-line arguments into files, and says of a file whether it is a
// CloudFormation template, a policy document or neither. The content decides that, never the name:
// templates are called app.yaml, app.template, app.cfn or nothing at all.
package discover
