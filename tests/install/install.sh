#!/bin/sh
# Installs a build into a folder of its own and uses it from there. usage: install.sh BUILD_DIR
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
work=$stage
# shellcheck source-path=SCRIPTDIR/..
. "$root/tests/checks.sh"

install_it() {
  cmake --install "$build" --prefix "$stage/usr"
}
run_programs() {
  for program in "$root"/tools/lbl-*.cpp; do
    name=$(basename "$program" .cpp)
    "$stage/usr/bin/$name" --version || return 1
  done
}
has_pages() {
  for page in "$root"/man/*.scd; do
    name=$(basename "$page" .scd)
    file=$stage/usr/share/man/man${name##*.}/$name
    [ -s "$file" ] || { echo "no $file"; return 1; }
  done
}
# A guideline of the library is found by its name, beside the program and not in the source tree.
knows_guidelines() {
  for file in "$root"/schemas/guidelines/*.json; do
    name=$(basename "$file" .json)
    (cd "$stage" && usr/bin/lbl-validate -g "$name" --print-guideline) || return 1
  done
  mv "$stage/usr/share/lbl/schemas/guidelines/$name.json" \
    "$stage/usr/share/lbl/schemas/guidelines/moved-here.json"
  (cd "$stage" && usr/bin/lbl-validate -g moved-here --print-guideline)
}
# Nothing that is installed may name the places of this build.
names_no_build_place() {
  ! grep -rIl -e "$root/" -e "$build" "$stage/usr/lib" "$stage/usr/include" "$stage/usr/share"
}
names_no_library_path() {
  ! grep -rE '/[a-z0-9_/-]+[.](so|a)[";]' "$stage"/usr/lib/*/cmake/lbl/lbl-targets.cmake
}
builds_with_package() {
  cmake -S "$root/tests/install/consumer" -B "$stage/consumer" -G Ninja \
    -DCMAKE_PREFIX_PATH="$stage/usr" &&
    cmake --build "$stage/consumer" &&
    [ "$("$stage/consumer/consumer")" = "0.4902 0.9433" ]
}
# The shell's own view: what a person who presses Tab gets.
completes() {
  # shellcheck disable=SC2016
  PATH="$stage/usr/bin:$PATH" bash -c '
    source "$0/usr/share/bash-completion/completions/lbl-agree" || exit 1
    complete_line() {
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
      COMPREPLY=()
      _lbl "$1"
      echo "${COMPREPLY[@]}"
    }
    set -x
    [ "$(complete_line lbl-agree --missi)" = --missing ] &&
      [ "$(complete_line lbl-agree --missing p)" = pairs ] &&
      [ "$(complete_line lbl-agree --fail-on w)" = warning ] &&
      [ "$(complete_line lbl-sample pl)" = plan ] &&
      [ "$(complete_line lbl-sample plan --dete)" = --detect ]' "$stage"
}
# The examples are a folder to copy: the job in it finds the installed programs.
runs_examples() {
  cp -R "$stage/usr/share/doc/lbl/examples" "$stage/examples" &&
    PATH="$stage/usr/bin:$PATH" make -s -C "$stage/examples" qa &&
    [ -s "$stage/examples/out/index.html" ]
}
# Debian packages, where the tools that make them are.
makes_packages() {
  (cd "$build" && cpack -B "$stage/packages") &&
    dpkg-deb -c "$stage"/packages/lbl_*.deb | grep -q ' ./usr/share/man/man1/lbl-agree.1.gz$' &&
    dpkg-deb -c "$stage"/packages/liblbl-dev_*.deb | grep -q '/cmake/lbl/lbl-config.cmake$'
}

has_no_lint() {
  makes_packages && lintian --fail-on error,warning "$stage"/packages/*.deb
}

check "cmake --install works" install_it
check "every program runs from where it was installed" run_programs
check "every manual page is installed" has_pages
check "every guideline of the library is found by its name" knows_guidelines
check "the installed files name no folder of the build" names_no_build_place
check "the CMake package names no path of a library" names_no_library_path
check "find_package(lbl) gives a library that computes" builds_with_package
check "the examples run with the installed programs" runs_examples
check "bash completes options, words and verbs" completes
if command -v dpkg-shlibdeps > /dev/null; then
  check "cpack makes the two packages" makes_packages
  if command -v lintian > /dev/null; then check "lintian has nothing to say about them" has_no_lint; fi
else
  echo "No dpkg-dev here: no package is made."
fi

totals
