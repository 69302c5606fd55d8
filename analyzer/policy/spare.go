package policy

import "github.com/latchkey-dev/latchkey/analyzer/value"

// spares answers whether a NotPrincipal element leaves the caller out. See [Statement.MatchesCaller].
func spares(listed []Principal, c Caller, bounded value.Truth) value.Truth {
	met, root := unreached(), value.No
	for i := range listed {
		if listed[i].Kind == Anyone {
			return value.Yes
		}
		entry := listed[i].reaches(c)
		met, root = met.or(entry), root.Or(entry.account)
	}
	switch c.Kind {
	case Anyone, Service, Federated:
		return met.direct
	case Account:
		return root
	case User:
		return met.direct.And(met.account).And(bounded.Not())
	case Session, Role:
		return met.direct.And(met.issuer).And(met.account).And(bounded.Not())
	case FederatedUser: // what has to be listed besides is not documented
		return met.direct.And(met.account).And(bounded.Not()).And(value.Undecided)
	case Declared, UniqueID, CanonicalUser, Rejected, Unclear:
		return value.Undecided
	default:
		return value.Undecided
	}
}
