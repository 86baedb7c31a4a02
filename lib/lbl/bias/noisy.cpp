// Rates and means by slice under differential privacy: from noisy counts alone.
#include "lbl/bias/noisy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "lbl/base/error.hpp"
#include "lbl/base/hash.hpp"
#include "lbl/base/text.hpp"
#include "lbl/bias/scoring.hpp"
#include "lbl/stats/discrete_laplace.hpp"
#include "lbl/stats/distributions.hpp"

namespace lbl::bias {
namespace {

[[noreturn]] void usage_error(const std::string& message) {
  throw base::Error(base::ErrorKind::usage, message);
}

Measure measure_of(const model::Task& task) {
  return task.type == model::TaskType::rating ? Measure::mean : Measure::rate;
}

void check_task(const model::TaskRatings& task, const BiasSpec& spec) {
  const model::TaskType type = task.task.type;
  if (type != model::TaskType::choice && type != model::TaskType::pairwise &&
      type != model::TaskType::rating) {
    usage_error(fmt::format("--dp-epsilon: task {} is {}; choice, pairwise and rating can be told",
                            base::quoted(task.task.name), model::task_type_name(type)));
  }
  for (const Measure measure : spec.measures) {
    const bool fits =
        measure == Measure::rate || (measure == Measure::mean && type == model::TaskType::rating);
    if (!fits) {
      usage_error(fmt::format("--dp-epsilon: there is no private {} of task {}",
                              measure_name(measure), base::quoted(task.task.name)));
    }
  }
}

void check_columns(const model::RatingsTable& table, const BiasSpec& spec) {
  for (const std::vector<std::size_t>& cut : spec.cuts) {
    for (const std::size_t column : cut) {
      const auto& values = table.column_values[column];
      const bool numbers = std::all_of(values.begin(), values.end(), [](const std::string& text) {
        return base::parse_number(text).has_value();
      });
      if (!table.columns[column].bins.empty() || !numbers || values.size() <= kPlainNumbers) {
        continue;
      }
      usage_error(
          fmt::format("--dp-epsilon: {} has many numbers; name the edges of its bins "
                      "(--bins FIELD=EDGE:EDGE), which no data may choose",
                      base::quoted(table.columns[column].name)));
    }
  }
}

/// The answers that count: of each unit up to max_contrib, those with the smallest hashes.
std::vector<bool> bounded(const model::RatingsTable& table, const model::TaskRatings& task,
                          const PrivacySpec& privacy) {
  std::vector<bool> counts(task.answers(), true);
  if (privacy.unit == PrivacyUnit::record) return counts;
  std::vector<std::uint64_t> keys(task.answers());
  std::vector<std::uint32_t> units(task.answers());
  for (std::uint32_t item = 0; item < task.items(); ++item) {
    for (std::uint64_t row = task.item_begin[item]; row < task.item_begin[item + 1]; ++row) {
      const std::uint32_t annotator = task.annotators[row];
      keys[row] = base::hash64(table.annotators[annotator], base::hash64(table.items.text(item)));
      units[row] = privacy.unit == PrivacyUnit::item ? item : annotator;
    }
  }
  std::vector<std::uint32_t> order(task.answers());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(units[a], keys[a]) < std::pair(units[b], keys[b]);
  });
  std::uint64_t taken = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    taken = i > 0 && units[order[i]] == units[order[i - 1]] ? taken + 1 : 1;
    counts[order[i]] = taken <= privacy.max_contrib;
  }
  return counts;
}

Rows rows_of(const model::TaskRatings& task) {
  Rows rows{task.item_begin, task.annotators, {}, task.values};
  for (const auto& column : task.columns) rows.columns.emplace_back(column);
  return rows;
}

/// One cut with its noisy counts.
class NoisyCut {
 public:
  NoisyCut(const model::TaskRatings& task, CodedCut coded, const std::vector<bool>& counts,
           const stats::DiscreteLaplace& noise, base::SecureRandom& random)
      : task_(task), cut_(std::move(coded.cut)), categories_(task.categories.size()) {
    std::vector<std::int64_t> exact(cut_.slices.size() * categories_, 0);
    for (std::size_t row = 0; row < counts.size(); ++row) {
      if (counts[row]) ++exact[coded.codes[row] * categories_ + task.values[row]];
    }
    for (const std::int64_t count : exact) {
      noisy_.push_back(static_cast<double>(count + noise.sample(random)));
    }
  }

  /// Leaves out slices and labels that may be a single unit's.
  void apply(std::int64_t threshold) {
    told_slices_.assign(cut_.slices.size(), false);
    told_labels_.assign(categories_, false);
    for (std::size_t i = 0; i < noisy_.size(); ++i) {
      if (noisy_[i] <= static_cast<double>(threshold)) continue;
      told_slices_[i / categories_] = true;
      told_labels_[i % categories_] = true;
    }
    for (std::size_t c = 0; c < std::min(task_.declared_categories, categories_); ++c) {
      told_labels_[c] = true;
    }
  }

