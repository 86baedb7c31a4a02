#!/bin/sh
# The job by GNU parallel: on the cores of this machine, or on those of every host in the file HOSTS
# (one name a line, reached by ssh, with the same folders and programs). A shard whose job fails, or
# whose host dies, is done again.
# usage: [HOSTS=FILE] parallel.sh GUIDE OUT SHARD...
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/job.sh"
usage_unless [ $# -ge 3 ]
guide=$1 out=$2
shift 2
parallel -q ${HOSTS:+--sshloginfile "$HOSTS" --workdir "$PWD"} --retries 3 \
  env PATH="$PATH" sh "$here/map.sh" {} "$guide" "$out/states" ::: "$@"
exec sh "$here/reduce.sh" "$guide" "$out" "$@"
