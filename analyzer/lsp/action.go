package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/latchkey-dev/latchkey/analyzer/finding"
)

// maxActions is the number of findings in a range that get code actions.
const maxActions = 20

// cursor stands where a user writes the reason of a suppression, until it becomes a place in a snippet.
const cursor = "LATCHKEY-REASON"

// codeAction returns the fixes of the findings in a range, and their suppressions.
func (s *Server) codeAction(ctx context.Context, params *json.RawMessage) (any, error) {
	read, err := decode[codeActionParams](params)
	if err != nil {
		return nil, &paramsError{err}
	}
	last, open, err := s.await(ctx, read.TextDocument.URI)
	if err != nil {
		return nil, err
	}
	actions := []codeAction{}
	if last == nil || !last.isAbout(open.file) {
		return actions, nil
	}
	offering := offering{Server: s, current: last, file: open.file.Name}
	if len(read.Context.Only) == 0 || wants(read.Context.Only, kindQuickFix) {
		start, end := s.encoding.offsets(open.file, read.Range)
		actions, err = offering.quickFixes(ctx, findingsIn(last.Report(), open.file.Name, start, end))
	}
	// All fixes of a file are tried one after the other, which is too much work for each move of a cursor.
	if err == nil && len(read.Context.Only) > 0 && wants(read.Context.Only, kindFixAll) {
		var all []codeAction
		all, err = offering.fixAll(ctx)
		actions = append(actions, all...)
	}
	if err != nil {
		return nil, err
	}
	return actions, nil
}

// wants reports whether a kind of actions is among those that a client asks for: itself, or a kind that it is of.
func wants(only []string, kind string) bool {
	return slices.ContainsFunc(only, func(asked string) bool {
		return asked == kind || asked == "" || strings.HasPrefix(kind, asked+".")
	})
}

// offering makes the code actions of a file.
type offering struct {
	*Server
	*current

	file string
}

func (o offering) quickFixes(ctx context.Context, found []finding.Finding) ([]codeAction, error) {
	actions, ignoring := []codeAction{}, []codeAction{}
	for _, each := range found[:min(len(found), maxActions)] {
		if each.Fix != nil {
			action, isOffered, err := o.fix(ctx, each)
			if err != nil {
				return nil, err
			}
			if isOffered {
				actions = append(actions, action)
			}
		}
		if action, isOffered := o.ignore(each); isOffered {
			ignoring = append(ignoring, action)
		}
	}
	return append(actions, ignoring...), nil
}

// fix returns the action that makes the fix of a finding. One that can't be made is shown with the reason where the
// client can do that.
func (o offering) fix(ctx context.Context, found finding.Finding) (action codeAction, isOffered bool, err error) {
	changes, refusal, err := o.Fix(ctx, found)
	if err != nil {
		return codeAction{}, false, err
	}
	action = o.action(found, visible(sentence(found.Fix.Title)))
	if !found.Fix.Safe {
		action.Title += " (suggested)"
	}
	if refusal != "" {
		action.Disabled = &disabled{Reason: visible(refusal)}
		return action, o.client.TextDocument.CodeAction.DisabledSupport, nil
	}
	action.IsPreferred = found.Fix.Safe
	action.Edit = o.edit(changes, false)
	return action, true, nil
}

// ignore returns the action that suppresses a finding. The reason is left to the user: until there is one, nothing is
// hidden.
func (o offering) ignore(found finding.Finding) (action codeAction, isOffered bool) {
	isSnippet := o.client.Workspace.WorkspaceEdit.SnippetEditSupport && o.client.Workspace.WorkspaceEdit.DocumentChanges
	reason := ""
	if isSnippet {
		reason = cursor
	}
	changes, scope, refusal := o.Ignore(found, reason)
	if refusal != "" {
		return codeAction{}, false
	}
	action = o.action(found, fmt.Sprintf("Ignore %s %s (write the reason)", found.Rule, scope))
	action.Edit = o.edit(changes, isSnippet)
	return action, true
}

func (o offering) fixAll(ctx context.Context) ([]codeAction, error) {
	changes, err := o.FixAll(ctx, o.file)
	if err != nil || len(changes) == 0 {
		return nil, err
	}
	return []codeAction{{Title: "Fix all that is safe to fix", Kind: kindFixAll, Edit: o.edit(changes, false)}}, nil
}

// action returns a quick fix without its edit.
func (o offering) action(found finding.Finding, title string) codeAction {
	o.mu.Lock()
	defer o.mu.Unlock()
	return codeAction{
		Title: title, Kind: kindQuickFix, Diagnostics: []diagnostic{o.diagnostic(o.Report(), found)},
	}
}

// sentence returns a phrase with a capital letter in front.
func sentence(phrase string) string {
	if phrase == "" {
		return phrase
	}
	first, size := utf8.DecodeRuneInString(phrase)
	return string(unicode.ToUpper(first)) + phrase[size:]
}

// edit returns changes of text as the client takes them, about the versions of the documents that were analysed.
//
//nolint:revive // the flag says what the changes hold
func (o offering) edit(changes []finding.Replacement, isSnippet bool) *workspaceEdit {
	o.mu.Lock()
	defer o.mu.Unlock()
	byFile := map[string][]textEdit{}
	var names []string
	for _, change := range changes {
		if byFile[change.File] == nil {
			names = append(names, change.File)
		}
		made := textEdit{Range: o.encoding.rangeOf(o.Report().Files[change.File], change.Span)}
		if isSnippet {
			made.Snippet = &snippet{Kind: "snippet", Value: snippetOf(change.Text)}
		} else {
			made.NewText = &change.Text
		}
		byFile[change.File] = append(byFile[change.File], made)
	}
	if !o.client.Workspace.WorkspaceEdit.DocumentChanges {
		all := map[string][]textEdit{}
		for _, name := range names {
			all[o.state.uri(name)] = byFile[name]
		}
		return &workspaceEdit{Changes: all}
	}
	var all []documentEdit
	for _, name := range names {
		about := versionedIdentifier{URI: o.state.uri(name)}
		if known, isOpen := o.open[name]; isOpen {
			about.Version = &known.version
		}
		all = append(all, documentEdit{TextDocument: about, Edits: byFile[name]})
	}
	return &workspaceEdit{DocumentChanges: all}
}

// snippetSpecial are the characters that mean something in a snippet.
var snippetSpecial = strings.NewReplacer(`\`, `\\`, `$`, `\$`, `}`, `\}`)

// snippetOf returns a text as a snippet, with the place of the reason for the user to write at.
func snippetOf(text string) string {
	return strings.ReplaceAll(snippetSpecial.Replace(text), cursor, "$1")
}
