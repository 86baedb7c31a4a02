// Compares slices within the strata of a control field.
#include "lbl/bias/stratified.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "lbl/stats/distributions.hpp"
#include "lbl/stats/intervals.hpp"

namespace lbl::bias {
namespace {

using stats::Estimate;

constexpr std::uint32_t kNoStratum = 0xFFFFFFFFu;

/// What an answer adds to each of these sums.
enum Sums : std::size_t { kScore, kDifference, kOdds, kRatio, kSums };

/// An answer with y adds alpha + beta y.
struct Line {
  std::array<double, kSums> alpha{}, beta{};

  void set(std::size_t sum, double at_zero, double at_one) {
    alpha[sum] = at_zero;
    beta[sum] = at_one - at_zero;
  }
};

/// A stratum with answers on both sides: their numbers, their sums of y, and the squares of both.
struct Entry {
  double n1 = 0, n0 = 0, y1 = 0, y0 = 0, squares = 0;
  Line own, other;  ///< of the slice, of its partner

  double total() const { return n1 + n0; }
  double mean() const { return (y1 + y0) / total(); }
  double weight() const { return n1 * n0 / total(); }
  double difference() const { return (y1 * n0 - y0 * n1) / total(); }
  double spread() const {
    const double sum = y1 + y0;
    return std::max(squares - sum * sum / total(), 0.0);
  }
};

}  // namespace

const char* reversal_name(Reversal reversal) {
  switch (reversal) {
    case Reversal::vanishes:
      return "vanishes";
    case Reversal::reverses:
      return "reverses";
    case Reversal::none:
      break;
  }
  return "none";
}

struct StratifiedCut::Table {
  std::vector<Entry> entries;
  std::vector<std::uint32_t> entry_of;  ///< per stratum
  bool is_share = true;

