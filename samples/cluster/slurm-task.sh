#!/bin/sh
# What slurm.sh submits: "map" is the task of the shard that has the task's number, "reduce" the end.
# (Slurm runs a copy of this file, which therefore is told where the others are.)
# usage: slurm-task.sh map|reduce SCRIPTS GUIDE OUT
set -eu
case $1 in
  map) exec sh "$2/map.sh" "$(sed -n "${SLURM_ARRAY_TASK_ID}p" "$4/tasks")" "$3" "$4/states" ;;
  reduce) exec xargs -a "$4/tasks" -d '\n' sh "$2/reduce.sh" "$3" "$4" ;;
esac
