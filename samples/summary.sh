#!/bin/sh
# Ends the nightly job: what the reports in the folder $1 say, on one screen.
set -eu
out=$1

show() {
  printf '\n== %s\n' "$1"
  shift
  "$@"
}

show "Does the batch follow the guideline? (validate.txt)" grep ' valid\.$' "$out/validate.txt"
jq -r '.rules[] | "  \(.count)\t\(.rule)"' "$out/validate.json"
show "Do the annotators agree? (agree.txt)" sed '/^Gates/,$d' "$out/agree.txt"
show "Which items should a person look at? (sample.txt, review.jsonl)" cat "$out/sample.txt"
show "Are some slices labelled differently? (bias.txt)" sed '/^$/q' "$out/bias.txt"
printf 'All gates hold. Reports, findings and the review batch are in %s.\n' "$(cd "$out" && pwd)"
