// Fits the severities of annotators to what a scoring counts.
#include "lbl/bias/severity_fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "lbl/base/text.hpp"
#include "lbl/bias/cluster_squares.hpp"
#include "lbl/bias/item_order.hpp"
#include "lbl/stats/additive_model.hpp"
#include "lbl/stats/distributions.hpp"

namespace lbl::bias {
namespace {

using stats::Estimate;

constexpr std::uint32_t kNone = 0xFFFFFFFFu;
constexpr std::size_t kMostGroups = 20;

/// The counted answers in an order that the order of the input does not change, item by item, with
/// annotators numbered from 0.
struct Layout {
  std::vector<std::uint32_t> rows;      ///< of the scoring
  std::vector<std::uint32_t> place_of;  ///< the inverse; kNone for a row that is not counted
  std::vector<std::uint64_t> item_begin{0};
  std::vector<std::uint32_t> annotators;
  std::vector<std::uint32_t> names;  ///< per annotator here: its number in the table
};

Layout layout_of(const Scoring& scoring, const std::vector<std::uint32_t>& ranked) {
  Layout layout;
  const Rows& rows = scoring.rows;
  layout.place_of.assign(rows.size(), kNone);
  std::vector<std::uint32_t> seen;
  for (const std::uint32_t item : ranked) {
    for (std::uint64_t row = rows.item_begin[item]; row < rows.item_begin[item + 1]; ++row) {
      if (rows.classes[row] == Scoring::kNotCounted) continue;
      layout.place_of[row] = static_cast<std::uint32_t>(layout.rows.size());
      layout.rows.push_back(static_cast<std::uint32_t>(row));
      const std::uint32_t annotator = rows.annotators[row];
      if (annotator >= seen.size()) seen.resize(annotator + std::size_t{1}, 0);
      seen[annotator] = 1;
    }
    if (layout.rows.size() > layout.item_begin.back()) {
      layout.item_begin.push_back(layout.rows.size());
    }
  }
  for (std::uint32_t a = 0; a < seen.size(); ++a) {
    if (seen[a] == 0) continue;
    seen[a] = static_cast<std::uint32_t>(layout.names.size());
    layout.names.push_back(a);
  }
  for (const std::uint32_t row : layout.rows) {
    layout.annotators.push_back(seen[rows.annotators[row]]);
  }
  return layout;
}

/// What each answer counts for, in the units of the report.
std::vector<double> values_of(const Scoring& scoring, const Layout& layout, std::size_t target) {
  std::vector<double> values;
  values.reserve(layout.rows.size());
  const Target& own = scoring.targets[target];
  for (const std::uint32_t row : layout.rows) {
    const std::uint32_t row_class = scoring.rows.classes[row];
    double amount = 0;
    for (std::uint32_t i = scoring.first[row_class]; i < scoring.first[row_class + 1]; ++i) {
      if (scoring.scores[i].target == target)
        amount += static_cast<double>(scoring.scores[i].amount);
    }
    values.push_back(own.offset + own.unit * amount);
  }
  return values;
}

/// What an annotator says beside what the others say about the same items.
struct Tally {
  std::uint64_t answers = 0, compared = 0;
  double sum = 0, compared_sum = 0, others = 0, squares = 0;
};

std::vector<Tally> tallies(const Layout& layout, const std::vector<double>& y) {
  std::vector<Tally> found(layout.names.size());
  for (std::size_t i = 0; i + 1 < layout.item_begin.size(); ++i) {
    const std::uint64_t begin = layout.item_begin[i];
    const std::uint64_t end = layout.item_begin[i + 1];
    double sum = 0;
    for (std::uint64_t at = begin; at < end; ++at) sum += y[at];
    for (std::uint64_t at = begin; at < end; ++at) {
      Tally& tally = found[layout.annotators[at]];
      ++tally.answers;
      tally.sum += y[at];
      if (end - begin < 2) continue;
      const double others = (sum - y[at]) / static_cast<double>(end - begin - 1);
      ++tally.compared;
      tally.compared_sum += y[at];
      tally.others += others;
      tally.squares += (y[at] - others) * (y[at] - others);
    }
  }
  return found;
}

Estimate with_t_interval(double value, double se, double degrees, double level) {
  Estimate estimate;
  estimate.value = value;
  estimate.se = se;
  const double half = se * stats::t_quantile(0.5 + level / 2, degrees);
  estimate.ci = stats::Interval{value - half, value + half, level, "t"};
  return estimate;
}

void mark_few(const BiasSpec& spec, std::uint64_t answers, Estimate& estimate) {
  if (!estimate.value || answers >= spec.min_answers) return;
  estimate.status = stats::Status::unreliable;
  estimate.reason = "few-answers";
  estimate.message = fmt::format("only {} answers to items that others answered", answers);
}

/// Sets what follows from the answers beside those of others.
void set_difference(const Tally& tally, const BiasSpec& spec, AnnotatorEntry& entry) {
  const auto n = static_cast<double>(tally.compared);
  entry.answers = tally.answers;
  entry.compared = tally.compared;
  entry.mean = tally.sum / static_cast<double>(tally.answers);
  if (tally.compared == 0) {
    entry.difference =
        Estimate::undefined("no-shared-item", "nobody else answered the items of this annotator");
    return;
  }
  entry.expected = tally.others / n;
  const double mean = (tally.compared_sum - tally.others) / n;
  entry.difference.value = mean;
  if (tally.compared > 1) {
    const double variance = std::max((tally.squares - n * mean * mean) / (n - 1), 0.0);
    const double se = std::sqrt(variance / n);
    // What does not vary at all says nothing of how sure it is.
    if (variance > 1e-12 * tally.squares / n) {
      entry.difference = with_t_interval(mean, se, n - 1, spec.level);
      if (tally.compared >= spec.min_answers) entry.p = stats::t_two_sided_p(mean / se, n - 1);
    }
  }
  mark_few(spec, tally.compared, entry.difference);
}

/// The variance between true effects for which sum (x - m)^2 / (v + variance) is its expectation
/// (Paule and Mandel 1982), and the mean m that goes with it.
struct Between {
  double variance = 0, mean = 0;
};

std::optional<Between> between(const std::vector<double>& effects,
                               const std::vector<double>& variances) {
  const auto excess = [&](double extra, double& mean) {
    double weights = 0;
    double sum = 0;
    for (std::size_t i = 0; i < effects.size(); ++i) {
      weights += 1 / (variances[i] + extra);
      sum += effects[i] / (variances[i] + extra);
    }
    mean = sum / weights;
    double squares = 0;
    for (std::size_t i = 0; i < effects.size(); ++i) {
      squares += (effects[i] - mean) * (effects[i] - mean) / (variances[i] + extra);
    }
    return squares - (static_cast<double>(effects.size()) - 1);
  };
  if (effects.size() < 3) return std::nullopt;
  Between found;
  if (excess(0, found.mean) <= 0) return found;
  double high = *std::max_element(variances.begin(), variances.end());
  while (excess(high, found.mean) > 0) high *= 2;
  double low = 0;
  constexpr int kHalvings = 100;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (excess(middle, found.mean) > 0 ? low : high) = middle;
  }
  found.variance = (low + high) / 2;
  excess(found.variance, found.mean);
  return found;
}

/// One target of a task: annotators, then groups.
class SeverityFitter {
 public:
  SeverityFitter(const model::RatingsTable& table, std::size_t task, const Scoring& scoring,
                 const std::vector<CodedCut>& cuts, const BiasSpec& spec)
      : table_(table),
        task_(task),
        scoring_(scoring),
        cuts_(cuts),
        spec_(spec),
        ranked_(items_by_hash(table, scoring.rows.item_begin.size() - 1)),
        layout_(layout_of(scoring, ranked_)),
        model_(layout_.item_begin, layout_.annotators, layout_.names.size()) {}

