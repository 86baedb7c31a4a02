// A batch beside a former one: every figure, the labels, and the values of every field.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "lbl/base/text.hpp"
#include "lbl/bias/cut_report.hpp"
#include "lbl/bias/drift.hpp"
#include "lbl/bias/each_scoring.hpp"
#include "lbl/bias/family.hpp"
#include "lbl/bias/gold_scoring.hpp"
#include "lbl/bias/labels.hpp"
#include "lbl/bias/shift.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/intervals.hpp"

namespace lbl::bias {
namespace {

/// The figures of a whole table, per task.
std::vector<std::vector<SliceEntry>> whole_entries(const model::RatingsTable& table,
                                                   const BiasSpec& spec) {
  std::vector<std::vector<SliceEntry>> entries(table.tasks.size());
  for (std::size_t task = 0; task < table.tasks.size(); ++task) {
    each_scoring(table, task, spec, [&](Scoring scoring) {
      auto coded = std::make_shared<CodedCut>();
      coded->cut.fields = {"batch"};
      coded->cut.slices.push_back({{"all"}, 0});
      coded->codes.assign(scoring.rows.size(), 0);
      CutContext context(table, std::move(scoring), spec);
      for (SliceEntry& entry : cut_report(context, std::move(coded)).slices) {
        entries[task].push_back(std::move(entry));
      }
    });
  }
  return entries;
}

const SliceEntry* same_figure(const std::vector<SliceEntry>& entries, const SliceEntry& entry) {
  for (const SliceEntry& other : entries) {
    if (other.measure == entry.measure && other.label == entry.label) return &other;
  }
  return nullptr;
}

/// A rate of none for a label that a batch does not have; the other labels tell its answers.
std::optional<SliceEntry> absent(const std::vector<SliceEntry>& entries, const SliceEntry& entry,
                                 double level) {
  for (const SliceEntry& other : entries) {
    if (other.measure != entry.measure || entry.measure != Measure::rate) continue;
    SliceEntry none = other;
    none.label = entry.label;
    none.estimate = {};
    none.estimate.value = 0;
    const stats::Bounds bounds =
        stats::wilson({0, static_cast<double>(std::max<std::uint64_t>(other.clusters, 1))}, level);
    none.estimate.ci = stats::Interval{bounds.low, bounds.high, level, "wilson"};
    return none;
  }
  return std::nullopt;
}

/// How many independent answers a rate is worth.
double effective_size(const SliceEntry& entry) {
  const double p = *entry.estimate.value;
  const double variance = entry.estimate.se.value_or(0) * entry.estimate.se.value_or(0);
  if (variance > 0 && p > 0 && p < 1) return p * (1 - p) / variance;
  return static_cast<double>(entry.clusters);
}

/// Difference, interval and p of two independent figures: of rates Newcombe's from both intervals
/// and the pooled z over effective sizes, of means Welch's z.
void compare(const SliceEntry& now, const SliceEntry& old, double level,
             AgainstResult::Difference& out) {
  if (!now.estimate.value || !old.estimate.value) {
    out.difference = stats::Estimate::undefined("no-answers", "one side has no figure");
    return;
  }
  const double a = *now.estimate.value;
  const double b = *old.estimate.value;
  out.difference.value = a - b;
  for (const SliceEntry* entry : {&now, &old}) {
    if (entry->estimate.status != stats::Status::unreliable) continue;
    out.difference.status = stats::Status::unreliable;
    out.difference.reason = entry->estimate.reason;
    out.difference.message = entry->estimate.message;
  }
  if (now.estimate.se && old.estimate.se) {
    out.difference.se = std::hypot(*now.estimate.se, *old.estimate.se);
  }
  const auto& own = now.estimate.ci;
  const auto& other = old.estimate.ci;
  if (own && other) {
    const stats::Bounds bounds =
        stats::squared_and_added(a, {own->low, own->high}, b, {other->low, other->high});
    out.difference.ci = stats::Interval{bounds.low, bounds.high, level, "newcombe"};
  }
  double variance = out.difference.se ? *out.difference.se * *out.difference.se : 0;
  if (is_share(now.measure)) {
    const double n = effective_size(now);
    const double m = effective_size(old);
    const double pooled = (a * n + b * m) / (n + m);
    variance = pooled * (1 - pooled) * (1 / n + 1 / m);
  }
  if (variance > 0) {
    out.p = std::min(1.0, 2 * stats::normal_cdf(-std::fabs(a - b) / std::sqrt(variance)));
  }
}

// No value of a field holds a zero byte, so that a missing one is told from any other.
const std::string kMissing(1, '\0');

/// Two histograms over the same names. Of more than kPlainNumbers numbers ten bins with as many of
/// the old ones in each are compared; else the rarest beyond kMostBins are put together.
class Paired {
 public:
  void add(const std::string& name, bool is_old, double count) {
    (is_old ? counts_[name].first : counts_[name].second) += count;
  }

