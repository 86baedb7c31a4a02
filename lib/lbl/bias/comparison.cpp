// One slice, label and measure beside its reference: estimates, intervals, tests.
#include "lbl/bias/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lbl/stats/contingency.hpp"
#include "lbl/stats/distributions.hpp"
#include "lbl/stats/intervals.hpp"

namespace lbl::bias {
namespace {

using Weights = PairVariance::Weights;
using stats::Estimate;

/// Answers whose mean is asked for, and how that mean depends on the moments.
struct Group {
  double rows = 0, amount = 0;  ///< as often as their weights
  double answers = 0;           ///< each once
  double mean = 0;
  double figure = 0;               ///< the mean in the units of the report
  Weights influence{};             ///< of a cluster on the mean
  std::optional<double> variance;  ///< of the mean
  std::uint64_t clusters = 0;

  /// Rows that would give a share this variance if they were independent; where the variance says
  /// nothing (a share of 0 or 1, one cluster) the number of clusters (CONVENTIONS.md 18). The
  /// variance of few clusters is itself uncertain: it may not make more of the rows than there are
  /// (Korn and Graubard 1998).
  double effective_rows() const {
    const double independent = mean * (1 - mean);
    if (!(independent > 0 && variance && *variance > 0)) return static_cast<double>(clusters);
    const double effective = independent / *variance;
    return clusters < kManyClusters ? std::min(effective, answers) : effective;
  }
  double effective_variance() const { return mean * (1 - mean) / effective_rows(); }
  bool has_both_outcomes() const { return amount > 0 && amount < rows; }
};

Weights operator*(const Weights& weights, double factor) {
  Weights scaled = weights;
  for (long double& weight : scaled) weight *= factor;
  return scaled;
}

Weights operator-(const Weights& a, const Weights& b) {
  Weights difference = a;
  for (std::size_t i = 0; i < b.size(); ++i) difference[i] -= b[i];
  return difference;
}

stats::Interval interval(stats::Bounds bounds, double level, std::string method) {
  return {bounds.low, bounds.high, level, std::move(method)};
}

/// Answers all the questions about one slice, target and reference.
class Comparer {
 public:
  Comparer(const ClusteredMoments& moments, const Scoring& scoring, const BiasSpec& spec,
           const Question& question)
      : moments_(moments),
        scoring_(scoring),
        spec_(spec),
        question_(question),
        target_(scoring.targets[question.target]),
        variance_(moments, question.slice, question.target, partner(),
                  moments.cluster == Cluster::none && scoring.is_share
                      ? PairVariance::Factor::none
                      : PairVariance::Factor::clusters) {
    const PairMoments totals =
        pair_moments(*moments.totals, question.slice, question.target, partner());
    own_ = group(totals, 0);
    partner_ = group(totals, 2);
    const PairMoments counts =
        pair_moments(*moments.counts, question.slice, question.target, partner());
    own_.answers = static_cast<double>(counts.products[1][1]);
    partner_.answers = static_cast<double>(counts.products[3][3]);
    own_.clusters = variance_.slice_clusters();
    own_.variance = variance_.of_slice(own_.influence);
    partner_.clusters = variance_.partner_clusters();
    partner_.variance = variance_.of_partner(partner_.influence);
    reference_ = question.reference == Reference::overall ? overall() : partner_;
  }

  Comparison answer() const {
    Comparison comparison;
    comparison.clusters = own_.clusters;
    comparison.estimate = own_estimate();
    if (const Estimate missing = no_comparison(); missing.status == stats::Status::undefined) {
      comparison.difference = comparison.ratio = comparison.odds_ratio = missing;
      return comparison;
    }
    comparison.difference = difference();
    comparison.ratio = ratio();
    comparison.odds_ratio = odds_ratio();
    run_test(comparison);
    return comparison;
  }

 private:
  std::optional<std::size_t> partner() const {
    return question_.reference == Reference::slice ? question_.reference_slice : std::nullopt;
  }

  /// The slice (`at` 0) or its partner (`at` 2) from moments of single rows.
  Group group(const PairMoments& rows, std::size_t at) const {
    Group group;
    group.rows = static_cast<double>(rows.products[at + 1][at + 1]);
    group.amount = static_cast<double>(rows.products[at][at + 1]);
    if (group.rows == 0) return group;
    group.mean = group.amount / group.rows;
    group.figure = figure(group);
    group.influence[at] = 1 / static_cast<long double>(group.rows);
    group.influence[at + 1] = -static_cast<long double>(group.amount) / group.rows / group.rows;
    return group;
  }

  /// The sum in the units of the report first, so that a mean of whole numbers is rounded once.
  double figure(const Group& group) const {
    return (target_.offset * group.rows + target_.unit * group.amount) / group.rows;
  }

