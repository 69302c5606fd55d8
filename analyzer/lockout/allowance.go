package lockout

// Allowance bounds the work on all policies that are decided with it, so that many large ones together cost no
// more than a few. It is not for several goroutines at once.
type Allowance struct {
	spent int
}

// largestAllowance is what ninety policies with twenty statements and ten condition keys take.
const largestAllowance = 1 << 20

// cheap is how many comparisons of principals take as long as one of a condition.
const cheap = 4

func (a *Allowance) spend(work int) {
	a.spent += work
}

func (a *Allowance) isSpent() bool {
	return a.spent > largestAllowance
}

// work counts what was done for a verdict.
func (p *proof) work() int {
	return p.tests + p.trials + p.meetings + p.comparisons/cheap + elements(p.document)
}
