#!/bin/sh
# Map: what one machine does with one shard of a batch. Each program counts it into a state, which is
# written whole or not at all; a state that is there is not made again, so a job that was killed is
# simply run once more.
# usage: map.sh SHARD GUIDE STATES
set -eu
. "$(dirname "$0")/job.sh"
usage_unless [ $# = 3 ]
shard=$1 guide=$2 states=$3
mkdir -p "$states"

# count RESULT PROGRAM OPTION...
count() {
  state=$states/$(basename "$shard").$1.state
  shift
  [ -e "$state" ] || "$@" -q -g "$guide" --save-state "$state" "$shard"
}
each_question count
