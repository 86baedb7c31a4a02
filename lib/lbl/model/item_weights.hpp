// Weights of items, such as those that make a batch stand for the distribution it should have.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "lbl/base/dictionary.hpp"

namespace lbl::model {

/// One weight an item, read from a file of records with `item` and `weight`.
class ItemWeights {
 public:
  /// Takes one weight (finite, not negative). Returns false when the item has another one already.
  bool add(std::string_view item, double weight);

  bool empty() const { return weights_.empty(); }
  std::size_t size() const { return weights_.size(); }
  /// The weight of an item; none when the file does not have it.
  std::optional<double> find(std::string_view item) const;
  /// The weights of all `items`, in the order of their numbers. Throws Error (input) for an item
  /// without a weight: leaving it out would change what the figures are about.
  std::vector<double> weights_of(const base::Dictionary& items) const;

 private:
  base::Dictionary items_;
  std::vector<double> weights_;
};

}  // namespace lbl::model
