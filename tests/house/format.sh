#!/bin/sh
# Checks that every C++ file is formatted as .clang-format says; prints the first difference of each.
set -eu
cd "$(dirname "$0")/../.."
files=$(find lib tools tests -name '*.cpp' -o -name '*.hpp' | LC_ALL=C sort)
# shellcheck disable=SC2086
clang-format-14 --dry-run --Werror --ferror-limit=1 $files
