#!/bin/sh
# The job by Slurm: an array with a task for each shard, and the reduction when all have ended; it refuses
# to report if one failed. Waits for it; the exit code is that of the reduction. All nodes share the
# folder. Options for sbatch, such as a partition, are in $SBATCH_OPTIONS.
# usage: [SBATCH_OPTIONS=...] slurm.sh GUIDE OUT SHARD...
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/job.sh"
usage_unless [ $# -ge 3 ]
guide=$1 out=$2
shift 2
mkdir -p "$out/states"
printf '%s\n' "$@" > "$out/tasks"

# submit OPTION... TASK
submit() {
  # shellcheck disable=SC2086  # options are words
  sbatch --parsable ${SBATCH_OPTIONS:-} "$@" "$here" "$guide" "$out"
}
array=$(submit --array="1-$#" --output="$out/states/task-%a.log" "$here/slurm-task.sh" map)
submit --wait --dependency="afterany:$array" --output="$out/reduce.log" \
  "$here/slurm-task.sh" reduce > "$out/reduce.job" || {
  code=$?
  cat "$out/reduce.log" "$out"/states/task-*.log >&2 || true
  exit $code
}