  std::vector<stats::Stratum> tables() const {
    std::vector<stats::Stratum> strata;
    for (const Entry& entry : entries) strata.push_back({entry.y1, entry.n1, entry.y0, entry.n0});
    return strata;
  }
  stats::CommonScore score() const {
    stats::CommonScore score;
    for (const Entry& entry : entries) {
      score.excess += entry.difference();
      if (entry.total() < 2) continue;
      score.variance += entry.weight() / (entry.total() - 1) * entry.spread();
    }
    return score;
  }
  std::optional<stats::CommonEffect> mean_difference() const {
    double weight = 0;
    double sum = 0;
    double variance = 0;
    for (const Entry& entry : entries) {
      weight += entry.weight();
      sum += entry.difference();
      if (entry.total() > 2) variance += entry.weight() / (entry.total() - 1) * entry.spread();
    }
    if (!(weight > 0)) return std::nullopt;
    return stats::CommonEffect{sum / weight, std::sqrt(variance) / weight};
  }
  void set_lines();
};

/// The derivatives of each sum with respect to one more answer in the stratum. With R and S the
/// sums of a d / n and b c / n, the logarithm of the odds ratio moves by dR/R - dS/S, and so on.
void StratifiedCut::Table::set_lines() {
  double weight = 0;
  double difference = 0;
  std::array<double, 4> sums{};  // R and S of the odds ratio, then of the ratio
  for (const Entry& e : entries) {
    weight += e.weight();
    difference += e.difference();
    sums[0] += e.y1 * (e.n0 - e.y0) / e.total();
    sums[1] += (e.n1 - e.y1) * e.y0 / e.total();
    sums[2] += e.y1 * e.n0 / e.total();
    sums[3] += e.y0 * e.n1 / e.total();
  }
  const double common = difference / weight;
  for (Entry& e : entries) {
    const double n = e.total();
    const double a = e.y1;
    const double b = e.n1 - e.y1;
    const double c = e.y0;
    const double d = e.n0 - e.y0;
    e.own.set(kScore, -e.mean() * e.n0 / n, (1 - e.mean()) * e.n0 / n);
    e.other.set(kScore, e.mean() * e.n1 / n, -(1 - e.mean()) * e.n1 / n);
    const double drift = -e.difference() / n + common * e.weight() / n;
    e.own.set(kDifference, (-c / n + drift - common * e.n0 / n) / weight,
              ((e.n0 - c) / n + drift - common * e.n0 / n) / weight);
    e.other.set(kDifference, (a / n + drift - common * e.n1 / n) / weight,
                ((a - e.n1) / n + drift - common * e.n1 / n) / weight);
    if (!is_share) continue;
    if (sums[0] > 0 && sums[1] > 0) {
      const double rest = -a * d / n / n / sums[0] + b * c / n / n / sums[1];
      e.own.set(kOdds, -c / n / sums[1] + rest, d / n / sums[0] + rest);
      e.other.set(kOdds, a / n / sums[0] + rest, -b / n / sums[1] + rest);
    }
    if (sums[2] > 0 && sums[3] > 0) {
      const double rest = -a * e.n0 / n / n / sums[2] + c * e.n1 / n / n / sums[3];
      e.own.set(kRatio, -c / n / sums[3] + rest, e.n0 / n / sums[2] - c / n / sums[3] + rest);
      e.other.set(kRatio, a / n / sums[2] + rest, a / n / sums[2] - e.n1 / n / sums[3] + rest);
    }
  }
}

StratifiedCut::StratifiedCut(const CodedCut& cut, const Strata& strata, const Scoring& scoring)
    : cut_(cut), strata_(strata), scoring_(scoring), targets_(scoring.targets.size()) {
  const std::span<const std::uint32_t> classes = scoring.rows.classes;
  std::vector<std::size_t> begin(strata.count + 1, 0);
  for (std::size_t row = 0; row < classes.size(); ++row) {
    if (classes[row] != Scoring::kNotCounted) ++begin[strata.codes[row] + std::size_t{1}];
  }
  for (std::size_t s = 0; s < strata.count; ++s) begin[s + 1] += begin[s];
  std::vector<std::uint32_t> order(begin.back());
  std::vector<std::size_t> free(begin);
  for (std::size_t row = 0; row < classes.size(); ++row) {
    if (classes[row] == Scoring::kNotCounted) continue;
    order[free[strata.codes[row]]++] = static_cast<std::uint32_t>(row);
  }
  std::vector<std::uint32_t> members;
  for (std::uint32_t s = 0; s < strata.count; ++s) {
    members.assign(order.begin() + static_cast<std::ptrdiff_t>(begin[s]),
                   order.begin() + static_cast<std::ptrdiff_t>(begin[s + 1]));
    add_stratum(s, members);
  }
  first_cell_.push_back(cells_.size());
}

void StratifiedCut::add_stratum(std::uint32_t stratum, const std::vector<std::uint32_t>& members) {
  first_cell_.push_back(cells_.size());
  std::vector<std::uint32_t> slices;
  for (const std::uint32_t row : members) slices.push_back(cut_.codes[row]);
  std::sort(slices.begin(), slices.end());
  slices.erase(std::unique(slices.begin(), slices.end()), slices.end());
  const std::size_t first = cells_.size();
  for (const std::uint32_t slice : slices) cells_.push_back({stratum, slice, 0});
  amounts_.resize(cells_.size() * targets_, 0);
  squares_.resize(cells_.size() * targets_, 0);
  for (const std::uint32_t row : members) {
    const auto at = std::lower_bound(slices.begin(), slices.end(), cut_.codes[row]);
    const std::size_t cell = first + static_cast<std::size_t>(at - slices.begin());
    ++cells_[cell].rows;
    const std::uint32_t row_class = scoring_.rows.classes[row];
    for (std::uint32_t i = scoring_.first[row_class]; i < scoring_.first[row_class + 1]; ++i) {
      const Score& score = scoring_.scores[i];
      amounts_[cell * targets_ + score.target] += score.amount;
      squares_[cell * targets_ + score.target] += static_cast<Sum>(score.amount) * score.amount;
    }
  }
}

StratifiedCut::Table StratifiedCut::table(std::size_t slice, std::size_t target,
                                          std::optional<std::size_t> partner) const {
  Table table;
  table.is_share = scoring_.is_share;
  table.entry_of.assign(strata_.count, kNoStratum);
  const double unit = scoring_.targets[target].unit;
  for (std::size_t s = 0; s < strata_.count; ++s) {
    std::uint64_t n1 = 0;
    std::uint64_t n0 = 0;
    std::uint64_t y1 = 0;
    std::uint64_t y0 = 0;
    Sum squares = 0;
    for (std::size_t cell = first_cell_[s]; cell < first_cell_[s + 1]; ++cell) {
      const bool is_own = cells_[cell].slice == slice;
      if (!is_own && partner && cells_[cell].slice != *partner) continue;
      (is_own ? n1 : n0) += cells_[cell].rows;
      (is_own ? y1 : y0) += amounts_[cell * targets_ + target];
      squares += squares_[cell * targets_ + target];
    }
    if (n1 == 0 || n0 == 0) continue;
    table.entry_of[s] = static_cast<std::uint32_t>(table.entries.size());
    Entry& entry = table.entries.emplace_back();
    entry.n1 = static_cast<double>(n1);
    entry.n0 = static_cast<double>(n0);
    entry.y1 = unit * static_cast<double>(y1);
    entry.y0 = unit * static_cast<double>(y0);
    entry.squares = unit * unit * static_cast<double>(squares);
  }
  if (!table.entries.empty()) table.set_lines();
  return table;
}

namespace {

/// Turns common effects into estimates.
class EffectWriter {
 public:
  EffectWriter(Cluster cluster, const ClusterSquares<kSums>& squares, double level)
      : cluster_(cluster), squares_(squares), level_(level) {}

