// The insides of an assignment: who may see what, who has what, and the moves that put it right.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "lbl/sample/assign.hpp"

namespace lbl::sample {

/// Who may see which item.
class Eligibility {
 public:
  Eligibility(const AssignSpec& spec, const model::Roster& roster,
              const std::vector<AssignItem>& items);

  bool may_see(std::size_t item, std::size_t annotator) const;
  /// How many annotators may see an item.
  std::size_t count(std::size_t item) const;
  /// The share of all items that both may see, bars by item left aside.
  double both(std::size_t first, std::size_t second) const;

 private:
  // Items that look the same to every annotator, but for bars by item.
  struct Kind {
    std::vector<char> allowed;  ///< per annotator
    std::size_t items = 0;
  };
  std::size_t annotators_;
  std::vector<Kind> kinds_;
  std::vector<std::uint32_t> kind_of_;
  std::vector<std::vector<std::uint32_t>> barred_;  ///< per item, ascending
};

/// Which annotators have which items, while it is being settled.
class Placement {
 public:
  Placement(const AssignSpec& spec, const model::Roster& roster, const Eligibility& eligibility,
            const std::vector<AssignItem>& items, std::vector<double> weights);

  /// Gives an item to the `k` annotators of the highest rank.
  void place(std::size_t item, std::uint64_t k);
  /// Moves items from annotators above their limit to some below, along paths where there is no
  /// direct way. Returns the annotators that could not be brought down to it, and all whose limits
  /// stand in their way; none when all is well.
  std::vector<std::size_t> balance(const std::vector<std::uint64_t>& limits);
  /// Swaps items until pairs of annotators share about the same number, as far as that goes.
  void even_out_pairs(const std::vector<std::uint64_t>& targets);

  const std::vector<std::uint32_t>& annotators_of(std::size_t item) const { return on_[item]; }
  std::uint64_t load(std::size_t annotator) const { return loads_[annotator]; }
  /// Smaller is a higher rank.
  double rank(std::size_t item, std::size_t annotator) const;

 private:
  bool has(std::size_t item, std::size_t annotator) const;
  bool can_take(std::size_t item, std::size_t annotator) const;
  void move(std::size_t item, std::size_t from, std::size_t to);
  void move_directly(std::size_t from, const std::vector<std::uint64_t>& limits);
  bool move_along_path(std::size_t from, const std::vector<std::uint64_t>& limits);
  std::vector<std::size_t> reachable(std::size_t from, std::vector<std::size_t>& before,
                                     std::vector<std::size_t>& by_item) const;

  const AssignSpec& spec_;
  const Eligibility& eligibility_;
  std::size_t annotators_;
  std::vector<double> weights_;
  std::vector<std::uint64_t> annotator_seeds_, item_keys_;
  std::vector<std::vector<std::uint32_t>> on_;     ///< per item
  std::vector<std::vector<std::uint32_t>> items_;  ///< per annotator, with some that have moved on
  std::vector<std::uint64_t> loads_;

  friend class PairBalance;
};

}  // namespace lbl::sample
