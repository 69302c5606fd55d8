package network

// Blockers of references to security groups. Both are explanation codes of VPC Reachability Analyzer.
const (
	DisconnectedVPCs   Blocker = "DISCONNECTED_VPCS"
	ReferencingSupport Blocker = "SG_REFERENCING_SUPPORT"
)

// Closed says why the ACL may hold entries that are not known, empty where it holds those of the templates alone,
// and what makes that less sure.
func (a *ACL) Closed() (unknown string, weaker []string) { return a.unknown, a.weaker }

// Loose says why the group may have rules that could not be given to any group; empty where it has none.
func (g *SecurityGroup) Loose() string { return g.loose }
