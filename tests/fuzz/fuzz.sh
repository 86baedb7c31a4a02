#!/bin/sh
# Runs every fuzz target for its share of the time. usage: fuzz.sh BUILD_DIR SECONDS
# Starts from tests/fuzz/seeds/TARGET, ../shared/nasty and what former runs in BUILD_DIR have found.
# An input that breaks a target is kept in BUILD_DIR/found and named.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
seconds=$2
set -- "$build"/tests/fuzz/*_fuzz
[ -x "$1" ] || { echo "no fuzz target in $build"; exit 1; }
each=$((seconds / $#))
if [ $each = 0 ]; then each=1; fi
passed=0 failed=0
mkdir -p "$build/found"
for target in "$@"; do
  name=$(basename "$target")
  mkdir -p "$build/corpus/$name"
  seeds=
  for folder in "$root/tests/fuzz/seeds/$name" "$root/../shared/nasty"; do
    if [ -d "$folder" ]; then seeds="$seeds $folder"; fi
  done
  # shellcheck disable=SC2086
  if "$target" -max_total_time=$each -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
    -artifact_prefix="$build/found/$name-" "$build/corpus/$name" $seeds > "$build/$name.log" 2>&1; then
    passed=$((passed + 1))
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$name.log")
    echo "$name: $runs inputs in $each s"
  else
    failed=$((failed + 1))
    tail -n 40 "$build/$name.log"
    echo "FAIL $name"
  fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
