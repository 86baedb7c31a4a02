// Weights by item: one an item, and none left out in silence.
#include <doctest/doctest.h>

#include "lbl/base/error.hpp"
#include "lbl/model/item_weights.hpp"

using namespace lbl;

TEST_CASE("an item has one weight, however often it is given") {
  model::ItemWeights weights;
  CHECK(weights.add("a", 2));
  CHECK(weights.add("a", 2));
  CHECK_FALSE(weights.add("a", 3));
  CHECK(weights.find("a") == 2);
  CHECK_FALSE(weights.find("b").has_value());
  CHECK(weights.size() == 1);
}

TEST_CASE("weights follow the numbers of the batch's items, and a missing one is an error") {
  model::ItemWeights weights;
  weights.add("a", 0.5);
  weights.add("b", 0);
  base::Dictionary items;
  items.add("b");
  items.add("a");
  CHECK(weights.weights_of(items) == std::vector<double>{0, 0.5});
  items.add("c");
  CHECK_THROWS_WITH_AS(weights.weights_of(items),
                       "--item-weights: item \"c\" has no weight; give every item of the batch one "
                       "(0 leaves it out)",
                       base::Error);
}