  double degrees() const { return static_cast<double>(squares_.clusters(cluster_)) - 1; }

  /// The standard error of a sum: the textbook's for independent answers, else the clusters'.
  std::optional<double> se(std::size_t sum, double textbook) const {
    if (cluster_ == Cluster::none) return textbook;
    const auto variance = squares_.variance(sum, cluster_);
    return variance ? std::optional(std::sqrt(*variance)) : std::nullopt;
  }

  Estimate difference(const std::optional<stats::CommonEffect>& effect) const {
    if (!effect) return nothing();
    Estimate estimate;
    estimate.value = effect->value;
    estimate.se = se(kDifference, effect->se);
    if (estimate.se) {
      const double half = *estimate.se * quantile();
      estimate.ci = stats::Interval{effect->value - half, effect->value + half, level_,
                                    cluster_ == Cluster::none ? "sato" : "linearised"};
    }
    return marked(std::move(estimate));
  }

  Estimate ratio(const std::optional<stats::CommonEffect>& effect, std::size_t sum,
                 const char* method) const {
    if (!effect) {
      return Estimate::undefined("zero-cell", "a label that one side never or always has");
    }
    Estimate estimate;
    estimate.value = effect->value;
    if (const auto log_se = se(sum, effect->se)) {
      estimate.se = effect->value * *log_se;
      const double factor = std::exp(*log_se * quantile());
      estimate.ci = stats::Interval{effect->value / factor, effect->value * factor, level_,
                                    cluster_ == Cluster::none ? method : "linearised-log"};
    }
    return marked(std::move(estimate));
  }

  static Estimate nothing() {
    return Estimate::undefined("no-stratum", "no stratum has answers on both sides");
  }

 private:
  double quantile() const {
    const double upper = 0.5 + level_ / 2;
    return cluster_ == Cluster::none ? stats::normal_quantile(upper)
                                     : stats::t_quantile(upper, degrees());
  }
  Estimate marked(Estimate estimate) const {
    if (squares_.clusters(cluster_) >= kReliableClusters) return estimate;
    estimate.status = stats::Status::unreliable;
    estimate.reason = "few-clusters";
    estimate.message = "only " + std::to_string(squares_.clusters(cluster_)) + " clusters";
    return estimate;
  }

