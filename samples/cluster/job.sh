# Sourced by the others: what is asked of the batch, once. each_question FUNCTION calls FUNCTION with
# the name of the result, the program and its options, for each; exit code 1 of a program is a failed
# gate of the guideline, whose report is complete.
# shellcheck shell=sh
each_question() {
  "$1" agree.txt lbl-agree --task label
  "$1" bias.txt lbl-bias --task label --by source,lang
  "$1" review.jsonl lbl-sample --task label -n 40
}

# usage_unless TEST...: the script's usage, and the end, unless the test holds.
usage_unless() {
  "$@" && return 0
  sed -n 's/^# usage/usage/p' "$0" >&2
  exit 2
}
