#!/bin/sh
# Measures lbl, its floor and its peers on the work of DESIGN.md section 7, and prints one table.
# usage: run.sh BUILD_DIR [N [RUNS]]   N: records of the full sets (1000000), RUNS a row (5)
# The floor is a bare loop of simdjson DOM or strict libcsv over the same file on one thread. Peers
# are rows of their own where they are installed. The data stays in BUILD_DIR/bench-data.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
n=${2:-1000000}
runs=${3:-5}
cmake --build "$build" --target bench programs > "$build/bench-build.log" 2>&1 ||
  { tail -n 50 "$build/bench-build.log"; exit 2; }
PATH=$build/bin:$build/tests/bench:$PATH
export PATH
mkdir -p "$build/bench-data"
cd "$build/bench-data"
cp "$here/guide.json" "$here/two_findings.json" "$here"/day.* "$here/shards.sh" .
failed=0

# data SET: makes it once.
data() {
  if [ "$(cat "$1.n" 2> /dev/null)" != "$n" ]; then
    lbl-generate "$1" "$n" > "$1"
    echo "$n" > "$1.n"
  fi
}

floor=
# section TITLE [SET FORMAT]: with a set, the floor of reading it is the first row.
section() {
  printf '| **%s** | | | | |\n' "$1"
  floor=
  if [ $# = 3 ]; then row "floor F1" "lbl-floor $3 $2"; fi
}

# row WHAT COMMAND: exit code 1 is a finding, not a failure. A missing peer is no row.
row() {
  program=${2%% *}
  command -v "$program" > /dev/null || return 0
  # shellcheck disable=SC2046
  set -- "$1" "$2" $(lbl-measure "$runs" "$2 > /dev/null 2> row.err")
  if [ "$7" -gt 1 ]; then
    failed=$((failed + 1))
    printf '| %s | `%s` | failed (exit code %s): %s | | |\n' "$1" "$2" "$7" "$(head -n 1 row.err)"
    return 0
  fi
  ratio=
  if [ -n "$floor" ]; then ratio=$(awk "BEGIN { printf \"%.2f\", $3 / $floor }"); fi
  if [ "$1" = "floor F1" ]; then floor=$3; fi
  # A pipe would end the table's cell.
  shown=$(printf '%s' "$2" | sed 's/|/\\|/g')
  printf '| %s | `%s` | %s (%s-%s) | %s | %s |\n' "$1" "$shown" "$3" "$4" "$5" "$ratio" "$6"
}

python_json='import json, sys
for line in open(sys.argv[1]): json.loads(line)'
python_counts='import sys, pandas
pandas.read_csv(sys.argv[1]).groupby(["item", "label"]).size()'
python_rates='import sys, pandas
d = pandas.read_csv(sys.argv[1])
for f in "source,lang,gender,age,region,device,topic,length".split(","): pd = d.groupby(f).label.value_counts(normalize=True)'
python_schema='import itertools, json, jsonschema, sys
schema = {"type": "object", "required": ["item", "annotator", "label"],
          "properties": {"label": {"enum": ["none", "offensive", "hate"]}}}
check = jsonschema.Draft7Validator(schema)
with open(sys.argv[1]) as lines:
    for line in itertools.islice(lines, 0, None, 50): check.is_valid(json.loads(line))'
node_schema='const Ajv = require("ajv");
const check = new Ajv().compile({type: "object", required: ["item", "annotator", "label"],
  properties: {label: {enum: ["none", "offensive", "hate"]}}});
const lines = require("readline").createInterface({input: require("fs").createReadStream(process.argv[2])});
lines.on("line", (line) => check(JSON.parse(line)));'
printf '%s\n' "$python_schema" > schema_lines.py
printf '%s\n' "$node_schema" > ajv_lines.js
printf '%s\n' "$python_json" > json_lines.py
printf '%s\n' "$python_counts" > counts.py
printf '%s\n' "$python_rates" > rates.py
has_pandas=no
if python3 -c 'import pandas' 2> /dev/null; then has_pandas=yes; fi

for set in records.jsonl draw.jsonl slices.csv crowd.csv grouped.csv annotators-2k.csv annotators-10k.csv numbers.csv; do
  data $set
done
echo "$n records, $runs runs a row, median and (least-most) of wall seconds, memory of the largest process;"
echo "$(nproc) cores of $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1)"
echo
echo "| what | command | seconds | x F1 | MB |"
echo "|---|---|---|---|---|"
section "Read and check 7 fields, nested slice ($(du -m records.jsonl | cut -f1) MiB JSONL)" records.jsonl jsonl
row "into the ratings table" "lbl-read_bench table 1 records.jsonl"
row "into the ratings table, two threads" "lbl-read_bench table 2 records.jsonl"
row "lbl-validate, findings only" "lbl-validate --rule near-duplicate-item=off -g guide.json -j 1 records.jsonl"
row "lbl-validate, two threads" "lbl-validate --rule near-duplicate-item=off -g guide.json -j 2 records.jsonl"
row "lbl-validate as a filter" "lbl-validate --rule near-duplicate-item=off -g guide.json --emit valid -j 1 records.jsonl"
row "lbl-validate as a filter, two threads" "lbl-validate --rule near-duplicate-item=off -g guide.json --emit valid -j 2 records.jsonl"
row "lbl-validate, near duplicates as well" "lbl-validate -g guide.json -j 2 records.jsonl"
row "lbl-validate, two findings in every record" "lbl-validate -g two_findings.json -j 2 records.jsonl"
row "the same, all written to a file" "lbl-validate -q -g two_findings.json --emit valid --findings findings.jsonl -j 2 records.jsonl"
row "the same, all kept for a report" "lbl-validate -g two_findings.json --max-findings 0 -t jsonl -j 2 records.jsonl"
row "lbl-validate --fix" "lbl-validate -q -g guide.json --fix -j 2 records.jsonl"
rm -f findings.jsonl
if node -e 'require("ajv")' 2> /dev/null; then row "ajv, the schema compiled" "node ajv_lines.js records.jsonl"; fi
if python3 -c 'import jsonschema' 2> /dev/null; then row "python3 jsonschema, a fiftieth" "python3 schema_lines.py records.jsonl"; fi
row "mlr, reading and writing only" "mlr --ijsonl --ojsonl cat records.jsonl"
row "lbl-agree, the ratings table" "lbl-agree -g guide.json --coef percent_agreement -j 1 records.jsonl"
row "lbl-agree, two threads" "lbl-agree -g guide.json --coef percent_agreement -j 2 records.jsonl"
row "wc" "wc -l records.jsonl"
row "jq" "jq -c .label records.jsonl"
row "python3 json" "python3 json_lines.py records.jsonl"
section "Agreement of 4 answers to each item ($(du -m crowd.csv | cut -f1) MiB CSV)" crowd.csv csv
row "lbl-agree, all nominal coefficients" "lbl-agree --type choice --coef all -j 1 crowd.csv"
row "two threads" "lbl-agree --type choice --coef all -j 2 crowd.csv"
row "with 1,000 bootstrap replicates" "lbl-agree --type choice --coef all --bootstrap 1000 -j 2 crowd.csv"
row "mlr, counts by item and label only" "mlr --icsv --ojson count-distinct -f item,label crowd.csv"
if [ $has_pandas = yes ]; then row "pandas, counts by item and label only" "python3 counts.py crowd.csv"; fi
section "The same, grouped by item" grouped.csv csv
row "lbl-agree --grouped" "lbl-agree --type choice --coef all --grouped -j 1 grouped.csv"
row "two threads" "lbl-agree --type choice --coef all --grouped -j 2 grouped.csv"
section "2,000 annotators, 5 answers to each item" annotators-2k.csv csv
row "lbl-agree" "lbl-agree --type choice --coef all annotators-2k.csv"
section "10,000 annotators, 5 answers to each item" annotators-10k.csv csv
row "lbl-agree" "lbl-agree --type choice --coef all annotators-10k.csv"
section "Real values, 3 to each item" numbers.csv csv
row "lbl-agree, alpha interval" "lbl-agree --type number --coef krippendorff_alpha --metric interval numbers.csv"
section "Draw items ($(du -m draw.jsonl | cut -f1) MiB JSONL)" draw.jsonl jsonl
for design in "-n 1000" "-n 100000 --strata room --allocate equal" "-n 1000 --size disagreement --allow-zero" \
  "--design hash --rate 0.01"; do
  row "lbl-sample" "lbl-sample $design -j 1 draw.jsonl"
  row "two threads" "lbl-sample $design -j 2 draw.jsonl"
done
row "lbl-sample, 4 records an item" "lbl-sample -q -n 1000 -j 1 records.jsonl"
row "the same, grouped" "lbl-sample -q -n 1000 --grouped -j 1 records.jsonl"
row "shuf (lines only)" "shuf -n 1000 draw.jsonl"
row "tsv-sample (lines only)" "tsv-sample -n 1000 draw.jsonl"
row "mlr" "mlr --ijsonl --ojsonl sample -k 1000 draw.jsonl"
row "mlr, strata" "mlr --ijsonl --ojsonl sample -k 100 -g room draw.jsonl"
section "Rates of 8 slice fields ($(du -m slices.csv | cut -f1) MiB CSV)" slices.csv csv
fields=source,lang,gender,age,region,device,topic,length
row "lbl-bias" "lbl-bias --by $fields --label all -j 1 slices.csv"
row "two threads" "lbl-bias --by $fields --label all -j 2 slices.csv"
row "rates and errors beside gold" "lbl-bias --by $fields --gold-field gold --measure rate,fpr,fnr --label all -j 2 slices.csv"
row "with 1,000 bootstrap replicates" "lbl-bias --by $fields --label all --bootstrap 1000 -j 2 slices.csv"
row "slices that nobody named" "lbl-bias --by $fields --discover --depth 3 --min-support 0.01 -j 2 slices.csv"
row "mlr, one field, counts only" "mlr --icsv --ojson count-distinct -f source,label slices.csv"
if [ $has_pandas = yes ]; then row "pandas, plain rates only" "python3 rates.py slices.csv"; fi
section "The canonical day, from a batch to a decision" records.jsonl jsonl
row "checked and filtered" "sh day.sh valid"
row "and agreement, in the same pipe" "sh day.sh agree"
row "and the review batch" "sh day.sh sample"
row "and the slices: the whole day" "sh day.sh"
if [ $has_pandas = yes ]; then row "pandas, the same questions without intervals" "python3 day.py records.jsonl"; fi
section "lbl-agree over shards, two at a time" records.jsonl jsonl
row "one run" "lbl-agree -q -g guide.json -j 2 records.jsonl"
for shards in 1 2 7 64; do row "$shards, cut, counted and merged" "sh shards.sh $shards records.jsonl"; done
rm -rf shards states
echo
echo "The canonical day is:"
sed -n '/^lbl-validate/,$p' day.sh | grep -v '^done_after' | sed 's/^/    /'
[ $failed = 0 ]
