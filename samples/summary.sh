#!/bin/sh
# Ends the nightly job: what the reports in the folder $1 say, on one screen.
set -eu
out=$1

show() {
  printf '\n== %s\n' "$1"
  shift
  "$@"
}

show "Does the batch follow the guideline? (validate.txt)" grep ' are valid' "$out/validate.txt"
jq -r '.rules[] | "  \(.count)\t\(.rule)"' "$out/validate.json"
show "Do the annotators agree? (agree.txt)" sed '/^Gates/,$d' "$out/agree.txt"
show "Are some slices labelled differently? (bias.txt)" sed '/^$/q' "$out/bias.txt"
show "Which items should a person look at? (review.txt, review-tasks.jsonl)" cat "$out/review.txt"
show "How much of the batch is wrong? (estimate.txt)" sed '/^$/q' "$out/estimate.txt"
show "May the batch go on? (accept.txt)" sed '/^$/q' "$out/accept.txt"
printf 'All gates hold. All reports are linked from %s/index.html.\n' "$(cd "$out" && pwd)"
