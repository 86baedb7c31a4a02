# Sourced by test scripts: counts facts that hold, and says which do not. The script has made the folder
# $work; its last line is `totals`.
# shellcheck shell=sh disable=SC2154  # the script sets work
passed=0 failed=0 skipped=0

# check FACT COMMAND...: in a subshell, whose output is shown only if it fails.
check() {
  fact=$1
  shift
  if ("$@") > "$work/log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAIL $fact"
    sed 's/^/  /' "$work/log"
  fi
}

# skip WHY: one test that cannot be run here.
skip() {
  echo "$1: not tested."
  skipped=$((skipped + 1))
}

# with TOOL: whether it is there; without it one test is skipped.
with() {
  command -v "$1" > /dev/null && return 0
  skip "No $1 here"
  return 1
}

# What tests/run.sh counts; its exit code is the script's.
totals() {
  if [ $skipped = 0 ]; then
    echo "$passed passed, $failed failed"
  else
    echo "$passed passed, $failed failed, $skipped skipped"
  fi
  [ $failed = 0 ]
}
