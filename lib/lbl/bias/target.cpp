// Does the batch have the shares of slices that it should have, and what would bring it there?
#include "lbl/bias/target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"
#include "lbl/bias/cluster_squares.hpp"
#include "lbl/bias/item_order.hpp"
#include "lbl/bias/levels.hpp"
#include "lbl/bias/scoring.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/intervals.hpp"
#include "lbl/stats/raking.hpp"

namespace lbl::bias {
namespace {

using stats::Estimate;

constexpr std::uint32_t kNoSlice = 0xFFFFFFFFu;

/// The records of a batch, whether answered or not, and the slice of each.
struct Records {
  Scoring scoring;
  CodedCut coded;
  std::vector<std::uint32_t> item_slice;  ///< kNoSlice for an item without a record
  bool constant_in_items = true;
};

Records records_of(const model::RatingsTable& table, const std::vector<std::size_t>& columns) {
  Records records;
  records.scoring = scoring(table.tasks.front(), Measure::missing, {}, 1);
  records.coded = code_rows(table, records.scoring.rows, columns, kAllLevels);
  const std::span<const std::uint64_t> begin = records.scoring.rows.item_begin;
  for (std::size_t item = 0; item + 1 < begin.size(); ++item) {
    std::uint32_t slice = kNoSlice;
    for (std::uint64_t row = begin[item]; row < begin[item + 1]; ++row) {
      const std::uint32_t own = records.coded.codes[row];
      if (slice != kNoSlice && own != slice) records.constant_in_items = false;
      slice = own;
    }
    records.item_slice.push_back(slice);
  }
  return records;
}

/// The values that the text of a slice stands for: a crossing has one a field.
std::vector<std::optional<std::string>> values_of(const std::string& text, std::size_t fields) {
  std::vector<std::optional<std::string>> values;
  std::size_t begin = 0;
  while (values.size() + 1 < fields) {
    const std::size_t end = std::min(text.find(':', begin), text.size());
    values.emplace_back(text.substr(begin, end - begin));
    begin = std::min(end + 1, text.size());
  }
  values.emplace_back(text.substr(begin));
  for (auto& value : values) {
    if (*value == "null") value.reset();
  }
  return values;
}

/// The slices of the data, then those that only the target has.
std::vector<TargetSlice> slices_of(const Cut& cut, const WantedShares& target) {
  std::vector<TargetSlice> slices;
  std::map<std::string, std::size_t> known;
  for (const Slice& slice : cut.slices) {
    known.emplace(slice.text(), slices.size());
    slices.emplace_back().values = slice.values;
  }
  for (const WantedShares::Share& share : target.shares) {
    const auto [at, is_new] = known.emplace(share.slice, slices.size());
    if (is_new) {
      slices.emplace_back().values = values_of(share.slice, cut.fields.size());
    }
    slices[at->second].target += share.share;
  }
  return slices;
}

Estimate gap_of(const TargetSlice& slice, double effective, std::uint64_t clusters, double level) {
  Estimate gap;
  gap.value = slice.share - slice.target;
  const stats::Bounds bounds = stats::wilson_effective(slice.share, effective, level);
  gap.ci = stats::Interval{bounds.low - slice.target, bounds.high - slice.target, level, "wilson"};
  if (effective > 0) gap.se = std::sqrt(slice.share * (1 - slice.share) / effective);
  if (clusters < kReliableClusters) {
    gap.status = stats::Status::unreliable;
    gap.reason = "few-clusters";
    gap.message = fmt::format("only {} clusters", clusters);
  }
  return gap;
}

/// How many units of each slice are missing: with all that is there kept, the batch must grow until
/// its most overfull slice has its share.
void set_collect(TargetField& field) {
  auto size = static_cast<double>(field.n);
  for (const TargetSlice& slice : field.slices) {
    if (slice.n == 0) continue;
    if (!(slice.target > 0)) return;  // too many whatever is added
    size = std::max(size, static_cast<double>(slice.n) / slice.target);
  }
  field.collect = 0;
  for (TargetSlice& slice : field.slices) {
    const double wanted = std::ceil(size * slice.target * (1 - 1e-12) - 1e-9);
    const double missing = std::max(wanted - static_cast<double>(slice.n), 0.0);
    slice.collect = static_cast<std::uint64_t>(missing);
    *field.collect += *slice.collect;
  }
}

void set_psi(TargetField& field) {
  double psi = 0;
  for (const TargetSlice& slice : field.slices) {
    if (slice.n == 0 && slice.target == 0) continue;
    if (slice.n == 0 || slice.target == 0) {
      field.psi = Estimate::undefined(
          "zero-cell", slice.n == 0 ? "a slice of the target that the batch does not have"
                                    : "a slice that the target does not have");
      return;
    }
    psi += (slice.share - slice.target) * std::log(slice.share / slice.target);
  }
  field.psi.value = psi;
}

/// Pearson's statistic of fit over the mean design effect of the shares (Rao and Scott 1981).
void set_chi_square(const std::vector<double>& effects, TargetField& field) {
  const auto n = static_cast<double>(field.n);
  double statistic = 0;
  double effect = 0;
  std::size_t slices = 0;
  for (std::size_t s = 0; s < field.slices.size(); ++s) {
    const TargetSlice& slice = field.slices[s];
    if (slice.target == 0) {
      if (slice.n > 0) return;
      continue;
    }
    const double distance = slice.share - slice.target;
    statistic += n * distance * distance / slice.target;
    effect += (1 - slice.share) * effects[s];
    ++slices;
  }
  if (slices < 2) return;
  field.degrees = static_cast<double>(slices) - 1;
  effect /= field.degrees;
  field.chi_square = effect > 0 ? statistic / effect : statistic;
  field.p = stats::chi_square_upper(*field.chi_square, field.degrees);
}

void count_items(const Records& records, TargetField& field) {
  for (const std::uint32_t slice : records.item_slice) {
    if (slice == kNoSlice) continue;
    ++field.slices[slice].n;
    ++field.n;
  }
}

/// What the design effect of a share of answers is, one slice after the other.
std::vector<double> answer_effects(const model::RatingsTable& table, const CodedCut& coded,
                                   const Scoring& answers, const TargetField& field,
                                   std::uint64_t& clusters) {
  const std::vector<std::uint32_t> ranked =
      items_by_hash(table, answers.rows.item_begin.size() - 1);
  const RowOrder order{answers.rows, ranked};
  const auto n = static_cast<double>(field.n);
  std::vector<double> effects;
  for (std::size_t s = 0; s < field.slices.size(); ++s) {
    const double share = field.slices[s].share;
    const ClusterSquares<1> squares(order, [&](std::size_t row, std::array<double, 1>& values) {
      values = {((coded.codes[row] == s ? 1 : 0) - share) / n};
      return true;
    });
    const Cluster cluster = Cluster::item_and_annotator;
    clusters = squares.clusters(cluster);
    const auto variance = squares.variance(0, cluster);
    const double independent = share * (1 - share) / n;
    effects.push_back(variance && independent > 0 ? *variance / independent : 1);
  }
  return effects;
}

Scoring answers_of(const model::TaskRatings& task) {
  Scoring answers;
  set_answer_rows(task, answers);
  return answers;
}

void set_shares(TargetField& field) {
  for (TargetSlice& slice : field.slices) {
    slice.share = field.n == 0 ? 0 : static_cast<double>(slice.n) / static_cast<double>(field.n);
  }
}

}  // namespace

std::string TargetField::name() const {
  return base::join(fields, ":");
}

TargetField compare_with_target(const model::RatingsTable& table, const WantedShares& target,
                                double level) {
  const Records records = records_of(table, target.columns);
  TargetField field;
  field.fields = records.coded.cut.fields;
  field.slices = slices_of(records.coded.cut, target);
  field.counts_items = records.constant_in_items;
  std::vector<double> effects(field.slices.size(), 1.0);
  std::uint64_t clusters = 0;
  if (field.counts_items) {
    count_items(records, field);
    set_shares(field);
    clusters = field.n;
  } else {
    const Scoring answers = answers_of(table.tasks.front());
    const CodedCut coded = code_rows(table, answers.rows, target.columns, kAllLevels);
    field.slices = slices_of(coded.cut, target);
    for (const std::uint32_t slice : coded.codes) ++field.slices[slice].n;
    field.n = coded.codes.size();
    set_shares(field);
    effects = answer_effects(table, coded, answers, field, clusters);
  }
  for (std::size_t s = 0; s < field.slices.size(); ++s) {
    const bool is_inside = field.slices[s].share > 0 && field.slices[s].share < 1;
    const double effective = is_inside && effects[s] > 0 ? static_cast<double>(field.n) / effects[s]
                                                         : static_cast<double>(clusters);
    field.slices[s].gap = gap_of(field.slices[s], effective, clusters, level);
  }
  if (field.n == 0) {
    field.psi = Estimate::undefined("no-answers", "there are no records");
    return field;
  }
  set_psi(field);
  set_chi_square(effects, field);
  set_collect(field);
  return field;
}

TargetWeights weights_to_target(const model::RatingsTable& table,
                                const std::vector<WantedShares>& targets) {
  TargetWeights found;
  std::vector<stats::Margin> margins;
  const auto refuse = [](const std::string& message) {
    throw base::Error(base::ErrorKind::input, "--write-weights: " + message);
  };
  for (const WantedShares& target : targets) {
    const Records records = records_of(table, target.columns);
    if (!records.constant_in_items) {
      refuse(fmt::format("{} differs between the answers to one item, and weights are by item",
                         base::quoted(records.coded.cut.name())));
    }
    TargetField field;
    field.slices = slices_of(records.coded.cut, target);
    count_items(records, field);
    stats::Margin margin;
    for (const TargetSlice& slice : field.slices) {
      if (slice.n == 0 && slice.target > 0) {
        refuse(fmt::format("the target gives {} to {}, of which the batch has no item",
                           base::number_text(slice.target),
                           base::quoted(slice.values.front().value_or("null"))));
      }
      margin.totals.push_back(slice.target * static_cast<double>(field.n));
    }
    margin.codes = records.item_slice;
    margins.push_back(std::move(margin));
  }
  for (std::uint32_t item = 0; item < margins.front().codes.size(); ++item) {
    if (margins.front().codes[item] != kNoSlice) found.items.push_back(item);
  }
  std::sort(found.items.begin(), found.items.end(), [&](std::uint32_t a, std::uint32_t b) {
    return table.items.text(a) < table.items.text(b);
  });
  for (stats::Margin& margin : margins) {
    std::vector<std::uint32_t> sorted;
    for (const std::uint32_t item : found.items) sorted.push_back(margin.codes[item]);
    margin.codes = std::move(sorted);
  }
  stats::Raking raking = stats::rake(std::vector<double>(found.items.size(), 1.0), margins);
  found.weights = std::move(raking.weights);
  found.sweeps = raking.sweeps;
  found.converged = raking.converged;
  found.largest_gap = raking.largest_gap;
  double sum = 0;
  double squares = 0;
  for (const double weight : found.weights) {
    sum += weight;
    squares += weight * weight;
  }
  found.effective = squares > 0 ? sum * sum / squares : 0;
  return found;
}

}  // namespace lbl::bias
