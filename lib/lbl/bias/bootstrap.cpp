// Items as counted patterns, and the figures of what is drawn of them.
#include "lbl/bias/bootstrap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <span>
#include <string_view>
#include <utility>

#include "lbl/base/dictionary.hpp"
#include "lbl/stats/resampling.hpp"

namespace lbl::bias {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// What a sample of items adds up to: rows by slice, amounts by slice and target.
struct Sums {
  std::vector<double> rows, amounts, all_amounts;
  double all_rows = 0;
};

/// The items of a cut by what their rows have in common with those of others: an item is a sorted
/// list of slices with the scores of a row in each.
class ItemPatterns {
 public:
  ItemPatterns(const CodedCut& cut, const Scoring& scoring)
      : slices_(cut.cut.slices.size()), targets_(scoring.targets.size()) {
    number_classes(scoring);
    base::Dictionary patterns;
    std::vector<std::uint64_t> counts;
    std::vector<SliceAndClass> rows;
    const auto& begin = scoring.rows.item_begin;
    for (std::size_t item = 0; item + 1 < begin.size(); ++item) {
      rows.clear();
      for (std::uint64_t row = begin[item]; row < begin[item + 1]; ++row) {
        const std::uint32_t row_class = scoring.rows.classes[row];
        if (row_class == Scoring::kNotCounted) continue;
        rows.emplace_back(cut.codes[row], numbers_[row_class]);
      }
      if (rows.empty()) continue;
      std::sort(rows.begin(), rows.end());
      const std::uint32_t id = patterns.add(
          {reinterpret_cast<const char*>(rows.data()), rows.size() * sizeof(SliceAndClass)});
      if (id == counts.size()) counts.push_back(0);
      ++counts[id];
    }
    keep(patterns, counts);
  }

  /// How many items have each pattern; patterns stand in an order that input order has no part in.
  const std::vector<std::uint64_t>& counts() const { return counts_; }

  /// What `drawn` items of each pattern add up to.
  void add_up(std::span<const std::uint64_t> drawn, Sums& sums) const {
    sums.rows.assign(slices_, 0);
    sums.amounts.assign(slices_ * targets_, 0);
    sums.all_amounts.assign(targets_, 0);
    for (std::size_t pattern = 0; pattern < drawn.size(); ++pattern) {
      if (drawn[pattern] == 0) continue;
      const auto times = static_cast<double>(drawn[pattern]);
      for (std::size_t i = rows_begin_[pattern]; i < rows_begin_[pattern + 1]; ++i) {
        sums.rows[rows_[i].first] += times * rows_[i].second;
      }
      for (std::size_t i = amounts_begin_[pattern]; i < amounts_begin_[pattern + 1]; ++i) {
        sums.amounts[amounts_[i].first] += times * amounts_[i].second;
      }
    }
    sums.all_rows = std::accumulate(sums.rows.begin(), sums.rows.end(), 0.0);
    for (std::size_t cell = 0; cell < sums.amounts.size(); ++cell) {
      sums.all_amounts[cell % targets_] += sums.amounts[cell];
    }
  }

 private:
  using Scores = std::vector<std::pair<std::uint32_t, std::uint64_t>>;
  using SliceAndClass = std::pair<std::uint32_t, std::uint32_t>;
  static_assert(sizeof(SliceAndClass) == 2 * sizeof(std::uint32_t));

  static Scores scores_of(const Scoring& scoring, std::size_t row_class) {
    Scores scores;
    for (std::uint32_t i = scoring.first[row_class]; i < scoring.first[row_class + 1]; ++i) {
      scores.emplace_back(scoring.scores[i].target, scoring.scores[i].amount);
    }
    std::sort(scores.begin(), scores.end());
    return scores;
  }

  /// Classes are numbered by their scores: those that score alike are one.
  void number_classes(const Scoring& scoring) {
    std::map<Scores, std::uint32_t> numbers;
    const std::size_t classes = scoring.first.size() - 1;
    for (std::size_t c = 0; c < classes; ++c) numbers.emplace(scores_of(scoring, c), 0);
    for (auto& [scores, number] : numbers) {
      number = static_cast<std::uint32_t>(scores_.size());
      scores_.push_back(scores);
    }
    for (std::size_t c = 0; c < classes; ++c) numbers_.push_back(numbers[scores_of(scoring, c)]);
  }