  void measure(double design_effect, Shift& shift) const {
    std::vector<double> base;
    std::vector<double> current;
    if (!put_in_bins(base, current)) put_in_ranks(base, current);
    measure_shift(base, current, design_effect, shift);
  }

 private:
  using Both = std::pair<double, double>;

  bool put_in_bins(std::vector<double>& base, std::vector<double>& current) const {
    constexpr std::size_t kBins = 10;
    std::vector<std::pair<double, Both>> numbers;
    Both missing;
    double total = 0;
    for (const auto& [name, both] : counts_) {
      total += both.first;
      if (name == kMissing) {
        missing = both;
      } else if (const std::optional<double> number = base::parse_number(name)) {
        numbers.emplace_back(*number, both);
      } else {
        return false;
      }
    }
    if (numbers.size() <= kPlainNumbers) return false;
    std::sort(numbers.begin(), numbers.end());
    base.assign(kBins + 1, 0);
    current = base;
    base[kBins] = missing.first;
    current[kBins] = missing.second;
    total -= missing.first;
    double passed = 0;
    for (const auto& [number, both] : numbers) {
      const double place = total > 0 ? passed / total : 0;
      const std::size_t bin = std::min(static_cast<std::size_t>(place * kBins), kBins - 1);
      base[bin] += both.first;
      current[bin] += both.second;
      passed += both.first;
    }
    return true;
  }

  void put_in_ranks(std::vector<double>& base, std::vector<double>& current) const {
    std::vector<Both> ranked;
    for (const auto& [name, both] : counts_) ranked.push_back(both);
    std::stable_sort(ranked.begin(), ranked.end(), [](const Both& a, const Both& b) {
      return a.first + a.second > b.first + b.second;
    });
    base.assign(std::min(ranked.size(), kMostBins), 0);
    current = base;
    for (std::size_t i = 0; i < ranked.size(); ++i) {
      const std::size_t bin = std::min(i, kMostBins - 1);
      base[bin] += ranked[i].first;
      current[bin] += ranked[i].second;
    }
  }

  std::map<std::string, Both> counts_;
};

class AgainstComputer {
 public:
  AgainstComputer(const model::RatingsTable& table, const model::RatingsTable& old,
                  const BiasSpec& spec, const std::vector<std::size_t>& columns)
      : table_(table), old_(old), spec_(spec), columns_(columns) {
    spec_.reference = Reference::rest;
  }

  AgainstResult run() {
    result_.old_records = old_.records;
    count_shared_items();
    if (leave_out_gold_measures()) add_differences();
    for (std::size_t task = 0; task < table_.tasks.size(); ++task) add_shifts(task);
    correct();
    return std::move(result_);
  }

 private:
  /// Only the new batch has right answers. Returns false when nothing else was asked for.
  bool leave_out_gold_measures() {
    spec_.right.clear();
    std::vector<Measure>& measures = spec_.measures;
    if (measures.empty()) return true;
    measures.erase(std::remove_if(measures.begin(), measures.end(), needs_right_answers),
                   measures.end());
    return !measures.empty();
  }

  void count_shared_items() {
    for (std::uint32_t i = 0; i < table_.items.size(); ++i) {
      if (old_.items.find(table_.items.text(i))) ++result_.shared_items;
    }
    if (result_.shared_items == 0) return;
    result_.notes.push_back(
        {"shared-items",
         fmt::format("{} items are in both batches, which are compared as if they were not: "
                     "intervals of differences are wider than need be",
                     base::with_commas(result_.shared_items))});
  }