  /// The labels that are told and, of mean, one figure over all of them.
  std::vector<SliceEntry> entries(Measure measure, const std::vector<std::string>& asked,
                                  double noise_variance, double unit_answers, double level) const {
    std::vector<SliceEntry> entries;
    for (std::size_t target = 0; target < categories_; ++target) {
      if (measure == Measure::mean && target > 0) break;
      const std::string& label = task_.category_names[target];
      const bool wanted =
          asked.empty() || std::find(asked.begin(), asked.end(), label) != asked.end();
      if (measure == Measure::rate && (!told_labels_[target] || !wanted)) continue;
      std::vector<double> weights(categories_, 0);
      for (std::size_t c = 0; c < categories_; ++c) {
        weights[c] = measure == Measure::mean ? task_.number(static_cast<std::uint32_t>(c))
                                              : (c == target ? 1 : 0);
      }
      for (std::size_t slice = 0; slice < cut_.slices.size(); ++slice) {
        if (!told_slices_[slice]) continue;
        SliceEntry entry = compared(slice, weights, noise_variance, unit_answers, level, measure);
        if (measure == Measure::rate) entry.label = label;
        entries.push_back(std::move(entry));
      }
    }
    return entries;
  }

  /// The cut without the slices that are not told, and where each went.
  Cut told_cut(std::vector<std::size_t>& place) const {
    Cut cut = cut_;
    cut.slices.clear();
    place.assign(cut_.slices.size(), 0);
    for (std::size_t slice = 0; slice < cut_.slices.size(); ++slice) {
      place[slice] = cut.slices.size();
      if (told_slices_[slice]) cut.slices.push_back(cut_.slices[slice]);
    }
    return cut;
  }

  double answers() const {
    double sum = 0;
    for (std::size_t slice = 0; slice < cut_.slices.size(); ++slice) {
      if (told_slices_[slice]) sum += std::max(side({slice}).n, 0.0);
    }
    return sum;
  }

 private:
  /// Noisy sums over slices.
  struct Side {
    double n = 0, cells = 0;
    std::vector<double> counts;
  };
  struct Figure {
    double value = 0, variance = 0;
  };

  Side side(const std::vector<std::size_t>& slices) const {
    Side side;
    side.counts.assign(categories_, 0);
    for (const std::size_t slice : slices) {
      for (std::size_t c = 0; c < categories_; ++c) {
        if (!told_labels_[c]) continue;
        side.counts[c] += noisy_[slice * categories_ + c];
        side.n += noisy_[slice * categories_ + c];
        ++side.cells;
      }
    }
    return side;
  }

  /// The weighted mean of a side; its variance is that of sampling, answers of a unit alike, and
  /// that of the noise in numerator and denominator (linearised). None below one answer.
  std::optional<Figure> figure(const Side& side, const std::vector<double>& weights,
                               double noise_variance, double unit_answers) const {
    if (side.n < 1) return std::nullopt;
    double sum = 0;
    for (std::size_t c = 0; c < categories_; ++c) sum += weights[c] * side.counts[c];
    const auto [low, high] = std::minmax_element(weights.begin(), weights.end());
    Figure figure;
    figure.value = std::clamp(sum / side.n, *low, *high);
    double spread = 0;
    double noise = 0;
    const double cells_per_label = side.cells / static_cast<double>(categories_);
    for (std::size_t c = 0; c < categories_; ++c) {
      const double distance = (weights[c] - figure.value) * (weights[c] - figure.value);
      spread += distance * std::max(side.counts[c], 0.0) / side.n;
      noise += distance * noise_variance * std::max(cells_per_label, 1.0);
    }
    // Where none of a label is left, one unit's worth of it may be.
    spread = std::max(spread, (*high - *low) * (*high - *low) / (side.n + 2) / 2);
    figure.variance = spread * unit_answers / side.n + noise / (side.n * side.n);
    return figure;
  }

  SliceEntry compared(std::size_t slice, const std::vector<double>& weights, double noise_variance,
                      double unit_answers, double level, Measure measure) const {
    std::vector<std::size_t> others;
    for (std::size_t other = 0; other < cut_.slices.size(); ++other) {
      if (other != slice && told_slices_[other]) others.push_back(other);
    }
    const Side own = side({slice});
    const Side rest = side(others);
    SliceEntry entry;
    entry.slice = slice;
    entry.measure = measure;
    entry.cluster = Cluster::none;
    entry.reference = "rest";
    entry.answers = static_cast<std::uint64_t>(std::llround(std::max(own.n, 0.0)));
    entry.items = entry.clusters =
        static_cast<std::uint64_t>(std::llround(std::max(own.n / unit_answers, 0.0)));
    entry.ratio = entry.odds_ratio =
        stats::Estimate::undefined("private", "not told under --dp-epsilon");
    const auto mine = figure(own, weights, noise_variance, unit_answers);
    const auto theirs = figure(rest, weights, noise_variance, unit_answers);
    const auto [low, high] = std::minmax_element(weights.begin(), weights.end());
    const double z = stats::normal_quantile(0.5 + level / 2);
    if (!mine) {
      entry.estimate = entry.difference =
          stats::Estimate::undefined("noise", "the noise is larger than the count");
      return entry;
    }
    const double se = std::sqrt(mine->variance);
    entry.estimate.value = mine->value;
    entry.estimate.se = se;
    entry.estimate.ci = stats::Interval{std::max(*low, mine->value - z * se),
                                        std::min(*high, mine->value + z * se), level, "noisy"};
    if (!theirs) {
      entry.difference =
          stats::Estimate::undefined("no-reference", "there is nothing to compare with");
      return entry;
    }
    const double error = std::sqrt(mine->variance + theirs->variance);
    const double difference = mine->value - theirs->value;
    entry.difference.value = difference;
    entry.difference.se = error;
    entry.difference.ci =
        stats::Interval{difference - z * error, difference + z * error, level, "noisy"};
    entry.test = Test::wald;
    entry.p = std::min(1.0, 2 * stats::normal_cdf(-std::fabs(difference) / error));
    return entry;
  }

