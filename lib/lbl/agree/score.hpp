// Figures that are ratios of sums over items, with the part that each item has in them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "lbl/agree/figure.hpp"

namespace lbl::agree {

/// What a score of 0 means.
enum class ScoreKind : std::uint8_t {
  chance,  ///< no agreement beyond chance: it may be tested, and fall below 0
  share    ///< a share or a mean between 0 and 1
};

/// A value, and how much each item moves it: the derivative by the weight of the item.
struct Score {
  ScoreKind kind = ScoreKind::chance;
  std::optional<double> value;
  std::string reason, message;           ///< when there is no value
  std::vector<double> influence;         ///< by item; empty: no standard error
  std::optional<std::uint64_t> samples;  ///< random continua behind expected disorder
  bool is_approximate = false;           ///< an alignment could not be proved to be the best
  /// The value when item i counts counts[i] times, NaN where there is none: for the bootstrap.
  /// Empty without a value.
  std::function<double(std::span<const std::uint64_t> counts)> recount;
};

/// A score that has no value, and why.
Score undefined_score(std::string reason, std::string message);
/// The score of a batch in which nobody marked anything.
Score nothing_marked();

/// What a figure says of its data besides the score.
struct ScoreCounts {
  std::uint64_t items = 0, items_rated = 0, ratings = 0, annotators = 0;
};

/// The score as a figure: the standard error by its linearisation over items (each item is drawn
/// with all its answers), with t on the number of items less one.
Figure score_figure(const Score& score, const ScoreCounts& counts, double level,
                    double sampled_fraction);

/// sum of `part` / sum of `whole`, or 1 less that.
class RatioScore {
 public:
  void add(double part, double whole);
  /// The ratio itself, a share.
  Score ratio() const;
  /// 1 - ratio, as a coefficient that corrects for chance.
  Score one_minus_ratio() const;

 private:
  using Items = std::vector<std::pair<double, double>>;

  std::shared_ptr<Items> items_ = std::make_shared<Items>();
};

/// What one item adds to a nominal coefficient, for one label: how much of the answers is that
/// label, how much of that meets another label in a pair, and how much of amount x amount is a unit
/// paired with itself, which chance cannot do.
struct LabelAmount {
  std::uint32_t label = 0;
  double amount = 0, disagreement = 0, own = 0;
};

/// Nominal alpha and kappa over amounts: 1 - (D / T) (T^2 - Q) / (T^2 - sum of n_c^2), with D the
/// disagreement, T the amount of all labels, n_c that of one, Q what pairs with itself
/// (Krippendorff et al. 2016, eq. 4 to 6; with units of size 1, Krippendorff 2011; with Q = 0,
/// Fleiss 1971).
class NominalScore {
 public:
  explicit NominalScore(std::size_t labels) : labels_(labels) {}

  /// The amounts of one item; a label may come more than once.
  void add(const std::vector<LabelAmount>& amounts);
  Score score() const;
  /// The same for one label against the others: 1 - (D_c / n_c) (n_c T - Q_c) / (n_c (T - n_c))
  /// (Krippendorff et al. 2016, eq. 13).
  Score score_of(std::uint32_t label) const;

 private:
  using Items = std::vector<std::vector<LabelAmount>>;

  std::size_t labels_;
  std::shared_ptr<Items> items_ = std::make_shared<Items>();
};

}  // namespace lbl::agree
