package lockout

import (
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// Find returns the row of the table with the name, as in "s3-access-point".
func Find(name string) (Service, bool) {
	row, known := services[name]
	return row.Service, known
}

// ARNs returns what the policy is on: the ARNs under which each of the resources is known, with symbols for
// what is not known of them. None where neither target nor document names a resource, and for services that
// are not analysed.
func (t Target) ARNs(document *policy.Document) [][]*value.Value {
	row, known := services[t.Service]
	if !known {
		return nil
	}
	var all [][]*value.Value
	for _, on := range t.resources(row, document) {
		all = append(all, on.arns)
	}
	return all
}