  bool has_answers() const { return !layout_.rows.empty(); }

  void add(std::size_t target, Severities& found) {
    y_ = values_of(scoring_, layout_, target);
    effects_ = model_.effects(y_);
    residuals_ = model_.residuals(y_, effects_);
    SeverityFit& fit = found.fits.emplace_back();
    fit.task = task_;
    fit.label = scoring_.targets[target].label;
    fit.is_share = scoring_.is_share;
    fit.annotators = layout_.names.size();
    fit.items = layout_.item_begin.size() - 1;
    fit.answers = layout_.rows.size();
    fit.parts = model_.parts();
    add_annotators(found);
    add_groups(found);
  }

  /// Cuts whose slices are constant within annotators, or within items.
  std::vector<std::size_t> annotator_cuts() const { return constant_cuts(true); }
  std::vector<std::size_t> item_cuts() const { return constant_cuts(false); }

 private:
  std::vector<std::size_t> constant_cuts(bool in_annotators) const {
    std::vector<std::size_t> found;
    for (std::size_t c = 0; c < cuts_.size(); ++c) {
      const bool by_annotator = is_constant(cuts_[c], true);
      const bool by_item = is_constant(cuts_[c], false);
      const bool few = cuts_[c].cut.slices.size() <= kMostGroups && cuts_[c].cut.slices.size() > 1;
      if (few && (in_annotators ? by_annotator && !by_item : by_item && !by_annotator)) {
        found.push_back(c);
      }
    }
    return found;
  }

