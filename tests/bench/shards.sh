#!/bin/sh
# lbl-agree over N shards of one file, two at a time, and the merge: what cutting a batch up costs.
# usage: shards.sh N FILE
set -eu
rm -rf shards states
mkdir shards states
split -n "l/$1" "$2" shards/
# shellcheck disable=SC2016  # xargs fills it in
ls shards | xargs -P 2 -I '{}' lbl-agree -q -j 1 -g guide.json --save-state 'states/{}' 'shards/{}'
lbl-agree merge -q -g guide.json states/*
