package validation

import (
	"encoding/base64"
	"net/netip"
	"regexp"
	"strconv"
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/catalogue"
	"github.com/latchkey-dev/latchkey/analyzer/policy"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// The codes about the values of conditions.
const (
	InvalidConditionDataType        Code = "invalid-condition-data-type"
	InvalidConditionMultipleBoolean Code = "invalid-condition-multiple-boolean"
	TypeMismatch                    Code = "type-mismatch"
	TypeMismatchBoolean             Code = "type-mismatch-boolean"
	TypeMismatchDate                Code = "type-mismatch-date"
	TypeMismatchNumber              Code = "type-mismatch-number"
	TypeMismatchString              Code = "type-mismatch-string"
	TypeMismatchIPRange             Code = "type-mismatch-ip-range"
	InvalidDateValue                Code = "invalid-date-value"
	WildcardWithoutLikeOperator     Code = "wildcard-without-like-operator"
	WildcardUsageTooPermissive      Code = "wildcard-usage-too-permissive"
	VariableUsageTooPermissive      Code = "variable-usage-too-permissive"
	InvalidRegion                   Code = "invalid-region"
	InvalidVPCFormat                Code = "invalid-vpc-format"
	InvalidVPCEFormat               Code = "invalid-vpce-format"
	InvalidKMSKeyValue              Code = "invalid-kms-key-value"
)

func (c *checker) checkValues(key condition) {
	for _, item := range key.values.List() {
		switch item.Kind {
		case value.Map, value.List:
			c.add(InvalidConditionDataType, item.At, key.name)
		case value.Null, value.Bool, value.Number, value.String, value.Reference, value.Text, value.Unresolved:
		}
	}
	c.checkBooleans(key)
	c.checkOperatorType(key)
	for _, item := range c.literals(key.values) {
		if !strings.Contains(item.text, "${") {
			c.checkValueType(key, item)
			c.checkWildcard(key, item)
			c.checkValueForm(key, item)
		}
	}
	c.checkPartlyWritten(key)
	c.checkSensitiveVariables(key)
	c.checkAddresses(key)
}

// checkBooleans finds lists where one truth is wanted.
func (c *checker) checkBooleans(key condition) {
	if (key.operator.Base == "Bool" || key.operator.Base == "Null") && len(key.values.List()) > 1 {
		c.add(InvalidConditionMultipleBoolean, key.values.At, key.name).Detail = key.written
	}
}

// fitting holds the operators that go with a type of key, by how their names begin. Types of which
// operators for texts compare the values as well as others are not listed.
var fitting = map[catalogue.Type][]string{
	catalogue.TypeBool:      {"Bool", "Null"},
	catalogue.TypeDate:      {"Date", "Numeric", "Null"},
	catalogue.TypeIPAddress: {"IpAddress", "NotIpAddress", "Null"},
}

// checkOperatorType finds operators for another type than that of the key. It looks at global keys alone,
// since their types are sure.
func (c *checker) checkOperatorType(key condition) {
	found, known := catalogue.GlobalKey(key.key)
	wanted, checked := fitting[found.Type]
	if !known || !checked {
		return
	}
	for _, base := range wanted {
		if strings.HasPrefix(key.operator.Base, base) {
			return
		}
	}
	issue := c.add(TypeMismatch, key.values.At.Key(), key.name)
	issue.Detail = key.written + ", and " + wanted[0] + " is the operator for its type"
}

var (
	dates  = regexp.MustCompile(`^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$`)
	number = regexp.MustCompile(`^[+-]?\d+(\.\d+)?$`)
)

// checkValueType finds values that the operator can't read.
func (c *checker) checkValueType(key condition, item literal) {
	base := key.operator.Base
	code := Code("")
	switch {
	case base == "Bool" || base == "Null":
		if lower := strings.ToLower(item.text); lower != "true" && lower != "false" {
			code = TypeMismatchBoolean
		}
	case strings.HasPrefix(base, "Numeric") && !number.MatchString(item.text):
		code = TypeMismatchNumber
	case strings.HasPrefix(base, "Date") && number.MatchString(item.text) && len(item.text) > len("2006"):
		if key.key == "aws:currenttime" {
			code = InvalidDateValue
		}
	case strings.HasPrefix(base, "Date") && !dates.MatchString(item.text):
		code = TypeMismatchDate
	case strings.HasPrefix(base, "Binary"):
		if _, err := base64.StdEncoding.DecodeString(item.text); err != nil {
			code = TypeMismatchString
		}
	case base == "IpAddress" || base == "NotIpAddress":
		if _, ok := parseRange(item.text); !ok {
			code = TypeMismatchIPRange
		}
	}
	if code != "" {
		c.add(code, item.At, quoted(item.text)).Detail = key.written
	}
}

// parseRange reads an address or a range in CIDR notation.
func parseRange(text string) (netip.Prefix, bool) {
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return prefix, true
	}
	if address, err := netip.ParseAddr(text); err == nil && address.Zone() == "" {
		return netip.PrefixFrom(address, address.BitLen()), true
	}
	// Leading zeros in the length are read as decimal by IAM, and refused by the parser.
	address, length, found := strings.Cut(text, "/")
	bits, err := strconv.Atoi(length)
	parsed, addressErr := netip.ParseAddr(address)
	if !found || err != nil || addressErr != nil || bits < 0 || bits > parsed.BitLen() || parsed.Zone() != "" {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(parsed, bits), true
}

// sensitive are the keys for which a wildcard is never meant: each value of theirs names one account,
// organization, VPC or endpoint (IAM Access Analyzer, sensitive keys).
var sensitive = map[string]bool{
	"aws:principalaccount": true, "aws:principalorgid": true, "aws:resourceaccount": true, "aws:resourceorgid": true,
	"aws:sourceaccount": true, "aws:sourceorgid": true, "aws:sourcevpc": true, "aws:sourcevpce": true,
	"aws:vpceaccount": true, "aws:vpceorgid": true,
}

// checkWildcard finds wildcards that are none, since only operators of the Like family and those for ARNs
// know them, and wildcards where none makes sense.
func (c *checker) checkWildcard(key condition, item literal) {
	isText := strings.HasPrefix(key.operator.Base, "String")
	switch {
	case !hasWildcard(item.text) || !isText:
	case !key.operator.Wildcards():
		if isOfReports(item.text) {
			return
		}
		c.add(WildcardWithoutLikeOperator, item.At, item.text).Detail = key.written
	case sensitive[key.key]:
		c.add(WildcardUsageTooPermissive, item.At, item.text).Detail = key.name
	}
}

// isOfReports reports whether a value is the ARN that Cost and Usage Reports ask for in the policy of their bucket,
// literally with a wildcard under StringEquals (AWS Cost and Usage Reports user guide, setting up an Amazon S3
// bucket). Whoever changes that policy gets no reports.
func isOfReports(arn string) bool {
	return strings.HasPrefix(arn, "arn:") && strings.Contains(arn, ":cur:") && strings.HasSuffix(arn, ":definition/*")
}

// checkPartlyWritten finds wildcards that are none in texts of which not everything is known: in what stands in the
// file, whatever the rest is.
func (c *checker) checkPartlyWritten(key condition) {
	if !strings.HasPrefix(key.operator.Base, "String") || key.operator.Wildcards() {
		return
	}
	for _, item := range key.values.List() {
		_, isLiteral := c.literal(item)
		text := c.written(item)
		isDraft := c.use.File && isUnfilled(outsideBraces(text))
		isOpen := !isLiteral || strings.Contains(text, "${")
		if isOpen && !isDraft && !isOfReports(shown(item)) && strings.ContainsAny(outsideBraces(text), "*?") {
			c.add(WildcardWithoutLikeOperator, item.At, shown(item)).Detail = key.written
		}
	}
}

// written returns what is sure to be in a value: its parts that are literal, or the text of a Fn::Sub with a value that
// may be another at deployment.
func (c *checker) written(v *value.Value) string {
	if _, isAssumed := policy.Assumed(v); !isAssumed {
		return c.visible(v)
	}
	node := v.Origin.Node
	if node != nil && node.Tag != "!Sub" {
		node = node.Get("Fn::Sub")
	}
	if node == nil {
		return ""
	}
	return node.Value
}

// outsideBraces returns a text without its variables, nor the names that Fn::Sub fills in.
func outsideBraces(text string) string {
	return braces.ReplaceAllString(text, "")
}

var braces = regexp.MustCompile(`\$\{[^{}]*\}`)

// checkSensitiveVariables finds policy variables where one value has to be named.
func (c *checker) checkSensitiveVariables(key condition) {
	if !sensitive[key.key] || !c.variables() || !strings.HasPrefix(key.operator.Base, "String") {
		return
	}
	for _, item := range key.values.List() {
		for _, found := range variablesIn(c.visible(item)) {
			// ${aws:ResourceAccount} and the like compare two sides of a request, which narrows it
			if found.isKey() && !sensitive[strings.ToLower(found.key)] {
				c.add(VariableUsageTooPermissive, item.At, found.text).Detail = key.name
			}
		}
	}
}

var (
	vpcID      = regexp.MustCompile(`^vpc-([0-9A-Za-z]{8}|[0-9A-Za-z]{17})$`)
	endpointID = regexp.MustCompile(`^vpce-([0-9A-Za-z]{8}|[0-9A-Za-z]{17})$`)
	keyARN     = regexp.MustCompile(`^arn:[^:]+:kms:[^:]+:[^:]+:key/.+$`)
)

// checkValueForm finds values that no request can carry for the key.
func (c *checker) checkValueForm(key condition, item literal) {
	if !strings.HasPrefix(key.operator.Base, "String") || hasWildcard(item.text) {
		return
	}
	code := Code("")
	switch key.key {
	case "aws:requestedregion", "ec2:region":
		if !regions.MatchString(item.text) {
			code = InvalidRegion
		}
	case "aws:sourcevpc":
		if !vpcID.MatchString(item.text) {
			code = InvalidVPCFormat
		}
	case "aws:sourcevpce":
		if !endpointID.MatchString(item.text) {
			code = InvalidVPCEFormat
		}
	case "s3:x-amz-server-side-encryption-aws-kms-key-id":
		if !keyARN.MatchString(item.text) {
			code = InvalidKMSKeyValue
		}
	case "iam:passedtoservice", "aws:principalservicename", "aws:calledvia", "aws:calledviafirst", "aws:calledvialast":
		if !isServicePrincipal(item.text) {
			code = InvalidServicePrincipalFormat
		}
	}
	if code == InvalidServicePrincipalFormat {
		c.add(code, item.At, quoted(item.text)).Detail = "SERVICE.amazonaws.com"
	} else if code != "" {
		c.add(code, item.At, quoted(item.text)).Detail = key.name
	}
}