  void add_differences() {
    const auto now = whole_entries(table_, spec_);
    const auto before = whole_entries(old_, spec_);
    for (std::size_t task = 0; task < now.size() && task < before.size(); ++task) {
      for (const SliceEntry& entry : now[task]) {
        const SliceEntry* other = same_figure(before[task], entry);
        const std::optional<SliceEntry> none =
            other == nullptr ? absent(before[task], entry, spec_.level) : std::nullopt;
        if (other != nullptr || none) add(task, entry, other != nullptr ? *other : *none);
      }
      for (const SliceEntry& entry : before[task]) {
        if (same_figure(now[task], entry) != nullptr) continue;
        if (const auto none = absent(now[task], entry, spec_.level)) add(task, *none, entry);
      }
    }
  }

  void add(std::size_t task, const SliceEntry& now, const SliceEntry& old) {
    AgainstResult::Difference difference;
    difference.task = task;
    difference.label = now.label;
    difference.measure = now.measure;
    difference.answers = now.answers;
    difference.old_answers = old.answers;
    difference.estimate = now.estimate;
    difference.old_estimate = old.estimate;
    compare(now, old, spec_.level, difference);
    result_.differences.push_back(std::move(difference));
  }

  void add_shifts(std::size_t task) {
    const double design_effect =
        std::max(answers_per_item(table_.tasks[task]), answers_per_item(old_.tasks[task]));
    Shift labels = new_shift(task);
    Paired paired;
    for (const bool is_old : {true, false}) {
      const model::TaskRatings& ratings = (is_old ? old_ : table_).tasks[task];
      const std::vector<std::uint64_t> counts = category_counts(ratings);
      for (std::size_t c = 0; c < counts.size(); ++c) {
        if (counts[c] == 0) continue;
        for (const auto& [label, times] :
             labels_in(ratings.categories[c], ratings.category_names[c])) {
          paired.add(label, is_old, static_cast<double>(counts[c]));
        }
      }
    }
    paired.measure(design_effect, labels);
    if (labels.categories > 0) result_.shifts.push_back(std::move(labels));
    for (const std::size_t column : columns_) {
      Shift field = new_shift(task);
      field.field = table_.columns[column].name;
      Paired values;
      for (const bool is_old : {true, false}) {
        add_values((is_old ? old_ : table_), task, column, is_old, values);
      }
      values.measure(design_effect, field);
      if (field.categories > 0) result_.shifts.push_back(std::move(field));
    }
  }

  Shift new_shift(std::size_t task) const {
    Shift shift;
    shift.task = task;
    shift.answers = table_.tasks[task].answers();
    shift.base_answers = old_.tasks[task].answers();
    shift.items = std::min(table_.tasks[task].items(), old_.tasks[task].items());
    return shift;
  }

  static void add_values(const model::RatingsTable& table, std::size_t task, std::size_t column,
                         bool is_old, Paired& values) {
    const std::vector<std::string>& texts = table.column_values[column];
    std::vector<std::uint64_t> counts(texts.size() + 1, 0);
    for (const std::uint32_t code : table.tasks[task].columns[column]) {
      ++counts[std::min<std::size_t>(code, texts.size())];
    }
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] == 0) continue;
      values.add(i < texts.size() ? texts[i] : kMissing, is_old, static_cast<double>(counts[i]));
    }
  }

  void correct() {
    const auto each = [&](auto&& body) {
      for (AgainstResult::Difference& one : result_.differences) body(one);
      for (Shift& one : result_.shifts) body(one);
    };
    set_q(each, spec_.correction, spec_.level);
  }

  const model::RatingsTable& table_;
  const model::RatingsTable& old_;
  BiasSpec spec_;
  const std::vector<std::size_t>& columns_;
  AgainstResult result_;
};

}  // namespace

AgainstResult against(const model::RatingsTable& table, const model::RatingsTable& old,
                      const BiasSpec& spec, const std::vector<std::size_t>& columns) {
  return AgainstComputer(table, old, spec, columns).run();
}

}  // namespace lbl::bias