  void keep(const base::Dictionary& patterns, const std::vector<std::uint64_t>& counts) {
    std::vector<std::uint32_t> order(patterns.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return patterns.text(a) < patterns.text(b);
    });
    rows_begin_.push_back(0);
    amounts_begin_.push_back(0);
    std::map<std::uint32_t, double> rows;
    std::map<std::size_t, double> amounts;
    for (const std::uint32_t id : order) {
      rows.clear();
      amounts.clear();
      std::string_view bytes = patterns.text(id);
      for (; !bytes.empty(); bytes.remove_prefix(sizeof(SliceAndClass))) {
        std::uint32_t row[2];
        std::memcpy(row, bytes.data(), sizeof row);
        rows[row[0]] += 1;
        for (const auto& [target, amount] : scores_[row[1]]) {
          amounts[row[0] * targets_ + target] += static_cast<double>(amount);
        }
      }
      rows_.insert(rows_.end(), rows.begin(), rows.end());
      amounts_.insert(amounts_.end(), amounts.begin(), amounts.end());
      rows_begin_.push_back(rows_.size());
      amounts_begin_.push_back(amounts_.size());
      counts_.push_back(counts[id]);
    }
  }

  std::size_t slices_, targets_;
  std::vector<Scores> scores_;
  std::vector<std::uint32_t> numbers_;  // of classes, in scores_
  std::vector<std::uint64_t> counts_;
  // By pattern: rows by slice, amounts by slice * targets + target.
  std::vector<std::size_t> rows_begin_, amounts_begin_;
  std::vector<std::pair<std::uint32_t, double>> rows_;
  std::vector<std::pair<std::size_t, double>> amounts_;
};

/// The figures of slices from sums.
class Figures {
 public:
  Figures(const Scoring& scoring, std::optional<std::size_t> partner, Reference reference)
      : scoring_(scoring), partner_(partner), reference_(reference) {}

  double own(const Sums& sums, std::size_t slice, std::size_t target) const {
    return figure(target, sums.amounts[slice * scoring_.targets.size() + target], sums.rows[slice]);
  }
  double difference(const Sums& sums, std::size_t slice, std::size_t target) const {
    return own(sums, slice, target) - other(sums, slice, target);
  }

 private:
  double figure(std::size_t target, double amount, double rows) const {
    if (!(rows > 0)) return kNone;
    return scoring_.targets[target].offset + scoring_.targets[target].unit * amount / rows;
  }
  double other(const Sums& sums, std::size_t slice, std::size_t target) const {
    if (partner_) return own(sums, *partner_, target);
    const double amount = sums.all_amounts[target];
    if (reference_ == Reference::overall) return figure(target, amount, sums.all_rows);
    return figure(target, amount - sums.amounts[slice * scoring_.targets.size() + target],
                  sums.all_rows - sums.rows[slice]);
  }

  const Scoring& scoring_;
  std::optional<std::size_t> partner_;
  Reference reference_;
};

}  // namespace

void add_bootstrap(const CodedCut& cut, const Scoring& scoring, std::optional<std::size_t> partner,
                   const BiasSpec& spec, std::vector<SliceEntry>& entries) {
  const ItemPatterns patterns(cut, scoring);
  const Figures figures(scoring, partner, spec.reference);
  const auto target_of = [&](const SliceEntry& entry) {
    const auto at = std::find_if(scoring.targets.begin(), scoring.targets.end(),
                                 [&](const Target& target) { return target.label == entry.label; });
    return static_cast<std::size_t>(at - scoring.targets.begin());
  };
  std::vector<std::pair<std::size_t, std::size_t>> places;  // slice and target of each entry
  std::vector<double> observed;
  for (const SliceEntry& entry : entries) {
    places.emplace_back(entry.slice, target_of(entry));
    observed.push_back(entry.estimate.value.value_or(kNone));
    observed.push_back(entry.difference.value.value_or(kNone));
  }
  const stats::BootstrapSpec draw{
      spec.bootstrap, spec.seed,
      fmt::format("bootstrap\n{}\n{}", cut.cut.name(), measure_name(scoring.measure)), spec.level,
      spec.threads};
  const auto found = stats::bootstrap(patterns.counts(), draw, observed, [&] {
    auto sums = std::make_shared<Sums>();
    return stats::Statistics([&, sums](std::span<const std::uint64_t> drawn) {
      patterns.add_up(drawn, *sums);
      std::vector<double> values;
      values.reserve(observed.size());
      for (const auto& [slice, target] : places) {
        values.push_back(figures.own(*sums, slice, target));
        values.push_back(figures.difference(*sums, slice, target));
      }
      return values;
    });
  });
  for (std::size_t i = 0; i < entries.size(); ++i) {
    SliceBootstrap& bootstrap = entries[i].bootstrap.emplace();
    if (entries[i].estimate.value) bootstrap.estimate = found[2 * i];
    if (entries[i].difference.value) bootstrap.difference = found[2 * i + 1];
    for (auto* figure : {&bootstrap.estimate, &bootstrap.difference}) {
      if (*figure) (*figure)->unit = "item";
    }
  }
}

}  // namespace lbl::bias
