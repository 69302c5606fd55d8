// Package analyzer proves, from CloudFormation templates and AWS policy documents alone, who would
// be locked out, what would be stranded and who would be let in.
//
// Analyze reads like the pipeline: files are recognised and parsed, linked to assemblies, resolved
// and proved about in a document, and the rules judge the document. The packages below this one
// each hold one of these steps; docs/architecture.md walks through them.
package analyzer
