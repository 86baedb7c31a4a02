// What the tests of lbl-bias share: random batches, and entries found by name.
#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "lbl/bias/bias.hpp"
#include "model/make_table.hpp"

namespace lbl::test {

/// A spec that cuts by each of `columns` columns of a table.
inline bias::BiasSpec each_column(std::size_t columns, bias::Cluster cluster) {
  bias::BiasSpec spec;
  for (std::size_t c = 0; c < columns; ++c) spec.cuts.push_back({c});
  spec.cluster = cluster;
  spec.threads = 1;
  return spec;
}

/// The entry of a slice ("forum", "forum:ko"), label ("" for none) and measure.
inline bias::SliceEntry entry_of(const bias::BiasResult& result, const std::string& cut,
                                 const std::string& slice, const std::string& label,
                                 bias::Measure measure = bias::Measure::rate) {
  for (const bias::SliceEntry& entry : result.slices) {
    const bias::Cut& own = result.cuts[entry.cut];
    if (own.name() == cut && own.slices[entry.slice].text() == slice &&
        entry.label.value_or("") == label && entry.measure == measure) {
      return entry;
    }
  }
  FAIL("no entry " << cut << "=" << slice << " " << label);
  return result.slices.front();
}

/// Answers of some of `annotators` to each of `items`: column 0 "source" belongs to the item,
/// column 1 "group" to the annotator, column 2 "hour" to the answer. Labels depend on all three and
/// on item and annotator, so that answers of one item and of one annotator are alike.
std::vector<Row> random_rows(int items, int annotators, std::uint64_t seed);

}  // namespace lbl::test
