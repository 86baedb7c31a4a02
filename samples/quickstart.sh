#!/bin/sh
# From a bare Debian 12 to the first report: installs what is missing, builds, runs the nightly job.
# usage: sh samples/quickstart.sh   The build goes to $LBL_BUILD_DIR/release (default: build/release).
set -eu
if [ $# != 0 ]; then
  sed -n '2,3s/^# //p' "$0" >&2
  exit 2
fi
build=${LBL_BUILD_DIR:-$(dirname "$0")/../build}
mkdir -p "$build"
build=$(cd "$build" && pwd)/release
cd "$(dirname "$0")/.."
. cmake/packages.sh

echo "== 1. Packages"
# shellcheck disable=SC2086
install_missing $build_packages make jq

echo "== 2. Build in $build"
if [ ! -f "$build/build.ninja" ]; then
  quietly cmake --preset release -B "$build" -DLBL_TESTS=OFF -DLBL_WERROR=OFF
fi
begun=$(date +%s)
quietly cmake --build "$build" --target programs
echo "built in $(($(date +%s) - begun)) s: $(ls "$build/bin" | tr '\n' ' ')"

echo "== 3. The nightly job on samples/batch.jsonl: make -C samples qa"
exec make --no-print-directory -C samples qa "PROGRAMS=$build/bin"
