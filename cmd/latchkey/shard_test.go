package main

import "testing"

func TestShardFlag(t *testing.T) {
	t.Parallel()
	const wantForm = "want I/N, as in 2/4 for the second of four shards"
	for text, want := range map[string]string{
		"1/1":         "",
		"2/4":         "",
		"10000/10000": "",
		"0/4":         wantForm,
		"":            wantForm,
		"/":           wantForm,
		"/4":          wantForm,
		"2":           wantForm,
		"2/":          wantForm,
		"2/4/6":       wantForm,
		"-1/4":        wantForm,
		"+1/4":        wantForm,
		"one/two":     wantForm,
		"5/4":         "there is no shard 5 of 4: the first is 1/4",
		"1/10001":     "want at most 10000 shards",
		"1/99999999":  wantForm,
	} {
		got := ""
		var shard shardFlag
		if err := shard.set(text); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