  Group overall() const {
    Group all;
    all.rows = own_.rows + partner_.rows;
    all.amount = own_.amount + partner_.amount;
    all.answers = own_.answers + partner_.answers;
    all.mean = all.amount / all.rows;
    all.figure = figure(all);
    const long double one = 1 / static_cast<long double>(all.rows);
    const long double mean = static_cast<long double>(all.amount) / all.rows;
    all.influence = {one, -mean * one, one, -mean * one};
    all.clusters = variance_.clusters();
    all.variance = variance_.of_both(all.influence);
    return all;
  }

  /// Whether both sides have answers of one cluster, so that their errors are not independent.
  bool dependent() const { return question_.reference == Reference::overall || variance_.shared(); }

  double degrees() const { return static_cast<double>(variance_.clusters()) - 1; }
  double two_sided_t(double degrees) const {
    return stats::t_quantile(0.5 + spec_.level / 2, degrees);
  }

  std::string_view cluster_noun(std::uint64_t count) const {
    switch (moments_.cluster) {
      case Cluster::item:
        return count == 1 ? "item" : "items";
      case Cluster::annotator:
        return count == 1 ? "annotator" : "annotators";
      case Cluster::none:
        return count == 1 ? "answer" : "answers";
      default:
        return count == 1 ? "item or annotator" : "items or annotators";
    }
  }

  void mark_few(Estimate& estimate, std::uint64_t clusters) const {
    if (clusters >= kReliableClusters) return;
    estimate.status = stats::Status::unreliable;
    estimate.reason = "few-clusters";
    estimate.message = fmt::format("only {} {}", clusters, cluster_noun(clusters));
  }
  void mark_few(Estimate& estimate) const {
    mark_few(estimate, std::min(own_.clusters, reference_.clusters));
  }

  Estimate no_comparison() const {
    if (own_.rows == 0) return Estimate::undefined("no-answers", "no answer to count");
    if (question_.reference == Reference::slice && partner() == question_.slice) {
      return Estimate::undefined("is-reference", "this is the reference slice");
    }
    if (reference_.rows == 0) {
      return Estimate::undefined("no-reference", "there are no other answers to compare with");
    }
    return {};
  }

  Estimate own_estimate() const {
    if (own_.rows == 0) return Estimate::undefined("no-answers", "no answer to count");
    Estimate estimate;
    estimate.value = own_.figure;
    if (own_.variance) estimate.se = target_.unit * std::sqrt(*own_.variance);
    if (scoring_.is_share) {
      estimate.ci = interval(wilson(own_), spec_.level, "wilson");
    } else if (estimate.se) {
      const double half = *estimate.se * two_sided_t(static_cast<double>(own_.clusters) - 1);
      estimate.ci = interval({own_.figure - half, own_.figure + half}, spec_.level, "t");
    }
    mark_few(estimate, own_.clusters);
    return estimate;
  }

  stats::Bounds wilson(const Group& group) const {
    return stats::wilson_effective(group.mean, group.effective_rows(), spec_.level);
  }

  Estimate difference() const {
    Estimate estimate;
    estimate.value = own_.figure - reference_.figure;
    if (dependent()) {
      set_linearised(estimate);
    } else if (scoring_.is_share) {
      if (own_.variance && reference_.variance) {
        estimate.se = std::sqrt(*own_.variance + *reference_.variance);
      }
      estimate.ci = interval(
          stats::squared_and_added(own_.mean, wilson(own_), reference_.mean, wilson(reference_)),
          spec_.level, "newcombe");
    } else if (const std::optional<double> degrees = welch_degrees()) {
      estimate.se = target_.unit * std::sqrt(*own_.variance + *reference_.variance);
      const double half = *estimate.se * two_sided_t(*degrees);
      estimate.ci =
          interval({*estimate.value - half, *estimate.value + half}, spec_.level, "welch");
    }
    mark_few(estimate);
    return estimate;
  }

  /// Welch (1947) and Satterthwaite (1946); none where one side is a single cluster or nothing
  /// varies.
  std::optional<double> welch_degrees() const {
    if (!own_.variance || !reference_.variance) return std::nullopt;
    const double a = *own_.variance;
    const double b = *reference_.variance;
    if (!(a + b > 0)) return std::nullopt;
    return (a + b) * (a + b) /
           (a * a / (static_cast<double>(own_.clusters) - 1) +
            b * b / (static_cast<double>(reference_.clusters) - 1));
  }