  const model::TaskRatings& task_;
  Cut cut_;
  std::size_t categories_;
  std::vector<double> noisy_;  ///< slice * categories + category
  std::vector<bool> told_slices_, told_labels_;
};

void correct(BiasResult& result, const BiasSpec& spec) {
  std::vector<double> p_values;
  for (const SliceEntry& entry : result.slices) {
    if (entry.p) p_values.push_back(*entry.p);
  }
  const std::vector<double> q_values = stats::adjusted_p(p_values, spec.correction);
  auto next = q_values.begin();
  for (SliceEntry& entry : result.slices) {
    if (!entry.p) continue;
    entry.q = *next++;
    entry.flag = *entry.q <= 1 - spec.level;
  }
}

}  // namespace

std::string_view privacy_unit_name(PrivacyUnit unit) {
  switch (unit) {
    case PrivacyUnit::item:
      return "item";
    case PrivacyUnit::annotator:
      return "annotator";
    case PrivacyUnit::record:
      return "record";
  }
  return "item";
}

BiasResult noisy_bias(const model::RatingsTable& table, const BiasSpec& spec,
                      const PrivacySpec& privacy, base::SecureRandom& random, PrivacyFacts& facts) {
  BiasResult result;
  result.level = spec.level;
  result.correction = spec.correction;
  check_columns(table, spec);
  std::size_t cells = 1;
  for (const model::TaskRatings& task : table.tasks) {
    check_task(task, spec);
    cells = std::max(cells, task.categories.size());
  }
  const std::uint64_t contrib = privacy.unit == PrivacyUnit::record ? 1 : privacy.max_contrib;
  const std::uint64_t histograms = std::max<std::size_t>(1, spec.cuts.size() * table.tasks.size());
  facts.spec = privacy;
  facts.spec.max_contrib = contrib;
  facts.delta = kDelta;
  facts.sensitivity = contrib * histograms;
  const stats::DiscreteLaplace noise(privacy.epsilon, facts.sensitivity);
  facts.scale = noise.scale();
  // One unit's answers are in at most so many new slices, each with so many cells.
  const double chances = static_cast<double>(facts.sensitivity) * static_cast<double>(cells);
  facts.threshold = static_cast<std::int64_t>(contrib) + noise.upper_quantile(kDelta / chances);
  for (const model::TaskRatings& task : table.tasks) {
    TaskFacts task_facts;
    task_facts.name = task.task.name;
    task_facts.type = task.task.type;
    const std::vector<bool> counts = bounded(table, task, privacy);
    const Measure measure = measure_of(task.task);
    for (const std::vector<std::size_t>& columns : spec.cuts) {
      NoisyCut cut(
          task, code_rows(table, rows_of(task), columns, std::numeric_limits<std::size_t>::max()),
          counts, noise, random);
      cut.apply(facts.threshold);
      std::vector<std::size_t> place;
      Cut told = cut.told_cut(place);
      told.task = result.tasks.size();
      const auto unit_answers = static_cast<double>(contrib);
      for (SliceEntry& entry :
           cut.entries(measure, spec.labels, noise.variance(), unit_answers, spec.level)) {
        entry.cut = result.cuts.size();
        entry.slice = place[entry.slice];
        result.slices.push_back(std::move(entry));
      }
      if (columns == spec.cuts.front()) {
        task_facts.answers = static_cast<std::uint64_t>(std::llround(cut.answers()));
        task_facts.items = task_facts.answers / contrib;
      }
      result.cuts.push_back(std::move(told));
    }
    result.tasks.push_back(std::move(task_facts));
  }
  correct(result, spec);
  result.notes.push_back(
      {"noise-added",
       fmt::format("counts have noise: ({}, {}) differential privacy of each {} with up to {} "
                   "answers; slices and labels without a noisy count above {} are left out",
                   base::number_text(privacy.epsilon), base::number_text(kDelta),
                   privacy_unit_name(privacy.unit), contrib, facts.threshold)});
  return result;
}

}  // namespace lbl::bias
