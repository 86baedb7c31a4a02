#!/bin/sh
# Mapper for engines that run a program over a stream and sort its lines by key (Hadoop streaming,
# Spark's pipe): records come in, and each program's state goes out as one line, RESULT PART STATE with
# tabs between. PART keeps the order of the parts: Hadoop tells it, elsewhere it is $PART.
# usage: [PART=N] mapper.sh GUIDE < RECORDS > LINES
set -eu
. "$(dirname "$0")/job.sh"
usage_unless [ $# = 1 ]
guide=$1
records=$(mktemp)
trap 'rm -f "$records"' EXIT
cat > "$records"

# line RESULT PROGRAM OPTION...
line() {
  printf '%s\t%s\t' "$1" "${mapreduce_task_partition:-${PART:-0}}"
  shift
  "$@" -q -g "$guide" --save-state - "$records"
}
each_question line
