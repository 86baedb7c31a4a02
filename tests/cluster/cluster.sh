#!/bin/sh
# Runs samples/cluster on shards of the sample batch, by every engine that is there, and holds what comes
# out to the bytes of one run. usage: cluster.sh BUILD_DIR
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
PATH=$(cd "$1/bin" && pwd):$PATH
export PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source-path=SCRIPTDIR/..
. "$root/tests/checks.sh"

cd "$work" || exit 2
cp -R "$root/samples/cluster" "$root/samples/batch.jsonl" "$root/samples/guide.json" .
for n in 1 2 7 64; do
  mkdir "in $n"
  split -d -n "l/$n" batch.jsonl "in $n/part-"
done
mkdir one
lbl-agree -q -g guide.json --task label -o one/agree.txt --report one/agree.json batch.jsonl
lbl-bias -q -g guide.json --task label --by source,lang -o one/bias.txt --report one/bias.json batch.jsonl
lbl-sample -q -g guide.json --task label -n 40 -o one/review.jsonl --report one/review.json batch.jsonl
[ -s one/agree.txt ] && [ -s one/bias.txt ] && [ -s one/review.jsonl ] || exit 2

# Reports tell the names of their inputs, which no merge can know to be one file.
same_as_one() {
  for file in agree.txt bias.txt review.jsonl; do cmp "one/$file" "$1/$file" || return 1; done
  for file in agree bias review; do
    jq 'del(.inputs)' "one/$file.json" > want.json
    jq 'del(.inputs)' "$1/$file.json" | cmp want.json - || return 1
  done
}
by_parallel() {
  sh cluster/parallel.sh guide.json "$@" && same_as_one "$1"
}
# Two hosts that are this one: ssh [OPTION...] HOST COMMAND... without the network.
by_hosts() {
  cat > ssh-here << END
#!/bin/sh
while [ "\${1#-}" != "\$1" ]; do shift; done
echo "\$1" >> "$work/hosts-used"
shift
[ "\$1" != -- ] || shift
export SHELL=/bin/sh # as sshd does
exec sh -c "\$*"
END
  chmod +x ssh-here
  printf '1/first\n1/second\n' > hosts
  PARALLEL_SSH=$work/ssh-here HOSTS=hosts by_parallel hosted "in 7"/* &&
    grep -q first hosts-used && grep -q second hosts-used
}
# Each chunk of one file is a shard: no file of shards, the numbers of the chunks keep their order.
by_chunks() {
  parallel --tagstring '{#}' --pipe-part -a batch.jsonl --block 20k -q \
    lbl-sample -q -g guide.json --task label -n 40 --save-state - | lbl-sample merge -q | cmp - one/review.jsonl
}
# The lines come to the reducer in the order of their bytes.
by_lines() {
  part=0
  for shard in "in $1"/*; do
    PART=$part sh cluster/mapper.sh guide.json < "$shard" || return 1
    part=$((part + 1))
  done | LC_ALL=C sort | sh cluster/reducer.sh guide.json "lines $1" && same_as_one "lines $1"
}
# Killed after so many states, each of which is whole; then run again.
by_killed_job() {
  mkdir -p killed/states
  # shellcheck disable=SC2016
  setsid sh -c 'for shard; do sh cluster/map.sh "$shard" guide.json killed/states; done' - "in 64"/* &
  job=$!
  while [ "$(find killed/states -name '*.state' | wc -l)" -lt 20 ]; do sleep 0.01; done
  kill -KILL "-$job"
  wait "$job"
  [ "$(find killed/states -name '*.state' | wc -l)" -lt 192 ] || { echo "it ended before it was killed"; return 1; }
  if sh cluster/reduce.sh guide.json killed "in 64"/*; then
    echo "half a batch was reported on"
    return 1
  fi
  [ ! -e killed/review.jsonl ] && by_parallel killed "in 64"/*
}
by_slurm() {
  sh "$root/tests/cluster/slurm_here.sh" sh cluster/slurm.sh guide.json slurm "in 7"/* && same_as_one slurm
}
# A task that fails leaves no report behind, and its message is told.
by_slurm_with_a_bad_shard() {
  cp -R "in 2" bad
  echo '{"id": ' >> bad/part-01
  if sh "$root/tests/cluster/slurm_here.sh" sh cluster/slurm.sh guide.json failed bad/* > said 2>&1; then
    echo "it went on"
    return 1
  fi
  cat said
  grep -q 'lbl-agree: bad/part-01:' said && [ ! -e failed/agree.txt ]
}

for n in 1 2 7 64; do
  if with parallel; then check "GNU parallel, $n shards" by_parallel "out $n" "in $n"/*; fi
  check "mapper, sort and reducer, $n shards" by_lines "$n"
done
if with parallel; then
  check "GNU parallel over hosts" by_hosts
  check "GNU parallel over chunks of one file" by_chunks
  check "a job that was killed and is run again" by_killed_job
fi
if with slurmctld && with slurmd && with munged; then
  # Its daemons want to be root, and to see the processors in /sys: a chroot may have neither.
  sh "$root/tests/cluster/slurm_here.sh" true > log 2>&1
  if [ $? = 77 ]; then
    sed 's/^/  /' log
    skip "No Slurm can be started here"
  else
    check "an array of Slurm" by_slurm
    check "an array of Slurm with a task that fails" by_slurm_with_a_bad_shard
  fi
fi

totals
