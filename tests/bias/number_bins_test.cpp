// Quantile bins of a column, against counting by hand.
#include "lbl/bias/number_bins.hpp"

#include <doctest/doctest.h>

#include <string>

#include "lbl/base/error.hpp"
#include "model/make_table.hpp"

using namespace lbl;

namespace {

model::RatingsTable table_of(const std::vector<std::string>& values) {
  std::vector<test::Row> rows;
  for (std::size_t i = 0; i < values.size(); ++i) {
    rows.push_back({std::to_string(i), "a", "x", {values[i]}});
  }
  return test::make_table(rows, test::make_spec(model::TaskType::choice, {"n"}));
}

}  // namespace

TEST_CASE("quantiles part answers, not values, and leave no bin empty") {
  CHECK(bias::quantile_edges(table_of({"1", "2", "3", "4", "5", "6"}), 0, 3) ==
        std::vector<double>{2, 4});
  CHECK(bias::quantile_edges(table_of({"1", "1", "1", "1", "9", "10"}), 0, 3) ==
        std::vector<double>{9});
  CHECK(bias::quantile_edges(table_of({"1", "1", "1", "2"}), 0, 2) == std::vector<double>{2});
  CHECK_THROWS_AS(bias::quantile_edges(table_of({"1", "1", "word"}), 0, 2), base::Error);
}

TEST_CASE("a column that was cut has bins, others beside numbers, and missing values") {
  model::RatingsTable table = table_of({"1", "5", "", "word", "20", "10"});
  bias::cut_column({5, 10}, 0, table);
  CHECK(table.columns[0].bins == std::vector<double>{5, 10});
  const auto text = [&](std::size_t item) {
    const std::uint32_t code = table.tasks[0].columns[0][table.tasks[0].item_begin[item]];
    return code == model::TaskRatings::kNoValue ? "-" : table.column_values[0][code];
  };
  CHECK(text(0) == "<5");
  CHECK(text(1) == "5 to <10");
  CHECK(text(2) == "-");
  CHECK(text(3) == "not a number");
  CHECK(text(4) == ">=10");
  CHECK(text(5) == ">=10");
}
