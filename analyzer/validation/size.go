package validation

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The codes about the size of documents.
const (
	SizeExceedsIdentity        Code = "policy-size-exceeds-identity-policy-quota"
	SizeExceedsResource        Code = "policy-size-exceeds-resource-policy-quota"
	SizeExceedsTrust           Code = "policy-size-exceeds-role-trust-policy-quota"
	SizeExceedsServiceControl  Code = "policy-size-exceeds-scp-quota"
	SizeExceedsResourceControl Code = "policy-size-exceeds-rcp-quota"
)

// quota is the largest number of characters that a document may have.
type quota struct {
	code  Code
	limit int
}

// quotas holds the largest size that AWS grants for each kind, where it may be raised the raised one: all
// inline policies of a role and a role's trust policy (IAM and STS quotas), and a policy of an organization.
var quotas = map[Kind]quota{
	Identity: {SizeExceedsIdentity, 10240}, Boundary: {SizeExceedsIdentity, 6144},
	PermissionSet: {SizeExceedsIdentity, 32768},
	Trust:         {SizeExceedsTrust, 4096}, ServiceControl: {SizeExceedsServiceControl, 10240},
	ResourceControl: {SizeExceedsResourceControl, 5120},
}

// resourceQuotas are those of resource policies, by service (quotas of each service).
var resourceQuotas = map[string]int{"s3": 20480, "kms": 32768, "secretsmanager": 20480, "dynamodb": 20480, "sns": 30720}

// checkSize finds documents that are sure to be too long. What is symbolic counts nothing, and neither does
// white space, which is taken out before a document is measured or can be.
func (c *checker) checkSize() {
	limit, is := quotas[c.use.Kind]
	if c.use.Kind == Resource && !c.use.File {
		limit.code = SizeExceedsResource
		limit.limit, is = resourceQuotas[c.use.Service], resourceQuotas[c.use.Service] > 0
	}
	isGuess := c.use.File && (c.use.Kind == ServiceControl || c.use.Kind == ResourceControl)
	if size := sizeOf(c.document.Source); is && !isGuess && size > limit.limit {
		c.add(limit.code, c.document.Source.At, strconv.Itoa(size)).Detail = strconv.Itoa(limit.limit)
	}
}

// sizeOf returns the least number of characters that a value takes as JSON without white space.
func sizeOf(v *value.Value) int {
	switch v.Kind {
	case value.Map:
		size := 2 + max(0, len(v.Fields)-1)
		for _, field := range v.Fields {
			size += lengthOf(field.Key) + len(`"":`) + sizeOf(field.Value)
		}
		return size
	case value.List:
		size := 2 + max(0, len(v.Items)-1)
		for _, item := range v.Items {
			size += sizeOf(item)
		}
		return size
	case value.String:
		return len(`""`) + lengthOf(v.Text)
	case value.Text:
		size := len(`""`)
		for _, part := range v.Parts {
			size += lengthOf(part.Text)
		}
		return size
	case value.Null, value.Bool, value.Number:
		return len(v.Text)
	case value.Reference, value.Unresolved:
		return len(`""`)
	default:
		return 0
	}
}

// lengthOf returns the number of characters of a text, without white space.
func lengthOf(text string) int {
	size := utf8.RuneCountInString(text)
	for _, r := range text {
		if unicode.IsSpace(r) {
			size--
		}
	}
	return size
}
