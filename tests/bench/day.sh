#!/bin/sh
# The canonical day on records.jsonl: the batch is checked and filtered, agreement is measured, a review
# batch is drawn by disagreement, slices are compared. usage: day.sh [valid|agree|sample|bias]: up to there
set -eu
last=${1:-bias}
# Findings and failed gates are exit code 1, and no failure here.
done_after() {
  [ "$last" != "$1" ] || exit 0
}
if [ "$last" = valid ]; then
  lbl-validate -q -g guide.json --emit valid --findings findings.jsonl records.jsonl > valid.jsonl
  exit 0
fi
lbl-validate -q -g guide.json --emit valid --findings findings.jsonl records.jsonl | tee valid.jsonl |
  lbl-agree -q -g guide.json --task label --emit items -o items.jsonl --report agree.json
done_after agree
lbl-sample -q -g guide.json --task label -n 200 --design pps --size disagreement --size-floor 0.05 \
  --scores items.jsonl valid.jsonl > review.jsonl
done_after sample
lbl-bias -q -g guide.json --by /meta/source,/meta/lang -t html -o bias.html valid.jsonl
