// All figures of one cut, and what the cuts of a measure share while they are computed.
#include "lbl/bias/cut_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "lbl/base/text.hpp"
#include "lbl/bias/bootstrap.hpp"
#include "lbl/bias/comparison.hpp"
#include "lbl/bias/disparity.hpp"
#include "lbl/bias/item_order.hpp"
#include "lbl/bias/maximum.hpp"
#include "lbl/bias/row_weights.hpp"
#include "lbl/bias/trend.hpp"

namespace lbl::bias {

CutContext::CutContext(const model::RatingsTable& table, Scoring scoring, const BiasSpec& spec)
    : table_(table),
      scoring_(std::move(scoring)),
      spec_(spec),
      weights_(row_weights(scoring_, spec.item_weights)) {
  const auto& begin = scoring_.rows.item_begin;
  for (std::size_t i = 0; items_are_rows_ && i + 1 < begin.size(); ++i) {
    items_are_rows_ = begin[i + 1] - begin[i] <= 1;
  }
}

Clusters CutContext::annotators() {
  std::call_once(annotators_made_, [&] { annotators_ = annotator_order(scoring_.rows); });
  return annotators_.clusters();
}

const ClusterPool& CutContext::pool(Kind kind) {
  const auto at = static_cast<std::size_t>(kind);
  std::call_once(pools_made_[at], [&] { pools_[at] = make_pool(kind, {}); });
  return *pools_[at];
}

/// Items by the hash of their names, so that the order of the input does not matter.
const std::vector<std::uint32_t>& CutContext::ranked_items() {
  std::call_once(ranked_made_, [&] { ranked_ = items_by_hash(table_, items().size()); });
  return ranked_;
}

RowOrder CutContext::order() {
  return {scoring_.rows, ranked_items()};
}

const Strata& CutContext::strata() {
  std::call_once(strata_made_, [&] {
    CodedCut coded = code_rows(table_, scoring_.rows, spec_.control, kAllLevels);
    strata_.count = coded.cut.slices.size();
    strata_.codes = std::move(coded.codes);
  });
  return strata_;
}

std::unique_ptr<ClusterPool> CutContext::make_pool(Kind kind,
                                                   const std::vector<std::uint32_t>& codes) {
  if (kind == Kind::item) {
    return std::make_unique<ClusterPool>(scoring_, items(), ranked_items(), codes);
  }
  std::vector<std::uint32_t> ranked;
  if (kind == Kind::annotator) {
    // Annotators are numbered in the order of their names.
    ranked.resize(annotators().size());
    std::iota(ranked.begin(), ranked.end(), 0u);
    return std::make_unique<ClusterPool>(scoring_, annotators(), ranked, codes);
  }
  std::vector<std::uint64_t> begin(scoring_.rows.size() + 1);
  std::iota(begin.begin(), begin.end(), std::uint64_t{0});
  const auto& bounds = scoring_.rows.item_begin;
  for (const std::uint32_t item : ranked_items()) {
    for (std::uint64_t row = bounds[item]; row < bounds[item + 1]; ++row) {
      ranked.push_back(static_cast<std::uint32_t>(row));
    }
  }
  return std::make_unique<ClusterPool>(scoring_, Clusters{begin, {}}, ranked, codes);
}

namespace {

/// Computes one cut.
class CutComputer {
 public:
  CutComputer(CutContext& context, std::shared_ptr<const CodedCut> coded)
      : context_(context),
        scoring_(context.scoring()),
        spec_(context.spec()),
        shared_(std::move(coded)),
        coded_(*shared_),
        notes_(coded_.notes) {
    if (!spec_.control.empty()) stratified_.emplace(coded_, context.strata(), scoring_);
  }

  CutReport report() {
    find_reference();
    sum_up();
    CutReport report;
    for (std::size_t target = 0; target < scoring_.targets.size(); ++target) {
      for (std::size_t slice = 0; slice < slices(); ++slice) {
        if (totals().nn[slice] > 0) report.slices.push_back(entry(slice, target));
      }
    }
    if (spec_.bootstrap > 0) add_bootstrap(coded_, scoring_, partner_, spec_, report.slices);
    report.disparities = disparities(report.slices);
    report.cut = coded_.cut;
    report.notes = std::move(notes_);
    return report;
  }

  SliceEntry one_entry(std::size_t slice, std::size_t target) {
    find_reference();
    sum_up();
    return entry(slice, target);
  }

 private:
  std::size_t slices() const { return coded_.cut.slices.size(); }
  bool is_weighted() const { return !context_.weights().empty(); }
  const Moments& rows() const { return is_weighted() ? weighted_rows_ : counts_; }
  const Moments& totals() const { return is_weighted() ? weighted_totals_ : counts_; }

