"""The canonical day as people glue it: pandas, alpha from coincidences, a weighted draw, rates."""
import json
import sys

import numpy
import pandas

rows, bad = [], []
with open(sys.argv[1], encoding="utf-8") as lines:
    for number, line in enumerate(lines, 1):
        record = json.loads(line)
        wrong = record.get("label") not in ("none", "offensive", "hate")
        (bad if wrong else rows).append(number if wrong else record)
batch = pandas.json_normalize(rows)
batch = batch.drop_duplicates(["item", "annotator"])
batch.to_json("valid_by_pandas.jsonl", orient="records", lines=True, force_ascii=False)

counts = batch.groupby(["item", "label"]).size().unstack(fill_value=0)
counts = counts[counts.sum(axis=1) > 1]
n, table = counts.sum(axis=1).to_numpy(), counts.to_numpy(dtype=float)
meetings = (table.T / (n - 1)) @ table - numpy.diag((table / (n - 1)[:, None]).sum(axis=0))
margins = meetings.sum(axis=1)
alpha = 1 - (margins.sum() - 1) * (margins.sum() - numpy.trace(meetings)) / (margins.sum() ** 2 - (margins ** 2).sum())
disagreement = 1 - (table * (table - 1)).sum(axis=1) / (n * (n - 1))
drawn = counts.index.to_series().sample(200, weights=numpy.maximum(disagreement, 0.05), random_state=1)
batch[batch["item"].isin(set(drawn))].to_json("review_by_pandas.jsonl", orient="records", lines=True)
rates = [batch.groupby(field).label.value_counts(normalize=True) for field in ("meta.source", "meta.lang")]
print(alpha, len(bad), *rates, sep="\n")