  Cluster cluster_;
  const ClusterSquares<kSums>& squares_;
  double level_;
};

bool holds_zero(const Estimate& estimate) {
  return !estimate.ci || (estimate.ci->low <= 0 && estimate.ci->high >= 0);
}

Reversal reversal(const Estimate& before, const Estimate& within) {
  if (!before.value || !within.value) return Reversal::none;
  if (*before.value * *within.value < 0 && !holds_zero(within)) return Reversal::reverses;
  return !holds_zero(before) && holds_zero(within) ? Reversal::vanishes : Reversal::none;
}

}  // namespace

Controlled StratifiedCut::compare(std::size_t slice, std::size_t target,
                                  std::optional<std::size_t> partner, Cluster cluster,
                                  const RowOrder& order, double level,
                                  const stats::Estimate& difference) const {
  Controlled found;
  const Table table = this->table(slice, target, partner);
  found.strata = table.entries.size();
  if (table.entries.empty()) {
    found.difference = found.ratio = found.odds_ratio = EffectWriter::nothing();
    return found;
  }
  const double unit = scoring_.targets[target].unit;
  const auto influence = [&](std::size_t row, std::array<double, kSums>& values) {
    const std::uint32_t row_class = scoring_.rows.classes[row];
    const bool is_own = cut_.codes[row] == slice;
    if (row_class == Scoring::kNotCounted) return false;
    if (!is_own && partner && cut_.codes[row] != *partner) return false;
    const std::uint32_t at = table.entry_of[strata_.codes[row]];
    if (at == kNoStratum) return false;
    double y = 0;
    for (std::uint32_t i = scoring_.first[row_class]; i < scoring_.first[row_class + 1]; ++i) {
      if (scoring_.scores[i].target == target) {
        y += unit * static_cast<double>(scoring_.scores[i].amount);
      }
    }
    const Line& line = is_own ? table.entries[at].own : table.entries[at].other;
    for (std::size_t i = 0; i < kSums; ++i) values[i] = line.alpha[i] + line.beta[i] * y;
    return true;
  };
  const ClusterSquares<kSums> squares(order, influence);
  const EffectWriter writer(cluster, squares, level);
  const stats::CommonScore score = table.score();
  found.informative = static_cast<std::uint64_t>(
      std::count_if(table.entries.begin(), table.entries.end(),
                    [](const Entry& entry) { return entry.spread() > 0; }));
  const auto variance =
      cluster == Cluster::none ? std::optional(score.variance) : squares.variance(kScore, cluster);
  if (variance && *variance > 0 && score.variance > 0) {
    found.statistic = score.excess * score.excess / *variance;
    found.p = cluster == Cluster::none ? stats::chi_square_upper(*found.statistic, 1)
                                       : stats::f_upper(*found.statistic, 1, writer.degrees());
  }
  if (!scoring_.is_share) {
    found.difference = writer.difference(table.mean_difference());
    found.ratio = found.odds_ratio = Estimate::undefined("not-a-rate", "only rates have odds");
  } else {
    const std::vector<stats::Stratum> tables = table.tables();
    const auto odds = stats::common_odds_ratio(tables);
    found.difference = writer.difference(stats::common_difference(tables));
    found.ratio = writer.ratio(stats::common_ratio(tables), kRatio, "greenland-robins");
    found.odds_ratio = writer.ratio(odds, kOdds, "robins-breslow-greenland");
    if (odds) {
      const auto se = writer.se(kOdds, odds->se);
      const double effect = se && odds->se > 0 ? *se * *se / (odds->se * odds->se) : 1;
      found.homogeneity = stats::breslow_day(tables, odds->value, effect > 0 ? effect : 1);
    }
  }
  found.reversal = reversal(difference, found.difference);
  return found;
}

}  // namespace lbl::bias
