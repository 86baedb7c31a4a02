// Looks weights up by the text of an item's id.
#include "lbl/model/item_weights.hpp"

#include <fmt/format.h>

#include "lbl/base/error.hpp"
#include "lbl/base/text.hpp"

namespace lbl::model {

bool ItemWeights::add(std::string_view item, double weight) {
  const std::uint32_t id = items_.add(item);
  if (id == weights_.size()) weights_.push_back(weight);
  return weights_[id] == weight;
}

std::optional<double> ItemWeights::find(std::string_view item) const {
  const std::optional<std::uint32_t> id = items_.find(item);
  if (!id) return std::nullopt;
  return weights_[*id];
}

std::vector<double> ItemWeights::weights_of(const base::Dictionary& items) const {
  std::vector<double> weights;
  weights.reserve(items.size());
  for (std::uint32_t id = 0; id < items.size(); ++id) {
    const std::optional<double> weight = find(items.text(id));
    if (!weight) {
      throw base::Error(base::ErrorKind::input,
                        fmt::format("--item-weights: item {} has no weight; give every item of the "
                                    "batch one (0 leaves it out)",
                                    base::quoted(items.text(id))));
    }
    weights.push_back(*weight);
  }
  return weights;
}

}  // namespace lbl::model
