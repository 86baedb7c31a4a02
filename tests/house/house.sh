#!/bin/sh
# Checks the rules of the house: arrows between rooms, third-party headers, silence of the library, sizes.
# usage: house.sh [ROOT]. Prints every breach and one line "N passed, M failed" (rules, not files).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=${1:-$(cd "$here/../.." && pwd)}

folders=
for folder in lib tools tests man schemas samples cmake; do
  if [ -d "$root/$folder" ]; then folders="$folders $root/$folder"; fi
done
breaches=$(mktemp)
trap 'rm -f "$breaches"' EXIT
# Only text that people write here; generated files live in build/. The word splitting is meant.
# shellcheck disable=SC2086
find $folders -type f \( -name '*.cpp' -o -name '*.hpp' -o -name '*.sh' -o -name '*.cmake' \
  -o -name CMakeLists.txt -o -name Makefile -o -name '*.awk' -o -name '*.scd' \
  -o -name '*.md' -o -name '*.json' \) ! -size 0 -print |
  LC_ALL=C sort | xargs awk -v root="$root" -f "$here/house.awk" > "$breaches"

passed=0
failed=0
for rule in arrows third-party one-wrapper silence namespace once purpose unfinished length tolerance; do
  if grep -q "^$rule " "$breaches"; then
    sed -n "s/^$rule //p" "$breaches"
    failed=$((failed + 1))
    echo "FAIL house rule: $rule"
  else
    passed=$((passed + 1))
  fi
done
echo "$passed passed, $failed failed"
test "$failed" = 0
