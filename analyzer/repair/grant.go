package repair

import (
	"strings"

	"github.com/latchkey-dev/latchkey/analyzer/lockout"
	"github.com/latchkey-dev/latchkey/analyzer/value"
)

// granting proposes to let the account decide who may manage the resource, where the policy lacks that.
func (f *finder) granting(func(lockout.Verdict) bool) *change {
	account, isKnown := f.principal("root")
	statements := f.root.child("Statement")
	isLacking := f.row.NeedsAllow && len(f.Verdict.Core) == 0
	if !isLacking || !isKnown || !statements.value.Is(value.List) {
		return nil
	}
	prefix, _, _ := strings.Cut(f.row.Edit[0], ":")
	statement := object(
		member{"Effect", literal("Allow")},
		member{"Principal", object(member{"AWS", account})},
		member{"Action", literal(prefix + ":*")},
		member{"Resource", literal("*")},
	)
	return &change{
		title: "let the account manage the " + f.row.Noun, edits: []edit{add(statements.end(), statement)},
	}
}

// naming proposes to name what a document is refused for as the service wants it named.
func (f *finder) naming(func(lockout.Verdict) bool) *change {
	var edits []edit
	for _, statement := range f.statements {
		for _, element := range []string{"Principal", "NotPrincipal"} {
			edits = append(edits, asServices(statement.child(element))...)
		}
	}
	if len(edits) == 0 {
		return nil
	}
	return &change{title: "name services as services", edits: edits}
}

// asServices moves the names of services from AWS to Service, where nothing else stands.
func asServices(principal place) []edit {
	named := principal.child("AWS")
	if !principal.value.Is(value.Map) || principal.value.Get("Service") != nil || named.value == nil {
		return nil
	}
	var names []term
	for _, item := range named.members() {
		text, _ := item.value.Literal()
		if !strings.HasSuffix(text, ".amazonaws.com") || strings.ContainsAny(text, "/:*") {
			return nil
		}
		names = append(names, literal(text))
	}
	return []edit{remove(named), add(principal.child("Service"), oneOrMore(names))}
}