  bool is_constant(const CodedCut& cut, bool in_annotators) const {
    std::vector<std::uint32_t> code(
        in_annotators ? layout_.names.size() : layout_.item_begin.size() - 1, kNone);
    for (std::size_t i = 0; i + 1 < layout_.item_begin.size(); ++i) {
      for (std::uint64_t at = layout_.item_begin[i]; at < layout_.item_begin[i + 1]; ++at) {
        std::uint32_t& known = code[in_annotators ? layout_.annotators[at] : i];
        const std::uint32_t own = cut.codes[layout_.rows[at]];
        if (known != kNone && known != own) return false;
        known = own;
      }
    }
    return true;
  }

  void add_annotators(Severities& found) const {
    const std::vector<Tally> tally = tallies(layout_, y_);
    SeverityFit& fit = found.fits.back();
    const double degrees = model_.degrees();
    double squares = 0;
    for (const double residual : residuals_) squares += residual * residual;
    const double error = degrees > 0 ? squares / degrees : 0;
    if (degrees > 0) fit.residual_deviation = std::sqrt(error);
    const std::size_t first = found.annotators.size();
    std::vector<double> effects;
    std::vector<double> variances;
    for (std::size_t a = 0; a < layout_.names.size(); ++a) {
      AnnotatorEntry& entry = found.annotators.emplace_back();
      entry.fit = found.fits.size() - 1;
      entry.annotator = table_.annotators[layout_.names[a]];
      set_difference(tally[a], spec_, entry);
      if (!model_.is_connected(a)) {
        entry.severity = entry.shrunken = Estimate::undefined(
            "no-shared-item", "nobody else answered the items of this annotator");
        continue;
      }
      const double variance = error * model_.effect_variances()[a];
      if (variance > 0) {
        entry.severity = with_t_interval(effects_[a], std::sqrt(variance), degrees, spec_.level);
        effects.push_back(effects_[a]);
        variances.push_back(variance);
      } else {
        entry.severity.value = effects_[a];
      }
      mark_few(spec_, tally[a].compared, entry.severity);
    }
    const std::optional<Between> spread = between(effects, variances);
    if (spread) fit.spread = std::sqrt(spread->variance);
    for (std::size_t i = first; i < found.annotators.size(); ++i) {
      shrink(spread, found.annotators[i]);
    }
  }

  /// The mean and the interval of an effect given its estimate (empirical Bayes; Morris 1983).
  void shrink(const std::optional<Between>& spread, AnnotatorEntry& entry) const {
    if (!entry.severity.value) return;
    if (!spread || !entry.severity.se) {
      entry.shrunken =
          Estimate::undefined("few-annotators", "too few annotators to know how much they differ");
      return;
    }
    const double own = *entry.severity.se * *entry.severity.se;
    const double kept = spread->variance / (spread->variance + own);
    const double se = std::sqrt(kept * own);
    const double value = spread->mean + kept * (*entry.severity.value - spread->mean);
    entry.shrunken.value = value;
    entry.shrunken.se = se;
    const double half = se * stats::normal_quantile(0.5 + spec_.level / 2);
    entry.shrunken.ci = stats::Interval{value - half, value + half, spec_.level, "empirical-bayes"};
  }

  void add_groups(Severities& found) const {
    const std::vector<std::size_t> items = item_cuts();
    for (const std::size_t g : annotator_cuts()) {
      const CodedCut& groups = cuts_[g];
      for (std::uint32_t group = 0; group < groups.cut.slices.size(); ++group) {
        add_group(groups, group, nullptr, 0, found);
      }
      for (const std::size_t s : items) {
        for (std::uint32_t group = 0; group < groups.cut.slices.size(); ++group) {
          for (std::uint32_t slice = 0; slice < cuts_[s].cut.slices.size(); ++slice) {
            add_group(groups, group, &cuts_[s], slice, found);
          }
        }
      }
    }
  }