  void find_reference() {
    if (spec_.reference != Reference::slice) return;
    const std::vector<Slice>& all = coded_.cut.slices;
    const auto at = std::find_if(all.begin(), all.end(), [&](const Slice& slice) {
      return slice.text() == spec_.reference_slice;
    });
    if (at != all.end()) {
      partner_ = static_cast<std::size_t>(at - all.begin());
      return;
    }
    notes_.push_back(
        {"no-reference-slice",
         fmt::format("{} has no slice {}: its slices are compared with the rest",
                     base::quoted(coded_.cut.name()), base::quoted(spec_.reference_slice))});
  }

  void sum_up() {
    counts_ = row_moments(coded_, scoring_);
    if (is_weighted()) {
      weighted_rows_ = weighted_row_moments(coded_, scoring_, context_.weights());
      weighted_totals_ = weighted_row_totals(coded_, scoring_, context_.weights());
    }
    items_ = context_.items_are_rows() ? rows()
                                       : cluster_moments(coded_, scoring_, context_.items(),
                                                         partner_, context_.weights());
    Cluster cluster = spec_.cluster;
    const bool has_annotators = !scoring_.rows.annotators.empty();
    if (cluster == Cluster::automatic) {
      cluster = items_.shared && has_annotators ? Cluster::item_and_annotator : Cluster::item;
    } else if (cluster != Cluster::none && !has_annotators) {
      cluster = Cluster::item;
    }
    moments_ = {cluster, &counts_, &totals(), &rows(), nullptr, nullptr};
    if (cluster == Cluster::item || cluster == Cluster::item_and_annotator) {
      moments_.items = &items_;
    }
    if (cluster == Cluster::annotator || cluster == Cluster::item_and_annotator) {
      annotators_ =
          cluster_moments(coded_, scoring_, context_.annotators(), partner_, context_.weights());
      moments_.annotators = &annotators_;
    }
  }

  Reference reference() const {
    return spec_.reference == Reference::slice && !partner_ ? Reference::rest : spec_.reference;
  }

  SliceEntry entry(std::size_t slice, std::size_t target) {
    Comparison found = compare(moments_, scoring_, spec_, {slice, target, reference(), partner_});
    SliceEntry entry;
    entry.slice = slice;
    entry.label = scoring_.targets[target].label;
    entry.measure = scoring_.measure;
    entry.answers = static_cast<std::uint64_t>(counts_.nn[slice]);
    entry.items = items_.slice_clusters[slice];
    entry.cluster = moments_.cluster;
    entry.clusters = found.clusters;
    entry.reference = reference() == Reference::rest      ? "rest"
                      : reference() == Reference::overall ? "overall"
                                                          : spec_.reference_slice;
    entry.estimate = std::move(found.estimate);
    entry.difference = std::move(found.difference);
    entry.ratio = std::move(found.ratio);
    entry.odds_ratio = std::move(found.odds_ratio);
    entry.test = found.test;
    entry.p = found.p;
    add_control(target, entry);
    if (found.test && !found.p) {
      ClusterPermutation& dealer = permutation(found.permuted);
      entry.p = found.dealing == Dealing::clusters
                    ? dealer.p(slice, partner_, target, random(slice, target))
                    : dealer.p_within(slice, partner_, target, random(slice, target));
    }
    return entry;
  }

  void add_control(std::size_t target, SliceEntry& entry) {
    const bool is_reference = partner_ && *partner_ == entry.slice;
    if (!stratified_ || is_reference) return;
    entry.controlled = stratified_->compare(entry.slice, target, partner_, moments_.cluster,
                                            context_.order(), spec_.level, entry.difference);
  }

  const Moments& moments_of(Kind kind) const {
    return kind == Kind::row ? counts_ : (kind == Kind::item ? items_ : annotators_);
  }

  const ClusterPool& pool(Kind kind) {
    if (!moments_of(kind).shared) return context_.pool(kind);
    auto& own = pools_[static_cast<std::size_t>(kind)];
    if (!own) own = context_.make_pool(kind, coded_.codes);
    return *own;
  }

  ClusterPermutation& permutation(Kind kind) {
    auto& made = permutations_[static_cast<std::size_t>(kind)];
    if (!made) {
      made = std::make_unique<ClusterPermutation>(pool(kind), coded_.codes, slices());
    }
    return *made;
  }

  /// A stream of its own for every figure, named by what the figure is about.
  base::Random random(std::size_t slice, std::size_t target) const {
    const std::string& label = scoring_.targets[target].label.value_or("");
    return {spec_.seed,
            fmt::format("{}\n{}\n{}\n{}", coded_.cut.name(), coded_.cut.slices[slice].text(), label,
                        measure_name(scoring_.measure))};
  }

