#!/bin/sh
# Reduce: the reports and the review batch of all shards, byte for byte those of one run over all of
# them. A shard without a state ends it, so that no report is made of half a batch.
# usage: reduce.sh GUIDE OUT SHARD...   the states are in OUT/states
set -eu
. "$(dirname "$0")/job.sh"
usage_unless [ $# -ge 3 ]
guide=$1 out=$2
shift 2
for shard in "$@"; do basename "$shard"; done > "$out/shards"

# merge RESULT PROGRAM OPTION...
code=0
merge() {
  result=$1 program=$2
  set --
  while read -r shard; do
    state=$out/states/$shard.$result.state
    [ -e "$state" ] || { echo "reduce.sh: no $state; run map.sh on the shard again" >&2; exit 2; }
    set -- "$@" "$state"
  done < "$out/shards"
  "$program" merge -q -g "$guide" -o "$out/$result" --report "$out/${result%.*}.json" "$@" || code=$?
  [ "$code" -le 1 ]
}
each_question merge
exit "$code"
