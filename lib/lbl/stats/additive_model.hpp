// y = item + annotator + error: effects of annotators adjusted for which items they had.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lbl::stats {

/// The two-way additive model without interaction, fitted by least squares (Searle 1971, chapter 7)
/// over any incomplete layout. Item effects are swept out, so that what is solved has the size of
/// the annotators: directly for few of them, else by conjugate gradients (Hestenes and Stiefel
/// 1952) that touch the answers only.
class AdditiveModel {
 public:
  /// The answers of item i are [item_begin[i], item_begin[i + 1]); annotators are numbered from 0
  /// below `annotator_count`, each with an answer, none twice in an item.
  AdditiveModel(std::vector<std::uint64_t> item_begin, std::vector<std::uint32_t> annotators,
                std::size_t annotator_count);

  /// Least-squares effects of the annotators for the answers `y`, centred to mean 0 over the
  /// answers of each connected part; effects of different parts cannot be compared.
  std::vector<double> effects(std::span<const double> y) const;
  /// What is left of `y` without items and annotators.
  std::vector<double> residuals(std::span<const double> y, std::span<const double> effects) const;
  /// y minus the mean of its item.
  std::vector<double> within_items(std::span<const double> y) const;
  /// The variance of each effect for errors of variance 1; of more than kDirect annotators without
  /// what they share, which is small beside it.
  const std::vector<double>& effect_variances() const { return variances_; }
  /// Answers less the parameters that they determine.
  double degrees() const;

  std::size_t answers() const { return annotators_.size(); }
  /// Connected parts with more than one annotator.
  std::size_t parts() const { return parts_; }
  /// Whether an annotator shares an item with another one.
  bool is_connected(std::size_t annotator) const { return diagonal_[annotator] > 0; }

  static constexpr std::size_t kDirect = 400;

 private:
  void find_parts();
  void invert();
  void set_variances();
  std::vector<double> product(std::span<const double> x) const;
  std::vector<double> solve(std::span<const double> right) const;
  void centre(std::vector<double>& effects) const;

  std::vector<std::uint64_t> item_begin_;
  std::vector<std::uint32_t> annotators_;
  std::vector<double> answers_of_;   ///< per annotator
  std::vector<double> diagonal_;     ///< answers less what the items' means take
  std::vector<std::uint32_t> part_;  ///< per annotator
  std::size_t part_count_ = 0, parts_ = 0;
  std::vector<double> inverse_;  ///< annotators x annotators; empty for many
  std::vector<double> variances_;
};

}  // namespace lbl::stats
