# Sourced by tests/run.sh: builds, and test steps that add to $passed, $failed, $skipped and $failures.
# shellcheck disable=SC2034,SC2154  # run.sh sets and reads what is shared

heading() {
  printf '\n== %s\n' "$1"
}

# configure PRESET
configure() {
  launcher=
  if command -v ccache > /dev/null; then launcher=-DCMAKE_CXX_COMPILER_LAUNCHER=ccache; fi
  # No launcher is no argument. LBL_TESTS: a quickstart may have configured this folder without.
  # shellcheck disable=SC2086
  if [ "$1" = fuzz ]; then
    quietly cmake --preset "$1" -B "$build/$1" $launcher
  else
    quietly cmake --preset "$1" -B "$build/$1" -DLBL_TESTS=ON $launcher
  fi
}

# compile PRESET TARGET...
compile() {
  begun=$(date +%s)
  folder=$build/$1
  shift
  if cmake --build "$folder" --target "$@" > "$folder/build.log" 2>&1; then
    echo "built $folder in $(($(date +%s) - begun)) s"
  else
    grep -vE '^\[[0-9]+/[0-9]+\]' "$folder/build.log" | tail -n 100
    echo "The build failed; all of it is in $folder/build.log."
    echo "$passed passed, $((failed + 1)) failed"
    exit 1
  fi
}

# step NAME COMMAND...: what it says is shown. The counts are those of its last "N passed, M failed"
# line or of doctest's summary; a command without either is one test.
step() {
  name=$1
  shift
  log=$(mktemp)
  begun=$(date +%s)
  code=0
  # In a subshell: a function of ours may exit and has no variables of its own.
  ("$@") > "$log" 2>&1 < /dev/null || code=$?
  cat "$log"
  counts=$(awk '
    /^[0-9]+ passed, [0-9]+ failed/ { p = $1; f = $3; k = $5 + 0; seen = 1 }
    /^\[doctest\] test cases:/ {
      gsub(/[^0-9]+/, " ")
      p = $2; f = $3; k = 0; seen = 1
    }
    END { if (seen) print p, f, k }' "$log")
  rm -f "$log"
  if [ -z "$counts" ]; then
    if [ $code = 0 ]; then counts="1 0 0"; else counts="0 1 0"; fi
  fi
  # shellcheck disable=SC2086
  set -- $counts
  # A program that fails without a failed test has crashed.
  if [ $code != 0 ] && [ "$2" = 0 ]; then set -- "$1" 1 "$3"; fi
  if [ "$2" != 0 ]; then failures="$failures $name;"; fi
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
  echo "-- $name: $1 passed, $2 failed, $3 skipped in $(($(date +%s) - begun)) s (exit code $code)"
}

# suite PRESET SECONDS: every test that a build of that preset can run, with a limit for one case.
suite() {
  step "unit tests ($1)" "$build/$1/tests/lbl-unit"
  step "golden runs ($1)" "$build/$1/tests/lbl-cases" --timeout "$2" tests/cli
}

# house PRESET: the rules of the house.
house() {
  step "rules of the house" sh tests/house/house.sh
  step "rules of the house find breaches" "$build/$1/tests/lbl-cases" tests/house
}
