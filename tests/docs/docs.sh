#!/bin/sh
# Holds the documents against the programs: every option is in its page and no other one, and every
# example gives what the document says. usage: docs.sh BUILD_DIR
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# fact NAME: reads what speaks against it from standard input; nothing is a pass. It stands at the end
# of a pipe, in a shell of its own, so the outcome is counted in a file.
fact() {
  cat > "$work/against"
  if [ -s "$work/against" ]; then
    echo failed >> "$work/facts"
    echo "FAIL $1:"
    sed 's/^/  /' "$work/against"
  else
    echo passed >> "$work/facts"
  fi
}

# Long options that a page defines: scdoc lines such as "*-o*, *--output* _FILE_".
page_options() {
  sed -n '/^\*-/p' "$1" | grep -oE -e '--[a-z][a-z0-9-]+' | LC_ALL=C sort -u
}
# The verbs of a program: `lbl-sample plan` has options and a --help of its own.
verbs_of() {
  "$build/bin/$1" --help | awk '/^Verbs/ { inside = 1; next } /^$/ { inside = 0 } inside && /^  [a-z]/ { print $1 }'
}
# Long options that --help of a program or of its verb lists: in the left column, or in a paragraph of
# options only.
help_options() {
  "$build/bin/$1" ${2:-} --help | awk '
    /^Examples:/ { exit }
    /^  ? ? ?[^ ]/ {
      sub(/^ +/, "")
      sub(/  .*/, "")
      while (match($0, /--[a-z][a-z0-9-]+/)) {
        print substr($0, RSTART, RLENGTH)
        $0 = substr($0, RSTART + RLENGTH)
      }
    }' | LC_ALL=C sort -u
}

page_options "$root/man/lbl.7.scd" > "$work/common"
for source in "$root"/tools/lbl-*.cpp; do
  program=$(basename "$source" .cpp)
  : > "$work/help_all"
  for verb in "" $(verbs_of "$program"); do
    help_options "$program" "$verb" > "$work/help"
    cat "$work/help" >> "$work/help_all"
    LC_ALL=C comm -13 "$work/help" "$work/common" | fact "options in lbl.7 that $program $verb has not"
    if [ -n "$verb" ] && ! grep -qF "*$verb*" "$root/man/$program.1.scd"; then
      echo "$verb"
    fi | fact "verb $verb of $program that its page does not name"
  done
  LC_ALL=C sort -u "$work/help_all" > "$work/help"
  page_options "$root/man/$program.1.scd" > "$work/page"
  LC_ALL=C sort -u "$work/page" "$work/common" > "$work/documented"
  LC_ALL=C comm -23 "$work/help" "$work/documented" | fact "options of $program that no page explains"
  LC_ALL=C comm -13 "$work/help" "$work/page" | fact "options in $program.1 that the program has not"
  if [ ! -s "$work/help" ]; then echo "no option found in --help"; fi | fact "$program --help lists options"
done

# Rules and coefficients come from tables; their pages name each of them.
unnamed_in() {
  tr -cs 'a-z0-9_-' '\n' < "$root/man/$1" | LC_ALL=C sort -u > "$work/words"
  LC_ALL=C sort -u | LC_ALL=C comm -23 - "$work/words"
}
"$build/bin/lbl-validate" --list-rules | cut -d' ' -f1 | unnamed_in lbl-validate.1.scd |
  fact "rules that lbl-validate.1 does not name"
"$build/bin/lbl-agree" --help | sed -n '/--coef /,/--metric /p' | grep -v -e --metric |
  sed 's/.*or of//' | tr -cs 'a-z0-9_' '\n' | grep '_' | unnamed_in lbl-agree.1.scd |
  fact "coefficients that lbl-agree.1 does not name"

mkdir "$work/cases"
for document in "$root"/README.md "$root"/samples/README.md "$root"/man/*.scd; do
  if [ -f "$document" ]; then
    awk -v out="$work/cases" -v name="$(basename "$document")" -f "$root/tests/docs/examples.awk" "$document"
  fi
done
# Every program's page and the README have an example that is run.
for document in README.md lbl-validate.1.scd lbl-agree.1.scd lbl-sample.1.scd lbl-bias.1.scd; do
  ls "$work/cases/${document}"_line_* > /dev/null 2>&1 || echo "$document"
done | fact "documents without an example that is run"
if "$build/tests/lbl-cases" "$work/cases" > "$work/log" 2>&1; then :; fi
sed '$d' "$work/log"
counts=$(tail -n 1 "$work/log")
case $counts in
  [0-9]*" passed, "*" failed"*)
    passed=$((passed + ${counts%% *}))
    rest=${counts#* passed, }
    failed=$((failed + ${rest%% *}))
    ;;
  *)
    echo "$counts"
    failed=$((failed + 1))
    ;;
esac
passed=$((passed + $(grep -c passed "$work/facts" || true)))
failed=$((failed + $(grep -c failed "$work/facts" || true)))
echo "$passed passed, $failed failed"
[ $failed = 0 ]