  /// The coefficient of "the group, in these items" beside the effects of items (and annotators),
  /// by what those leave of it (Frisch and Waugh 1933), clustered by item and annotator.
  void add_group(const CodedCut& groups, std::uint32_t group, const CodedCut* items,
                 std::uint32_t slice, Severities& found) const {
    std::vector<double> z(layout_.rows.size(), 0.0);
    GroupEffect effect;
    for (std::size_t at = 0; at < z.size(); ++at) {
      const std::uint32_t row = layout_.rows[at];
      if (groups.codes[row] != group) continue;
      if (items != nullptr && items->codes[row] != slice) continue;
      z[at] = 1;
      ++effect.answers;
    }
    if (effect.answers == 0) return;
    effect.fit = found.fits.size() - 1;
    effect.field = groups.cut.name();
    effect.group = text_of(groups.cut.slices[group]);
    if (items != nullptr) {
      effect.item_field = items->cut.name();
      effect.item_group = text_of(items->cut.slices[slice]);
    }
    const std::vector<double> left =
        items == nullptr ? model_.within_items(z) : model_.residuals(z, model_.effects(z));
    set_effect(left, items == nullptr ? model_.within_items(y_) : residuals_, effect);
    found.groups.push_back(std::move(effect));
  }

  static std::optional<std::string> text_of(const Slice& slice) {
    if (slice.values.size() == 1) return slice.values.front();
    return slice.text();
  }

  void set_effect(const std::vector<double>& z, const std::vector<double>& y,
                  GroupEffect& effect) const {
    double squares = 0;
    double products = 0;
    for (std::size_t at = 0; at < z.size(); ++at) {
      squares += z[at] * z[at];
      products += z[at] * y[at];
    }
    if (!(squares > 1e-9)) {
      effect.estimate =
          Estimate::undefined("no-shared-item", "no item was answered by this group and by others");
      return;
    }
    const double slope = products / squares;
    const RowOrder order{scoring_.rows, ranked_};
    const ClusterSquares<1> clusters(order, [&](std::size_t row, std::array<double, 1>& values) {
      const std::uint32_t at = layout_.place_of[row];
      if (at == kNone) return false;
      values = {z[at] * (y[at] - slope * z[at]) / squares};
      return true;
    });
    const std::uint64_t fewest = clusters.clusters(Cluster::item_and_annotator);
    const auto variance = clusters.variance(0, Cluster::item_and_annotator);
    effect.estimate.value = slope;
    if (variance && *variance > 0) {
      const double degrees = static_cast<double>(fewest) - 1;
      const double se = std::sqrt(*variance);
      effect.estimate = with_t_interval(slope, se, degrees, spec_.level);
      effect.p = stats::t_two_sided_p(slope / se, degrees);
    }
    if (fewest < kReliableClusters) {
      effect.estimate.status = stats::Status::unreliable;
      effect.estimate.reason = "few-clusters";
      effect.estimate.message = fmt::format("only {} items or annotators", fewest);
    }
  }

  const model::RatingsTable& table_;
  std::size_t task_;
  const Scoring& scoring_;
  const std::vector<CodedCut>& cuts_;
  const BiasSpec& spec_;
  std::vector<std::uint32_t> ranked_;
  Layout layout_;
  stats::AdditiveModel model_;
  std::vector<double> y_, effects_, residuals_;
};

}  // namespace

void add_severities(const model::RatingsTable& table, std::size_t task, const Scoring& scoring,
                    const std::vector<CodedCut>& cuts, const BiasSpec& spec, Severities& found,
                    std::vector<Note>& notes) {
  SeverityFitter fitter(table, task, scoring, cuts, spec);
  if (!fitter.has_answers()) return;
  for (std::size_t target = 0; target < scoring.targets.size(); ++target) {
    fitter.add(target, found);
  }
  if (!found.fits.empty() && found.fits.back().parts > 1) {
    notes.push_back({"annotators-not-connected",
                     fmt::format("task {}: the annotators fall into {} parts that share no item; "
                                 "severities are from the mean of each part",
                                 base::quoted(table.tasks[task].task.name),
                                 base::with_commas(found.fits.back().parts))});
  }
}

}  // namespace lbl::bias