  void set_linearised(Estimate& estimate) const {
    const auto variance = variance_.of_both(own_.influence - reference_.influence);
    if (variance) estimate.se = target_.unit * std::sqrt(*variance);
    if (is_sparse(own_, reference_)) {
      estimate.ci = interval(correlated_bounds(variance), spec_.level, "newcombe-correlated");
      return;
    }
    if (!variance) return;
    const double half = *estimate.se * two_sided_t(degrees());
    stats::Bounds bounds{*estimate.value - half, *estimate.value + half};
    if (scoring_.is_share) bounds = {std::max(bounds.low, -1.0), std::min(bounds.high, 1.0)};
    estimate.ci = interval(bounds, spec_.level, "linearised");
  }

  /// Newcombe's (1998b) interval with the correlation of both shares (Zou 2007, eq. 4 for dependent
  /// estimates), which unlike the linearised one holds where a label is rare.
  stats::Bounds correlated_bounds(const std::optional<double>& variance) const {
    double correlation = 0;
    if (variance && own_.variance && reference_.variance) {
      const double product = std::sqrt(*own_.variance * *reference_.variance);
      const double covariance = (*own_.variance + *reference_.variance - *variance) / 2;
      if (product > 0) correlation = std::clamp(covariance / product, -1.0, 1.0);
    }
    return stats::squared_and_added(own_.mean, wilson(own_), reference_.mean, wilson(reference_),
                                    correlation);
  }

  /// A ratio of functions of both means, by its logarithm: `own` and `other` are the derivatives of
  /// the logarithms with respect to the means.
  Estimate log_ratio(double value, double own, double other, const char* method) const {
    Estimate estimate;
    estimate.value = value;
    if (dependent()) {
      const auto variance = variance_.of_both(own_.influence * own - reference_.influence * other);
      if (variance) {
        const double log_se = std::sqrt(*variance);
        const double factor = std::exp(log_se * two_sided_t(degrees()));
        estimate.se = value * log_se;
        estimate.ci = interval({value / factor, value * factor}, spec_.level, "linearised-log");
      }
    } else {
      const double own_variance =
          scoring_.is_share ? own_.effective_variance() : own_.variance.value_or(0);
      const double other_variance =
          scoring_.is_share ? reference_.effective_variance() : reference_.variance.value_or(0);
      const double log_se = std::sqrt(own * own * own_variance + other * other * other_variance);
      estimate.se = value * log_se;
      estimate.ci = interval(stats::log_symmetric(value, log_se, spec_.level), spec_.level, method);
    }
    mark_few(estimate);
    return estimate;
  }

  bool has_zero_cell() const {
    return !own_.has_both_outcomes() || !reference_.has_both_outcomes();
  }
  static Estimate zero_cell() {
    return Estimate::undefined("zero-cell", "a label that one side never or always has");
  }

  Estimate ratio() const {
    if (!scoring_.has_zero) {
      return Estimate::undefined("no-zero", "values on a scale without a zero have no ratio");
    }
    if (scoring_.is_share && has_zero_cell()) return zero_cell();
    if (!(own_.figure > 0 && reference_.figure > 0)) {
      return Estimate::undefined("not-positive", "a ratio needs two positive values");
    }
    return log_ratio(own_.figure / reference_.figure, target_.unit / own_.figure,
                     target_.unit / reference_.figure, "katz");
  }

  Estimate odds_ratio() const {
    if (!scoring_.is_share) {
      return Estimate::undefined("not-a-rate", "only rates have odds");
    }
    if (has_zero_cell()) return zero_cell();
    const double own = own_.mean * (1 - own_.mean);
    const double other = reference_.mean * (1 - reference_.mean);
    const double value = own_.mean * (1 - reference_.mean) / (reference_.mean * (1 - own_.mean));
    return log_ratio(value, 1 / own, 1 / other, "woolf");
  }

  void run_test(Comparison& comparison) const {
    const double all_amount = own_.amount + partner_.amount;
    if (partner_.rows == 0) return;
    if (scoring_.is_share && (all_amount == 0 || all_amount == own_.rows + partner_.rows)) return;
    if (is_weighted()) {
      weighted_test(comparison);
      return;
    }
    if (wants_permutation()) {
      set_permutation(comparison);
    } else if (!scoring_.is_share) {
      wald(comparison);
    } else if (moments_.cluster == Cluster::none) {
      independent(comparison);
    } else {
      rao_scott(comparison);
    }
    // No variance between clusters leaves only their permutation to tell chance from more.
    if (!comparison.p) set_permutation(comparison);
  }

  bool is_weighted() const { return moments_.totals != moments_.counts; }

  /// Answers of different weight cannot be dealt out anew, so where cells are sparse there is no
  /// test.
  void weighted_test(Comparison& comparison) const {
    if (!scoring_.is_share) {
      wald(comparison);
    } else if (!is_sparse(own_, partner_)) {
      rao_scott(comparison);
    }
  }