  /// The figure of all answers together.
  double overall(std::size_t target) const {
    const auto amount = static_cast<double>(totals().all_kn[target]);
    const auto rows = static_cast<double>(totals().all_nn);
    return (scoring_.targets[target].offset * rows + scoring_.targets[target].unit * amount) / rows;
  }

  /// The entries of one target stand together, in the order of the slices.
  std::vector<Disparity> disparities(const std::vector<SliceEntry>& entries) {
    std::vector<Disparity> found;
    const std::size_t per_target =
        scoring_.targets.empty() ? 0 : entries.size() / scoring_.targets.size();
    if (per_target == 0) return found;
    for (std::size_t target = 0; target < scoring_.targets.size(); ++target) {
      const auto begin = entries.begin() + static_cast<std::ptrdiff_t>(target * per_target);
      found.push_back(disparity({begin, begin + static_cast<std::ptrdiff_t>(per_target)}, scoring_,
                                overall(target), spec_));
      if (coded_.scores.empty() || is_weighted()) continue;
      found.back().trend =
          trend(coded_, scoring_, target, moments_.cluster, context_.order(), spec_.level);
    }
    add_chance(found, per_target);
    return found;
  }

  /// The scarcest kind of cluster of which most lie in one slice alone; single answers where the
  /// slices cross all clusters, so that the luck of a cluster is shared by them.
  Kind dealt_kind() const {
    Kind kind = Kind::row;
    std::uint64_t fewest = counts_.clusters;
    for (const auto& [moments, own] :
         {std::pair(moments_.items, Kind::item), std::pair(moments_.annotators, Kind::annotator)}) {
      if (moments == nullptr || moments->clusters > fewest) continue;
      const std::uint64_t whole = std::accumulate(moments->whole_clusters.begin(),
                                                  moments->whole_clusters.end(), std::uint64_t{0});
      if (2 * whole < moments->clusters) continue;
      kind = own;
      fewest = moments->clusters;
    }
    return kind;
  }

  /// What permutation says of the largest differences.
  void add_chance(std::vector<Disparity>& disparities, std::size_t used_slices) {
    if (used_slices < 2 || is_weighted()) return;
    const Kind kind = dealt_kind();
    const Moments& moments = moments_of(kind);
    MaximumQuestion question;
    question.slice_clusters = moments.slice_clusters;
    const auto rows = static_cast<long double>(counts_.clusters);
    const auto units = static_cast<long double>(question.clusters());
    for (std::size_t target = 0; target < disparities.size(); ++target) {
      const long double mean = static_cast<long double>(counts_.all_kn[target]) / rows;
      long double squares = 0;
      for (std::size_t slice = 0; slice < slices(); ++slice) {
        const std::size_t cell = slice * moments.targets + target;
        squares += static_cast<long double>(moments.kk[cell]) -
                   2 * mean * static_cast<long double>(moments.kn[cell]) +
                   mean * mean * static_cast<long double>(moments.nn[slice]);
      }
      question.means.push_back(static_cast<double>(mean));
      question.scales.push_back(
          static_cast<double>(std::sqrt(std::max(squares, 0.0L) / (units - 1)) * units / rows));
      question.observed.push_back(*disparities[target].max_difference.value /
                                  scoring_.targets[target].unit);
    }
    const auto chance = maximum_under_chance(
        question, question.needs_pool() ? &pool(kind) : nullptr,
        base::Random(spec_.seed,
                     fmt::format("{}\n{}", coded_.cut.name(), measure_name(scoring_.measure))));
    for (std::size_t target = 0; target < disparities.size(); ++target) {
      disparities[target].p = chance[target].p;
      disparities[target].null_mean = chance[target].null_mean * scoring_.targets[target].unit;
    }
  }

  CutContext& context_;
  const Scoring& scoring_;
  const BiasSpec& spec_;
  std::shared_ptr<const CodedCut> shared_;
  const CodedCut& coded_;
  std::vector<Note> notes_;
  std::optional<StratifiedCut> stratified_;
  std::optional<std::size_t> partner_;
  Moments counts_, items_, annotators_;
  Moments weighted_rows_, weighted_totals_;  ///< where rows have weights
  ClusteredMoments moments_;
  // By Kind; made when a figure needs them.
  std::unique_ptr<ClusterPool> pools_[3];
  std::unique_ptr<ClusterPermutation> permutations_[3];
};

}  // namespace

CutReport cut_report(CutContext& context, std::shared_ptr<const CodedCut> coded) {
  return CutComputer(context, std::move(coded)).report();
}

SliceEntry slice_entry(CutContext& context, std::shared_ptr<const CodedCut> coded,
                       std::size_t slice, std::size_t target) {
  return CutComputer(context, std::move(coded)).one_entry(slice, target);
}

}  // namespace lbl::bias
