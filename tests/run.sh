#!/bin/sh
# Installs what is missing, builds, and runs every test. See usage below.
set -eu

usage() {
  cat << 'END'
usage: sh tests/run.sh [--sanitize] [--tidy] [--fuzz SECONDS] [--bench]

Builds lbl in $LBL_BUILD_DIR/release (default: build/release) and runs its tests: unit tests and
properties, golden runs of the programs, real data under ../shared when it is there, rules of the
house, documents, installation. Missing Debian packages are installed first (as root).

  --sanitize      also the whole suite with ASan and UBSan, and with TSan
  --tidy          also clang-tidy over lib and tools, the formatting, and every header alone
  --fuzz SECONDS  also the fuzz targets, SECONDS in all
  --bench         also the benchmarks of tests/bench, as one table

The last line is "N passed, M failed" (", K skipped" may follow). Exit code: 0 all passed,
1 some failed, 2 could not run.
END
}

usage_error() {
  echo "tests/run.sh: $1" >&2
  usage >&2
  exit 2
}

sanitize=0 tidy=0 fuzz=0 bench=0
while [ $# -gt 0 ]; do
  case $1 in
    --sanitize) sanitize=1 ;;
    --tidy) tidy=1 ;;
    --bench) bench=1 ;;
    --fuzz)
      [ $# -ge 2 ] || usage_error "--fuzz wants SECONDS"
      case $2 in '' | *[!0-9]* | 0*) usage_error "--fuzz wants whole SECONDS, not \"$2\"" ;; esac
      fuzz=$2
      shift
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) usage_error "unknown option $1" ;;
  esac
  shift
done

build=${LBL_BUILD_DIR:-$(dirname "$0")/../build}
mkdir -p "$build"
build=$(cd "$build" && pwd)
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
. cmake/packages.sh

passed=0 failed=0 skipped=0 failures=
# shellcheck source-path=SCRIPTDIR
. tests/steps.sh

heading "packages"
wanted="$build_packages $test_packages"
if [ "$fuzz" != 0 ] || [ $sanitize = 1 ]; then wanted="$wanted $clang_packages"; fi
if [ $tidy = 1 ]; then wanted="$wanted $tidy_packages"; fi
# shellcheck disable=SC2086
install_missing $wanted
if [ ! -d ../shared ]; then
  echo "No ../shared here: tests on real data, gold figures and hostile files are skipped."
  skipped=$((skipped + 1))
fi

heading "build (release)"
configure release
compile release all

heading "tests"
suite release 60
house release
step "documents" sh tests/docs/docs.sh "$build/release"
step "shards on engines" sh tests/cluster/cluster.sh "$build/release"
step "no network" sh tests/network/network.sh "$build/release"
step "installation" sh tests/install/install.sh "$build/release"

if [ $sanitize = 1 ]; then
  heading "ASan and UBSan"
  export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1
  export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
  configure asan
  compile asan lbl-unit lbl-cases programs lbl-schema-check fuzzers
  suite asan 300
  heading "TSan"
  export TSAN_OPTIONS=halt_on_error=1
  configure tsan
  compile tsan lbl-unit lbl-cases programs
  step "unit tests (tsan)" "$build/tsan/tests/lbl-unit"
  step "golden runs (tsan)" "$build/tsan/tests/lbl-cases" --timeout 300 tests/cli/properties
fi
if [ "$fuzz" != 0 ]; then
  heading "fuzzing"
  fuzz_build=asan # the same flags: built already
  if [ $sanitize = 0 ]; then
    fuzz_build=fuzz
    configure fuzz
    compile fuzz fuzzers
  fi
  step "fuzzing" sh tests/fuzz/fuzz.sh "$build/$fuzz_build" "$fuzz"
fi
if [ $tidy = 1 ]; then
  heading "clang-tidy"
  step "formatting" sh tests/house/format.sh
  step "every header compiles alone" quietly cmake --build "$build/release" --target headers_alone
  step "lib and tools under clang 14 and clang-tidy" sh tests/house/tidy.sh
fi
if [ $bench = 1 ]; then
  heading "benchmarks"
  step "benchmarks" sh tests/bench/run.sh "$build/release"
fi

heading "result"
if [ -n "$failures" ]; then printf 'failed:%s\n' "$failures"; fi
if [ $skipped = 0 ]; then
  echo "$passed passed, $failed failed"
else
  echo "$passed passed, $failed failed, $skipped skipped"
fi
[ $failed = 0 ]
