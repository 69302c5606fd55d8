package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/latchkey-dev/latchkey/analyzer"
)

// maxShards bounds the number of shards of a run.
const maxShards = 10_000

// shardFlag is the value of --shard: "2/4" for the second of four shards. The zero shardFlag is the whole run.
type shardFlag analyzer.Shard

func (f *shardFlag) bind(flags *pflag.FlagSet) {
	flags.Func("shard", "judge only the `I/N`th part of what the paths lead to, for 'latchkey merge'", f.set)
}

func (f *shardFlag) set(text string) error {
	index, of, _ := strings.Cut(text, "/")
	read := func(number string) int {
		value, err := strconv.ParseUint(number, 10, 16)
		if err != nil {
			return 0
		}
		return int(value)
	}
	f.Index, f.Of = read(index), read(of)
	switch {
	case f.Index == 0 || f.Of == 0:
		return errors.New("want I/N, as in 2/4 for the second of four shards")
	case f.Index > f.Of:
		return fmt.Errorf("there is no shard %d of %d: the first is 1/%d", f.Index, f.Of, f.Of)
	case f.Of > maxShards:
		return fmt.Errorf("want at most %d shards", maxShards)
	default:
		return nil
	}
}
