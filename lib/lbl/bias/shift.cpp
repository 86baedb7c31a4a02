// How far the labels of a task, or the values of a field, are from those at another time.
#include "lbl/bias/shift.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "lbl/bias/labels.hpp"
#include "lbl/stats/contingency.hpp"
#include "lbl/stats/distribution_shift.hpp"
#include "lbl/stats/distributions.hpp"

namespace lbl::bias {
namespace {

constexpr std::size_t kPlainValues = 20;
constexpr std::uint64_t kNumberBins = 10;

bool is_numeric(const model::Task& task) {
  return task.type == model::TaskType::number || task.type == model::TaskType::rating;
}

/// Ten bins with as many of the base in each, as far as equal numbers allow.
ShiftBins number_bins(const model::TaskRatings& task, const std::vector<std::uint64_t>& base) {
  std::vector<std::uint32_t> order(task.categories.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return task.number(a) < task.number(b); });
  const std::uint64_t total = std::accumulate(base.begin(), base.end(), std::uint64_t{0});
  ShiftBins bins;
  bins.of_category.resize(order.size());
  std::uint64_t passed = 0;
  for (const std::uint32_t category : order) {
    const std::uint64_t bin =
        total == 0 ? 0 : std::min(passed * kNumberBins / total, kNumberBins - 1);
    bins.of_category[category] = {static_cast<std::uint32_t>(bin)};
    passed += base[category];
  }
  bins.bins = kNumberBins;
  return bins;
}

}  // namespace

ShiftBins shift_bins(const model::TaskRatings& task, const std::vector<std::uint64_t>& counts,
                     const std::vector<std::uint64_t>& base) {
  const auto used = static_cast<std::size_t>(
      std::count_if(counts.begin(), counts.end(), [](std::uint64_t count) { return count > 0; }));
  if (is_numeric(task.task) && used > kPlainValues) return number_bins(task, base);
  std::map<std::string, std::uint64_t> totals;
  std::vector<std::map<std::string, std::uint64_t>> parts(counts.size());
  for (std::size_t c = 0; c < counts.size(); ++c) {
    if (counts[c] == 0) continue;
    parts[c] = labels_in(task.categories[c], task.category_names[c]);
    for (const auto& [label, times] : parts[c]) totals[label] += counts[c];
  }
  std::vector<std::pair<std::uint64_t, std::string>> ranked;
  for (const auto& [label, total] : totals) ranked.emplace_back(total, label);
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::map<std::string, std::uint32_t> bin_of;
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    bin_of[ranked[i].second] = static_cast<std::uint32_t>(std::min(i, kMostBins - 1));
  }
  ShiftBins bins;
  bins.bins = std::min(ranked.size(), kMostBins);
  bins.of_category.resize(counts.size());
  for (std::size_t c = 0; c < counts.size(); ++c) {
    for (const auto& [label, times] : parts[c]) bins.of_category[c].push_back(bin_of[label]);
  }
  return bins;
}

void measure_shift(const std::vector<double>& base, const std::vector<double>& current,
                   double design_effect, Shift& shift) {
  const double base_size = std::accumulate(base.begin(), base.end(), 0.0);
  const double size = std::accumulate(current.begin(), current.end(), 0.0);
  if (!(base_size > 0) || !(size > 0)) return;
  shift.categories = 0;
  for (std::size_t i = 0; i < base.size(); ++i) {
    shift.categories += base[i] > 0 || current[i] > 0 ? 1 : 0;
  }
  shift.psi = stats::population_stability(base, current);
  shift.js = stats::jensen_shannon(base, current);
  shift.null_mean = design_effect * stats::stability_under_chance(
                                        static_cast<double>(shift.categories), base_size, size);
  stats::CountTable table{base.size(), base};
  table.counts.insert(table.counts.end(), current.begin(), current.end());
  if (const auto test = stats::chi_square(table)) {
    shift.p = stats::chi_square_upper(test->statistic / design_effect, test->degrees);
  }
}

double answers_per_item(const model::TaskRatings& task) {
  double squares = 0;
  double answers = 0;
  for (std::size_t item = 0; item < task.items(); ++item) {
    const auto n = static_cast<double>(task.item_begin[item + 1] - task.item_begin[item]);
    squares += n * n;
    answers += n;
  }
  return answers > 0 ? squares / answers : 1;
}

}  // namespace lbl::bias
