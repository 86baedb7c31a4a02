#!/bin/sh
# Reducer for the lines of mapper.sh, in any order: writes the reports and the review batch to OUT.
# usage: reducer.sh GUIDE OUT < LINES
set -eu
. "$(dirname "$0")/job.sh"
usage_unless [ $# = 2 ]
guide=$1 out=$2
mkdir -p "$out"
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
cat > "$lines"

# merge RESULT PROGRAM OPTION...
code=0
merge() {
  awk -F '\t' -v result="$1" '$1 == result' "$lines" |
    "$2" merge -q -g "$guide" -o "$out/$1" --report "$out/${1%.*}.json" || code=$?
  [ "$code" -le 1 ]
}
each_question merge
exit "$code"