  bool wants_permutation() const {
    if (spec_.test == Test::permutation) return true;
    if (spec_.test != Test::automatic || moments_.cluster == Cluster::none) return false;
    const auto nested = variance_.scarcest_nested();
    return (nested && nested->fewer() < kManyClusters) || is_sparse(own_, partner_);
  }

  void set_permutation(Comparison& comparison) const {
    const auto nested = variance_.scarcest_nested();
    comparison.test = Test::permutation;
    comparison.permuted = nested ? nested->kind : variance_.scarcest().kind;
    comparison.dealing = nested || !scoring_.is_share ? Dealing::clusters : Dealing::within;
  }

  /// Whether a cell of the table has so few answers, counted in clusters where those are what is
  /// compared, that the variance found in it says little: with none of a label in a slice it is 0,
  /// and every interval and distribution built on it far too sure. 5 expected is Cochran's (1954)
  /// rule.
  bool is_sparse(const Group& a, const Group& b) const {
    if (!scoring_.is_share) return false;
    const auto nested = variance_.scarcest_nested();
    const double a_units = nested ? static_cast<double>(nested->slice) : a.answers;
    const double b_units = nested ? static_cast<double>(nested->partner) : b.answers;
    const auto rarer = [](double share) { return std::min(share, 1 - share); };
    const double rate = (a.amount + b.amount) / (a.rows + b.rows);
    const double expected = std::min(a_units, b_units) * rarer(rate);
    const double observed = std::min(a_units * rarer(a.mean), b_units * rarer(b.mean));
    return expected < 5 || (observed < 5 && expected < 25);
  }

  void independent(Comparison& comparison) const {
    const double a = own_.amount;
    const double b = own_.rows - a;
    const double c = partner_.amount;
    const double d = partner_.rows - c;
    const auto chi2 = stats::chi_square({2, {a, b, c, d}});
    if (!chi2) return;
    const bool exact = spec_.test == Test::fisher ||
                       (spec_.test == Test::automatic && chi2->smallest_expected < 5);
    comparison.test = exact ? Test::fisher : Test::chi2;
    comparison.p = exact ? stats::fisher_exact(a, b, c, d) : chi2->p;
  }

  /// Pearson's statistic of slice by label, divided by its design effect (Rao and Scott 1984), as
  /// F(1, G - 1) (Thomas and Rao 1987). For a table of two by two this is the squared interaction
  /// sum(+-p_ij / mu_ij) by its linearised variance, mu_ij being the products of the margins.
  void rao_scott(Comparison& comparison) const {
    const long double rows = static_cast<long double>(own_.rows) + partner_.rows;
    const long double share = own_.rows / rows;
    const long double rate = (static_cast<long double>(own_.amount) + partner_.amount) / rows;
    const long double hit = 1 / (rate * (1 - rate));
    const long double miss = 1 / (1 - rate);
    Weights weights{hit / share, -miss / share, -hit / (1 - share), miss / (1 - share)};
    const long double interaction =
        (own_.amount / rows - share * rate) * hit / (share * (1 - share));
    // The interaction is the mean of what the rows add to it; variances are around that mean.
    weights[1] -= interaction;
    weights[3] -= interaction;
    const auto variance = variance_.of_both(weights * static_cast<double>(1 / rows));
    if (!variance || !(*variance > 0)) return;
    comparison.test = Test::rao_scott;
    comparison.p =
        stats::f_upper(static_cast<double>(interaction * interaction) / *variance, 1, degrees());
  }

  void wald(Comparison& comparison) const {
    const double distance = own_.mean - partner_.mean;
    std::optional<double> variance;
    std::optional<double> freedom;
    if (variance_.shared()) {
      variance = variance_.of_both(own_.influence - partner_.influence);
      freedom = degrees();
    } else if (own_.variance && partner_.variance) {
      variance = *own_.variance + *partner_.variance;
      freedom = welch_degrees();
    }
    if (!variance || !(*variance > 0) || !freedom) return;
    comparison.test = Test::wald;
    comparison.p = stats::t_two_sided_p(distance / std::sqrt(*variance), *freedom);
  }

  const ClusteredMoments& moments_;
  const Scoring& scoring_;
  const BiasSpec& spec_;
  const Question& question_;
  const Target& target_;
  PairVariance variance_;
  Group own_, partner_, reference_;
};

}  // namespace

Comparison compare(const ClusteredMoments& moments, const Scoring& scoring, const BiasSpec& spec,
                   const Question& question) {
  return Comparer(moments, scoring, spec, question).answer();
}

}  // namespace lbl::bias
